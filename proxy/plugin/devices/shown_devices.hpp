// SPDX-License-Identifier: Apache-2.0
#pragma once
// One adapter's devices in the table of proxied devices: shown as it says, and before it speaks as they are remembered.
// Thread: loop, while the tree is not frozen

#include "proxy/base/clock.hpp"
#include "proxy/plugin/abi/board/host_board.hpp"
#include "proxy/plugin/abi/message.hpp"
#include "proxy/plugin/adapter/subtree.hpp"
#include "proxy/plugin/devices/device_log.hpp"
#include "proxy/plugin/devices/devices.hpp"
#include "proxy/plugin/devices/proxied_devices.hpp"

#include <string>

namespace proxy::plugin {

class ShownDevices {
 public:
  /// All of these outlive the object.
  struct Dependencies {
    ProxiedDevices& table;
    HostBoard& board;
    Subtree& subtree;
    Devices& devices;
    DeviceLog& log;
  };

  ShownDevices(const Dependencies& dependencies, std::string adapter)
      : dependencies_(dependencies), adapter_(std::move(adapter)) {}

  /// Shows what earlier runs knew.
  void begin();
  /// True if what was known alone until now is there.
  bool handle(ShowDevice& message);
  bool handle(AddCapability& message);
  void row_going(const Subtree::RowEntry& entry);

  /// The device has spoken.
  void contacted(adapter_handle device, base::SystemTime now);
  /// What is known of its presence has changed; or that of all devices.
  void presence_changed(adapter_handle device);
  void presence_changed();
  /// The adapter has had time to show what it knows: what an earlier run knew of the presence of other devices, and its
  /// words for offline, are out of date.
  void forget_outdated();
  /// Brings LastTimeContacted up to date.
  void refresh(model::Row& row);
  /// What the next run needs to know of presence and contact, for save_values().
  void collect(std::vector<state::PathValue>& values);
  /// The presence and the last contact of the device that this row shows.
  void collect(model::Row& row, std::vector<state::PathValue>& values);

 private:
  void begin(const ProxiedDevices::KnownDevice& known);
  bool add(ShowDevice& message, const DeviceFacts& facts);
  bool add(AddCapability& message);
  Subtree::RowEntry& adopt(adapter_handle handle, model::Row& row, adapter_handle device);
  void link(adapter_handle handle, model::Row& row, adapter_handle device);

  const Dependencies dependencies_;
  const std::string adapter_;
  bool some_left_ = false;  ///< capabilities, of which the store may know something on their return
};

}  // namespace proxy::plugin
