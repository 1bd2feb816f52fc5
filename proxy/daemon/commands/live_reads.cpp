// SPDX-License-Identifier: Apache-2.0
#include "proxy/daemon/commands/live_reads.hpp"

#include "proxy/model/cursor.hpp"
#include "proxy/model/data_source.hpp"

#include <cstddef>
#include <map>
#include <memory>

namespace proxy::daemon {

std::vector<model::ParameterRef> live_parameters(const model::Tree& tree, std::string_view path) {
  std::vector<model::ParameterRef> live;
  const auto selection = tree.select(path);
  if (!selection) return live;
  model::Cursor cursor(tree, *selection, model::Cursor::Depth::all);
  while (const auto* item = cursor.next()) {
    if (item->kind == model::Cursor::Item::Kind::parameter && item->parameter.info().live) {
      live.push_back(item->parameter);
    }
  }
  return live;
}

void read_live(const std::vector<model::ParameterRef>& parameters, const std::function<void()>& done) {
  std::map<model::DataSource*, std::vector<model::ParameterRef>> groups;
  for (const model::ParameterRef parameter : parameters) {
    if (parameter.info().source != nullptr) groups[parameter.info().source].push_back(parameter);
  }
  const auto left = std::make_shared<std::size_t>(groups.size() + 1);
  const std::function<void()> one_done = [left, done] {
    if (--*left == 0) done();
  };
  for (const auto& [source, of_source] : groups) source->refresh(of_source, one_done);
  one_done();
}

}  // namespace proxy::daemon
