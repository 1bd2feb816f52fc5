// SPDX-License-Identifier: Apache-2.0
#include "proxy/plugin/remembered.hpp"

namespace proxy::plugin {
namespace {

template <class Map>
std::optional<typename Map::mapped_type> take(Map& map, const std::string& path) {
  auto node = map.extract(path);
  return node.empty() ? std::nullopt : std::optional(std::move(node.mapped()));
}

}  // namespace

void Remembered::load(std::string_view prefix) {
  store_.load_values(prefix,
                     [this](std::string_view path, std::string_view value) { values_[std::string(path)] = value; });
  for (state::SetValue& set : store_.set_values(prefix)) sets_[set.path] = set;
  for (const state::StoredAttributes& stored : store_.attributes(prefix)) {
    attributes_[stored.path] = {static_cast<model::Notification>(stored.notification), stored.subscriber_may_write};
  }
}

std::optional<std::string> Remembered::take_value(const std::string& path) { return take(values_, path); }
std::optional<state::SetValue> Remembered::take_set(const std::string& path) { return take(sets_, path); }
std::optional<model::Attributes> Remembered::take_attributes(const std::string& path) {
  return take(attributes_, path);
}

}  // namespace proxy::plugin
