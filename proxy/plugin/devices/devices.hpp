// SPDX-License-Identifier: Apache-2.0
#pragma once
// The proxied devices of one adapter: which rows show them, whether they are there, and how the sets to them fare. The
// table Device.ManagementServer.EmbeddedDevice.{i}. itself is the gateway's, which is notified here.
// Spec: TR-069 Amendment 6, Annex J.3; TR-181, Device.ManagementServer.EmbeddedDevice.{i}.
// Thread: loop

#include "adapters/sdk/adapter_abi.h"
#include "proxy/base/clock.hpp"
#include "proxy/model/command_state.hpp"
#include "proxy/model/parameter.hpp"

#include <cstddef>
#include <cstdint>
#include <map>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace proxy::plugin {

/// EmbeddedDevice.CommandProcessed.
using model::CommandState;

/// A device by what never changes about it; the two texts together are unique in the home.
struct DeviceId {
  std::string controller, identity;
  auto operator<=>(const DeviceId&) const = default;
};

/// Shows the devices of all adapters in the table of embedded devices.
class DeviceListener {
 public:
  /// A device appeared, or appeared again after a restart of its adapter. `known`: an earlier run showed it already.
  virtual void added(const DeviceId& id, const std::string& protocol, bool known) = 0;
  virtual void removed(const DeviceId& id) = 0;
  /// `path` is that of the device's first row, without the final dot.
  virtual void reference(const DeviceId& id, const std::string& path) = 0;
  virtual void command_state(const DeviceId& id, CommandState state, const std::string& message) = 0;
  /// A set reached the device at this time.
  virtual void synced(const DeviceId& id, base::SystemTime time) = 0;
  /// What is known of its presence: a word of presence_word(). `known`: as an earlier run knew it.
  virtual void presence(const DeviceId& id, std::string_view word, bool known) = 0;

 protected:
  ~DeviceListener() = default;
};

class Devices {
 public:
  struct Device {
    DeviceId id;
    std::string protocol;
    adapter_presence presence = ADAPTER_UNKNOWN;               ///< as its adapter reports it
    std::vector<std::pair<adapter_handle, std::string>> rows;  ///< with their paths, the first to come first
    bool shown = false;                                        ///< in the table of embedded devices
    std::size_t pending = 0;                                   ///< sets on their way to it
    adapter_handle shown_row = ADAPTER_NONE;                   ///< in the table of proxied devices
    std::optional<base::SystemTime> contact = {};              ///< the last one of this run
    std::optional<base::SystemTime> offline_since = {};        ///< as its adapter reported it in this run
    /// As an earlier run knew it; it holds until the adapter reports a presence, or the device sends something.
    adapter_presence remembered = ADAPTER_UNKNOWN;
    /// Of Online, for the next show_device().
    model::Notification online_notification = model::Notification::active;

    /// What the next run needs to know of it: without regard to the adapter. A device without a source of presence is
    /// online from its first contact on.
    adapter_presence last_known() const;
  };

  /// The listener must outlive this object.
  Devices(DeviceListener& listener, const base::Clock& clock) : listener_(listener), clock_(clock) {}

  void add(adapter_handle handle, DeviceId id, std::string protocol, bool known = false);
  /// The device leaves the table of embedded devices. Its rows stay.
  void remove(adapter_handle handle);
  const Device* find(adapter_handle handle) const;
  const std::map<adapter_handle, Device>& all() const { return devices_; }

  void add_row(adapter_handle device, adapter_handle row, const std::string& path);
  /// Adds the row of the standard shape, which is the device's first row whenever it is added.
  void add_shown_row(adapter_handle device, adapter_handle row, const std::string& path);
  void remove_row(adapter_handle device, adapter_handle row);
  void set_presence(adapter_handle device, adapter_presence presence);
  void set_online_notification(adapter_handle device, model::Notification notification);
  /// Returns what was set since the last call; active if nothing was.
  model::Notification take_online_notification(adapter_handle device);
  /// Takes the presence that an earlier run knew.
  void remember(adapter_handle device, adapter_presence presence);
  /// While the adapter, its broker or its bus is away the presence of its devices is Unknown.
  void set_away(bool is_away);
  std::optional<base::SystemTime> away_since() const { return away_since_; }
  /// How often it has come back from being away.
  std::uint64_t returns() const { return returns_; }
  adapter_presence presence_of(const Device& device) const {
    return away_since_ ? ADAPTER_UNKNOWN : device.last_known();
  }
  /// The device has sent something. Returns whether that changes its presence.
  bool contacted(adapter_handle device, base::SystemTime now);

  /// The life of a set to the device, as CommandProcessed has it: `pending` or `retrying` while it waits, then
  /// `success` or `error`. The message says why it waits, or has failed.
  void command_waits(adapter_handle device, CommandState state, const std::string& message);
  void command_ended(adapter_handle device, CommandState state, const std::string& message);
  void command_began(adapter_handle device, const std::string& message);
  /// A set reached the device at once.
  void command_reached(adapter_handle device);

 private:
  void show(Device& device, bool known = false);
  void tell_presence(const Device& device, bool known = false) const;
  void tell(const Device& device, CommandState state, const std::string& message = {}) const;

  DeviceListener& listener_;
  const base::Clock& clock_;
  std::map<adapter_handle, Device> devices_;
  std::uint64_t returns_ = 0;
  std::optional<base::SystemTime> away_since_;  ///< none: it is not away
};

/// "Online", "Offline", "Silent" or "Unknown", as X_<OUI>_Presence has it; and back, Unknown for any other text.
std::string_view presence_word(adapter_presence presence);
adapter_presence presence_of_word(std::string_view word);

}  // namespace proxy::plugin
