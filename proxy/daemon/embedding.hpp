// SPDX-License-Identifier: Apache-2.0
#pragma once
// Shows the adapters' devices in the gateway's table of embedded devices: the components plugin and gateway do not know
// each other.
// Thread: loop

#include "proxy/gateway/management_server/embedded_devices.hpp"
#include "proxy/plugin/devices/devices.hpp"

#include <map>
#include <string>

namespace proxy::daemon {

class Embedding final : public plugin::DeviceListener {
 public:
  /// The table outlives the object. Rows of known devices, and all rows before `started` is true, have Origin::start.
  Embedding(gateway::EmbeddedDevices& table, const bool& started) : table_(table), started_(started) {}

  void added(const plugin::DeviceId& id, const std::string& protocol, bool known) override;
  void removed(const plugin::DeviceId& id) override;
  void reference(const plugin::DeviceId& id, const std::string& path) override;
  void command_state(const plugin::DeviceId& id, model::CommandState state, const std::string& message) override;
  void synced(const plugin::DeviceId& id, base::SystemTime time) override;
  void presence(const plugin::DeviceId& id, std::string_view word, bool known) override;

 private:
  /// Calls `function` with the device's key, if the table has the device.
  template <class Function>
  void with_key(const plugin::DeviceId& id, Function&& function);

  gateway::EmbeddedDevices& table_;
  const bool& started_;
  std::map<plugin::DeviceId, gateway::EmbeddedDevices::Key> keys_;
};

}  // namespace proxy::daemon
