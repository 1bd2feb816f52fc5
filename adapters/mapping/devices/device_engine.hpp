// SPDX-License-Identifier: Apache-2.0
#pragma once
// The devices that an adapter shows in the standard shape, discovered or configured, at work: turns messages into
// values and presence, and sets into commands.
// Thread: any. describe(), remove(), skip() and receive() are called by one thread at a time.

#include <cstddef>
#include <cstdint>
#include <mutex>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "adapters/mapping/configuration/admission.hpp"
#include "adapters/mapping/configuration/notify_rules.hpp"
#include "adapters/mapping/devices/device.hpp"
#include "adapters/mapping/devices/device_directory.hpp"
#include "adapters/mapping/devices/device_routes.hpp"
#include "adapters/mapping/devices/shown_device.hpp"
#include "adapters/mapping/runtime/deadlines.hpp"
#include "adapters/mapping/runtime/event_resets.hpp"
#include "adapters/mapping/runtime/set_confirmation.hpp"
#include "adapters/mapping/tables/command.hpp"
#include "adapters/sdk/adapter.hpp"

namespace adapters::mapping {

/// A device reports that it did not carry out a set.
struct SetRefusal {
  DeviceKey device;
  std::vector<std::string> capabilities;  ///< identities; the report may be about any of them
  std::string reason;
};

/// A device reports that it has carried out a set.
struct SetAcceptance {
  DeviceKey device;
  std::string capability;  ///< its identity
};

class DeviceEngine {
 public:
  using Time = PresenceState::Time;

  /// `confirmation` must outlive it.
  DeviceEngine(sdk::Host host, Admission admission, SetConfirmation& confirmation, NotifyRules notify = {})
      : host_(host),
        confirmation_(confirmation),
        directory_(host, std::move(admission), confirmation, std::move(notify)) {}

  // ---- the devices

  /// A new device, or a new description of a known one: capabilities that it does not name any more are removed. False
  /// if the device is not wanted; the host then knows why.
  bool describe(DeviceDescription device);
  /// The device has gone; harmless if it was not there.
  void remove(const DeviceKey& key);
  /// The device was found and is not shown; if it was, it is removed.
  void skip(const DeviceKey& key, const std::string& reason);

  /// The addresses that discovered devices use, each once, and their changes since the last call.
  std::vector<std::string> addresses() const;
  AddressChanges take_changes();
  /// The initial sync: messages that ask for values. take_prime(): of devices and capabilities that are new since the
  /// last call; prime(): of all devices.
  std::vector<Message> take_prime();
  std::vector<Message> prime() const;

  // ---- messages

  /// Makes at most one publish() for each device that uses the address. A value that does not fit is counted, and the
  /// last one stays; a value that is null or missing is not counted.
  void receive(std::string_view address, Payload& payload, bool retained, Time now);
  /// A message that came before this device was described, for it alone. Its presence is reported with the next
  /// receive().
  void replay(const DeviceKey& key, std::string_view address, Payload& payload, bool retained, Time at);
  /// Ends the set that waits, if the refusal can be about one alone; otherwise the refusal is counted.
  void refuse(const SetRefusal& refusal);
  /// Ends the set of the capability; harmless if none waits.
  void accept(const SetAcceptance& acceptance);
  /// Devices that have sent nothing for too long become silent; events end.
  void pass_time(Time now);
  /// When to call pass_time() at the latest; nothing if nothing is due.
  std::optional<Time> next_time() const;
  /// For people: what the message says of the discovered devices, a line for each capability. False, without a line, if
  /// it is about none of them.
  bool explain(std::string_view address, Payload& payload, const sdk::Say& say) const;

  // ---- sets

  /// Answers one item of check().
  void check(const sdk::Item& item) const;
  /// What to send for one item of apply(), or what to reply instead.
  Outcome<Command, Refusal> command(const sdk::Item& item, Delivery delivery = Delivery::immediate);
  /// The same for an item of check(), which may never be applied.
  Outcome<Command, Refusal> command_to_check(const sdk::Item& item) const;

 private:
  struct Found {
    ShownDevice* device;
    const ShownCapability* capability;
  };
  struct Arrival {
    bool retained;
    Time at;
  };

  void receive_for(ShownDevice& device, std::span<const RouteTarget> targets, Payload& payload, Arrival arrival);
  void receive_value(ShownDevice& device, const RouteTarget& target, Payload& payload, Arrival arrival,
                     std::vector<std::pair<sdk::Row, std::string>>& values);
  void receive_presence(ShownDevice& device, std::size_t source, Payload& payload);
  void receive_response(const ShownCapability& capability, Payload& payload);
  void set_presence(ShownDevice& device, Time now);

  std::optional<Found> find(const sdk::Item& item) const;
  Outcome<Command, Refusal> command_for(const sdk::Item& item, std::uint64_t number) const;

  const sdk::Host host_;
  SetConfirmation& confirmation_;
  mutable std::mutex mutex_;  // of all that follows
  DeviceDirectory directory_;
  Deadlines silences_;  // by ShownDevice::number()
  EventResets events_;
};

}  // namespace adapters::mapping
