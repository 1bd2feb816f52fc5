// SPDX-License-Identifier: Apache-2.0
#include "proxy/daemon/commands/device_object.hpp"

#include "proxy/daemon/commands/replies.hpp"
#include "proxy/model/cursor.hpp"

#include <map>
#include <string_view>
#include <utility>

namespace proxy::daemon {

std::string value_at(const model::Tree& tree, const std::string& path) {
  const auto parameter = tree.find(path);
  return parameter ? std::string(tree.value(*parameter)) : std::string();
}

std::vector<Capability> capabilities_of(const model::Tree& tree, const std::string& device) {
  const std::string table = device + ".IoTCapability.";
  const auto selection = tree.select(table);
  if (!selection) return {};
  std::map<std::string, Capability> found;
  model::Cursor cursor(tree, *selection, model::Cursor::Depth::all);
  while (const auto* item = cursor.next()) {
    if (item->kind != model::Cursor::Item::Kind::parameter) continue;
    const std::string path(item->path);
    const std::string_view value = tree.value(item->parameter);
    Capability& capability = found[path.substr(0, path.find('.', table.size()))];
    if (path.ends_with(".Name")) capability.name = value;
    if (path.ends_with(".Type")) capability.type = without_vendor(value);
    if (path.ends_with(".Unit")) capability.unit = without_vendor(value);
    if (!path.ends_with(".Value")) continue;
    capability.value = value;
    capability.path = path;
  }
  std::vector<Capability> all;
  all.reserve(found.size());
  for (auto& [row, capability] : found) all.push_back(std::move(capability));
  return all;
}

}  // namespace proxy::daemon
