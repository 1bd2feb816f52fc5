// SPDX-License-Identifier: Apache-2.0
#pragma once
// Device.ManagementServer.EmbeddedDevice.{i}.: one row for each proxied device that is shown inside the gateway's tree.
// Spec: TR-069 Amendment 6, Annex J.3; TR-181 Issue 2 Amendment 17, Device.ManagementServer.EmbeddedDevice.{i}.;
// TR-106, section 3.3 (vendor words of an enumeration)
// Thread: loop. Nothing here is called while the tree is frozen.

#include "proxy/base/clock.hpp"
#include "proxy/model/command_state.hpp"
#include "proxy/model/tree.hpp"
#include "proxy/state/store.hpp"

#include <cstdint>
#include <string>
#include <string_view>

namespace proxy::gateway {

/// Together they identify it. A controller is what the device hangs on, a broker for instance; empty where the identity
/// is unique without one.
struct EmbeddedDevice {
  std::string_view controller;
  std::string_view identity;
  std::string_view protocol;  ///< "ZigBee", "MQTT"
};

class EmbeddedDevices {
 public:
  /// Names a row: its instance number.
  using Key = std::uint32_t;

  /// Declares the table. `oui` makes protocols without a standard word vendor words: "X_00D09E_MQTT".
  EmbeddedDevices(model::Tree& tree, state::Store& store, std::string oui);
  EmbeddedDevices(const EmbeddedDevices&) = delete;
  EmbeddedDevices& operator=(const EmbeddedDevices&) = delete;

  /// Shows the device with the number it always had; Origin::start for those known from before the start, of which no
  /// ACS is told. One that is shown already stays as it is.
  Key add(const EmbeddedDevice& device, model::Origin origin);
  /// The device left; its number is kept. Nothing happens without such a row, here and below.
  void remove(Key key);

  /// The row that is there because of the device, "Device.X_00D09E_ProxiedDevice.4." with or without the final dot.
  void set_reference(Key key, std::string_view row_path);

  /// `message` explains an error; the others have none.
  void set_command_state(Key key, model::CommandState state, std::string_view message = {});
  /// A command was carried out, or the device's state read.
  void synced(Key key, base::SystemTime time);

 private:
  struct Columns {
    model::ColumnIndex controller, identity, reference, protocol, command, message, synced;
  };

  void declare_columns();
  model::ColumnIndex declare(model::Parameter parameter);
  void set(Key key, model::ColumnIndex column, std::string value, model::Origin origin);

  model::Tree& tree_;
  state::Store& store_;
  std::string oui_;
  model::Table* table_;
  std::string table_path_;
  Columns columns_{};
};

}  // namespace proxy::gateway
