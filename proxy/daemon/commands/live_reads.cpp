// SPDX-License-Identifier: Apache-2.0
#include "proxy/daemon/commands/live_reads.hpp"

namespace proxy::daemon {

std::vector<model::ParameterRef> live_parameters(const model::Tree& tree, std::string_view path,
                                                 model::Cursor::Depth depth) {
  std::vector<model::ParameterRef> live;
  const auto selection = tree.select(path);
  if (!selection) return live;
  model::Cursor cursor(tree, *selection, depth);
  while (const auto* item = cursor.next()) {
    if (item->kind == model::Cursor::Item::Kind::parameter && item->parameter.info().live) {
      live.push_back(item->parameter);
    }
  }
  return live;
}

}  // namespace proxy::daemon
