// SPDX-License-Identifier: Apache-2.0
#pragma once
// One device that the host shows: its facts, its capabilities with their rows, whether it is there, and the last words
// that its commands need.
// Thread: one at a time; told the time

#include <cstddef>
#include <cstdint>
#include <map>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "adapters/mapping/devices/device.hpp"
#include "adapters/mapping/devices/shared_facts.hpp"
#include "adapters/mapping/runtime/availability.hpp"
#include "adapters/sdk/adapter.hpp"

namespace adapters::mapping {

struct ShownCapability {
  SharedFacts facts;
  std::string identity;
  sdk::Row row;                   ///< none before the first value of a capability that waits for it
  std::uint32_t first_place = 0;  ///< of its addresses in the device's list
  bool is_companion = false;      ///< its last word goes into commands of another one
};

/// What has become of a device that was described anew.
struct DeviceChange {
  std::vector<sdk::Row> removed;  ///< of the capabilities that it has no more
  bool needs_values = false;      ///< it has a capability that it did not have, or is asked in another way
};

class ShownDevice {
 public:
  using Time = PresenceState::Time;

  /// A number of its own, never given to another one.
  explicit ShownDevice(std::uint64_t number) : number_(number) {}
  std::uint64_t number() const { return number_; }

  /// The facts but for the capabilities.
  const DeviceDescription& facts() const { return facts_; }
  sdk::Device handle() const { return handle_; }
  bool is_new() const { return !handle_; }
  bool is_configured() const { return !facts_.key.part.empty(); }
  std::vector<ShownCapability>& capabilities() { return capabilities_; }
  const std::vector<ShownCapability>& capabilities() const { return capabilities_; }
  ShownCapability& capability_at(sdk::Row row);
  const std::string& address_of(const ShownCapability& capability, std::size_t place) const {
    return addresses_[places_[capability.first_place + place]];
  }

  /// It becomes what is described: the host learns what has changed. `device` is the host's, which it may share with
  /// other descriptions of the same device.
  DeviceChange become(const sdk::Host& host, sdk::Device device, FactsPool& pool, DeviceDescription&& description);
  /// The capability's row, made if it has waited for its first value; none if the host refuses it.
  sdk::Row row_of(const sdk::Host& host, ShownCapability& capability) const;

  // ---- the device's words

  void keep_word(const ShownCapability& capability, const std::string& word);
  /// What the payload of a command to the capability may name; nothing while a companion's last word is not known.
  std::optional<Captures> names_for(const Capability& facts) const;

  // ---- presence

  void source_says(std::size_t source, adapter_presence presence);
  void heard(Time now, bool retained) { there_.heard(now, retained); }
  void begin_silence(Time now) { there_.begin(now); }
  bool has_begun() const { return there_.started(); }
  std::optional<Time> stale_at() const { return there_.stale_at(facts_.availability); }
  /// At this time; presence() is what set_presence() was given last.
  adapter_presence presence_at(Time now) const { return there_.presence(facts_.availability, now); }
  void set_presence(adapter_presence presence) { presence_ = presence; }
  adapter_presence presence() const { return presence_; }

 private:
  DeviceChange show_capabilities(const sdk::Host& host, FactsPool& pool, std::vector<Capability> capabilities);
  /// capability(), or known_capability() for one that waits for its first value.
  using Show = sdk::Row (sdk::Host::*)(sdk::Device, const adapter_capability&) const;
  sdk::Row show(const sdk::Host& host, const Capability& facts, const std::string& identity,
                Show how = &sdk::Host::capability) const;
  void keep_facts(ShownCapability& capability, Capability& facts, FactsPool& pool);
  void find_companions();
  void keep_presence();

  const std::uint64_t number_;
  DeviceDescription facts_;
  sdk::Device handle_;
  std::vector<ShownCapability> capabilities_;
  std::vector<std::string> addresses_;             // of the capabilities, each once
  std::vector<std::uint32_t> places_;              // among them
  std::map<std::string, std::string> last_words_;  // of companions, by identity
  PresenceState there_;
  std::map<std::string, adapter_presence> said_;  // by address of a source
  adapter_presence presence_ = ADAPTER_UNKNOWN;
};

}  // namespace adapters::mapping
