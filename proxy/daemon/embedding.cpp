// SPDX-License-Identifier: Apache-2.0
#include "proxy/daemon/embedding.hpp"

#include <map>
#include <memory>
#include <utility>

namespace proxy::daemon {
namespace {

using gateway::EmbeddedDevices;
using plugin::DeviceId;
using Keys = std::map<DeviceId, EmbeddedDevices::Key>;

/// Calls `function` with the device's key, if the table has it.
template <class Function>
void with_key(const Keys& keys, const DeviceId& id, Function&& function) {
  if (const auto key = keys.find(id); key != keys.end()) function(key->second);
}

}  // namespace

plugin::DeviceListener embed_devices(EmbeddedDevices& table, const bool& started) {
  const auto keys = std::make_shared<Keys>();
  plugin::DeviceListener listener;
  listener.added = [&table, &started, keys](const DeviceId& id, const std::string& protocol, bool known) {
    const auto origin = started && !known ? model::Origin::device : model::Origin::start;
    (*keys)[id] = table.add({id.controller, id.identity, protocol}, origin);
  };
  listener.removed = [&table, keys](const DeviceId& id) {
    with_key(*keys, id, [&](EmbeddedDevices::Key key) { table.remove(key); });
    keys->erase(id);
  };
  listener.reference = [&table, keys](const DeviceId& id, const std::string& path) {
    with_key(*keys, id, [&](EmbeddedDevices::Key key) { table.set_reference(key, path); });
  };
  listener.command_state = [&table, keys](const DeviceId& id, model::CommandState state, const std::string& message) {
    with_key(*keys, id, [&](EmbeddedDevices::Key key) { table.set_command_state(key, state, message); });
  };
  listener.synced = [&table, keys](const DeviceId& id, base::SystemTime time) {
    with_key(*keys, id, [&](EmbeddedDevices::Key key) { table.synced(key, time); });
  };
  return listener;
}

}  // namespace proxy::daemon
