// SPDX-License-Identifier: Apache-2.0
#include "proxy/daemon/embedding.hpp"

namespace proxy::daemon {

using gateway::EmbeddedDevices;
using plugin::DeviceId;

template <class Function>
void Embedding::with_key(const DeviceId& id, Function&& function) {
  if (const auto key = keys_.find(id); key != keys_.end()) function(key->second);
}

void Embedding::added(const DeviceId& id, const std::string& protocol, bool known) {
  const auto origin = started_ && !known ? model::Origin::device : model::Origin::start;
  keys_[id] = table_.add({id.controller, id.identity, protocol}, origin);
}

void Embedding::removed(const DeviceId& id) {
  with_key(id, [&](EmbeddedDevices::Key key) { table_.remove(key); });
  keys_.erase(id);
}

void Embedding::reference(const DeviceId& id, const std::string& path) {
  with_key(id, [&](EmbeddedDevices::Key key) { table_.set_reference(key, path); });
}

void Embedding::command_state(const DeviceId& id, model::CommandState state, const std::string& message) {
  with_key(id, [&](EmbeddedDevices::Key key) { table_.set_command_state(key, state, message); });
}

void Embedding::synced(const DeviceId& id, base::SystemTime time) {
  with_key(id, [&](EmbeddedDevices::Key key) { table_.synced(key, time); });
}

void Embedding::presence(const DeviceId& id, std::string_view word, bool known) {
  const auto origin = known ? model::Origin::start : model::Origin::device;
  with_key(id, [&](EmbeddedDevices::Key key) { table_.set_presence(key, word, origin); });
}

}  // namespace proxy::daemon
