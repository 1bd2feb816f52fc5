// SPDX-License-Identifier: Apache-2.0
#pragma once
// Devices that describe themselves, at work with a host: shows each in the standard shape, turns messages into the
// values of its capabilities and sets into commands, and keeps out those that nobody wants.
// Thread: any. describe(), remove(), skip(), refuse() and receive() are called by one thread at a time.

#include <cstddef>
#include <cstdint>
#include <map>
#include <memory>
#include <mutex>
#include <optional>
#include <set>
#include <span>
#include <string>
#include <string_view>
#include <unordered_map>
#include <utility>
#include <vector>

#include "adapters/mapping/configuration/admission.hpp"
#include "adapters/mapping/devices/deadlines.hpp"
#include "adapters/mapping/devices/device.hpp"
#include "adapters/mapping/devices/shared_facts.hpp"
#include "adapters/mapping/tables/binding.hpp"
#include "adapters/sdk/adapter.hpp"

namespace adapters::mapping {

/// A device's word that it did not carry out what it was told.
struct SetRefusal {
  DeviceKey device;
  std::vector<std::string> capabilities;  ///< identities, of which it may be any
  std::string reason;
};

/// A device's word that it has carried out what it was told.
struct SetAcceptance {
  DeviceKey device;
  std::string capability;  ///< its identity
};

/// Addresses that are listened to from now on, and no more.
struct AddressChanges {
  std::vector<std::string> added;
  std::vector<std::string> removed;
};

class DeviceBinding {
 public:
  using Time = PresenceState::Time;

  DeviceBinding(sdk::Host host, Admission admission, PayloadLimits limits = {});

  /// A device that is new, or what it is from now on: capabilities that it does not name any more are removed.
  void describe(DeviceDescription device);
  /// It is gone; harmless where it was not there.
  void remove(const DeviceKey& key);
  /// What was found and is not shown; if it was, it is removed.
  void skip(const DeviceKey& key, const std::string& reason);
  /// Ends the set that waits for its echo, if there is just one that it can mean; otherwise it is counted.
  void refuse(const SetRefusal& refusal);
  /// Ends the set of the capability that waits for its echo; harmless where none does.
  void accept(const SetAcceptance& acceptance);

  /// What is listened to, each address once.
  std::vector<std::string> addresses() const;
  /// What has changed since it was asked last.
  AddressChanges take_changes();
  /// What asks the devices for their values: of those that were shown since it was asked last, or of all.
  std::vector<Message> take_prime();
  std::vector<Message> prime() const;

  /// One message: at most one publish() for each device it concerns. Values that do not fit are counted, and the last
  /// one stays; what is null or missing is not.
  void receive(std::string_view address, std::string_view payload, bool retained, Time now);
  /// What a message would say of the devices that are there, a line for each capability; false, and nothing is said, if
  /// it is about none of them.
  bool explain(std::string_view address, std::string_view payload, const sdk::Say& say) const;
  /// Devices whose silence has lasted too long are offline from now on. When to ask again, at the latest.
  std::optional<Time> pass_time(Time now);
  /// Is it the value of a capability? Then the next two are for it.
  static bool takes(const sdk::Item& item) { return item.column == sdk::kValue; }
  /// Answers one item of check(): may this value be sent?
  void check(const sdk::Item& item) const;
  /// What to send for one item of apply(); or what to reply instead.
  Outcome<Command, Refusal> command(const sdk::Item& item);

 private:
  /// A set that its echo is to confirm.
  struct Waiting {
    sdk::Token token;
    std::string value;  // as an ACS wrote it
    std::string echo;   // as it would come back from a device that takes each word as it is
    std::string told;   // as the device was sent it
  };
  struct CapabilityState {
    SharedFacts facts;
    std::string identity;
    std::unique_ptr<Waiting> waiting;
    sdk::Row row;
    std::uint32_t first_place = 0;  // of its addresses in the device's `places`
    bool is_companion = false;      // of another one
  };
  struct DeviceState {
    DeviceDescription facts;  // but for the capabilities
    sdk::Device handle;
    std::vector<CapabilityState> capabilities;
    std::vector<std::string> addresses;       // of the capabilities, each once
    std::vector<std::uint32_t> places;        // among them
    std::map<std::string, std::string> last;  // the device's words, of companions by identity
    PresenceState there;
    std::map<std::string, adapter_presence> said;  // by address of a source
    adapter_presence presence = ADAPTER_UNKNOWN;   // as the host was told
  };
  /// What a message at an address is for: a capability, or a source of the device's availability.
  struct Target {
    DeviceState* device;
    std::uint32_t index;
    std::uint16_t source = 0;  // of the capability; from 1 those that are elsewhere; kAccepted
    bool presence = false;
  };
  static constexpr std::uint16_t kAccepted = UINT16_MAX;
  struct Hash : std::hash<std::string_view> {
    using is_transparent = void;
  };
  using Listened = std::set<std::pair<std::string, std::string>>;  // addresses, and for what

  void show(DeviceState& state, DeviceDescription& device);
  void show_capabilities(DeviceState& state, std::vector<Capability> capabilities);
  sdk::Row show_capability(const DeviceState& state, const Capability& capability) const;
  void keep(DeviceState& state, CapabilityState& now, Capability& facts);
  static const std::string& address_of(const DeviceState& state, const CapabilityState& capability, std::size_t place);
  static CapabilityState& capability_at(DeviceState& state, adapter_handle row);
  void keep_presence(DeviceState& state) const;
  void route(DeviceState& state, const Listened& before);
  void listen(const std::string& address, const Target& target, bool is_new);
  void unroute(const DeviceState& state);
  static Listened listened_by(const DeviceState& state);
  void remove_shown(const DeviceKey& key);
  void note_skipped(const DeviceKey& key, const std::string& reason);

  void receive_for(DeviceState& device, std::span<const Target> targets, Payload& payload, bool retained);
  std::optional<std::string> receive_value(DeviceState& device, CapabilityState& capability, const Source& source,
                                           Payload& payload, bool retained);
  static std::optional<std::string> end_set(CapabilityState& capability, std::string_view text, bool retained);
  void receive_acceptance(CapabilityState& capability, const Payload& payload, bool retained);
  void receive_presence(DeviceState& device, std::size_t source, Payload& payload);
  void set_presence(DeviceState& device, Time now);

  Outcome<Command, Refusal> command_of(const DeviceState& device, const CapabilityState& capability,
                                       std::string_view value) const;

  const sdk::Host host_;
  const Admission admission_;
  const PayloadLimits limits_;
  mutable std::mutex mutex_;  // of all that follows
  std::map<DeviceKey, DeviceState> devices_;
  FactsPool pool_;
  std::unordered_map<std::string, std::vector<Target>, Hash, std::equal_to<>> targets_;  // by address
  std::unordered_map<adapter_handle, DeviceState*> owners_;                              // of capabilities, by row
  Deadlines<DeviceKey> silences_;
  std::set<DeviceKey> skipped_;
  std::set<std::string> added_;  // addresses, since take_changes()
  std::set<std::string> removed_;
  std::vector<Message> prime_;
};

}  // namespace adapters::mapping
