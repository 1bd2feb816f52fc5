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

/// Controller and identity together identify a device. The controller connects the device, a broker for instance; empty
/// if the identity is unique without it.
struct EmbeddedDevice {
  std::string_view controller;
  std::string_view identity;
  std::string_view protocol;  ///< "ZigBee", "MQTT"
};

class EmbeddedDevices {
 public:
  /// The instance number of a row.
  using Key = std::uint32_t;

  /// Declares the table. `oui` makes protocols without a standard word vendor words: "X_00D09E_MQTT".
  EmbeddedDevices(model::Tree& tree, state::Store& store, std::string oui);
  EmbeddedDevices(const EmbeddedDevices&) = delete;
  EmbeddedDevices& operator=(const EmbeddedDevices&) = delete;

  /// Shows the device with its old number, if it has one. Origin::start is for devices known before the start, which
  /// are not reported to the ACS. A device that is already shown stays as it is.
  Key add(const EmbeddedDevice& device, model::Origin origin);
  /// Hides the device and keeps its number. Nothing happens if there is no such row; the same holds for the functions
  /// below.
  void remove(Key key);

  /// Sets the reference to the row of the device, "Device.X_00D09E_ProxiedDevice.4." with or without the final dot.
  void set_reference(Key key, std::string_view row_path);

  /// `message` explains an error; it is empty for the other states.
  void set_command_state(Key key, model::CommandState state, std::string_view message = {});
  /// Sets the time at which a command was carried out or the state of the device was read.
  void synced(Key key, base::SystemTime time);
  /// Sets X_<OUI>_Presence: "Online", "Offline", "Silent" or "Unknown". `origin` as for add().
  void set_presence(Key key, std::string_view word, model::Origin origin);

 private:
  struct Columns {
    model::ColumnIndex controller, identity, reference, protocol, command, message, synced, presence;
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
