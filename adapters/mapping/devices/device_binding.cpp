// SPDX-License-Identifier: Apache-2.0
// Which devices there are, and what is listened to for them; their values and sets stand in device_values.cpp.
#include "adapters/mapping/devices/device_binding.hpp"

#include <algorithm>

#include "adapters/mapping/devices/device_bounds.hpp"

namespace adapters::mapping {
namespace {

constexpr std::size_t kMaxSkipped = 1000;
constexpr std::size_t kMaxPrimes = 16;  // of one device

/// To the host they are the same.
bool looks_like(const Capability& one, const Capability& other) {
  const auto timeout = [](const Capability& capability) {
    return capability.sink ? capability.sink->confirm_timeout_ms : 0;
  };
  return one.name == other.name && one.type == other.type && one.unit == other.unit && one.minimum == other.minimum &&
         one.maximum == other.maximum && one.words == other.words && one.notify == other.notify &&
         timeout(one) == timeout(other);
}

std::string subject_of(const Capability& facts, const std::string& identity) {
  return std::to_string(static_cast<int>(facts.kind)) + identity;
}

/// What each source of it has said holds for the other as well.
bool speaks_like(const Availability& one, const Availability& other) {
  const auto same = [](const PresenceSource& a, const PresenceSource& b) {
    return a.address.text() == b.address.text();
  };
  return std::equal(one.sources.begin(), one.sources.end(), other.sources.begin(), other.sources.end(), same);
}

}  // namespace

DeviceBinding::DeviceBinding(sdk::Host host, Admission admission, PayloadLimits limits)
    : host_(host), admission_(std::move(admission)), limits_(limits) {}

// ---- which there are ------------------------------------------------------------------------------------------------

void DeviceBinding::describe(DeviceDescription device) {
  const std::lock_guard lock(mutex_);
  std::string reason = admission_.why_not(device.key.identity, device.name);
  const bool known = devices_.contains(device.key);
  if (reason.empty() && !known && devices_.size() >= admission_.max_devices()) reason = "max_devices is reached";
  if (!reason.empty()) {
    remove_shown(device.key);
    return note_skipped(device.key, reason);
  }
  for (const std::string& left_out : keep_bounds(device)) host_.rejected(device.key.identity + ": " + left_out);
  skipped_.erase(device.key);
  show(devices_[device.key], device);
}

void DeviceBinding::remove(const DeviceKey& key) {
  const std::lock_guard lock(mutex_);
  remove_shown(key);
  if (skipped_.erase(key) != 0) host_.skipped(key.identity, {});
}

void DeviceBinding::skip(const DeviceKey& key, const std::string& reason) {
  const std::lock_guard lock(mutex_);
  remove_shown(key);
  note_skipped(key, reason);
}

/// Whoever can publish can make up devices: only so many are told of.
void DeviceBinding::note_skipped(const DeviceKey& key, const std::string& reason) {
  if (skipped_.size() >= kMaxSkipped && !skipped_.contains(key)) {
    return host_.rejected(first_characters(key.identity, 64) + ": " + reason);
  }
  skipped_.insert(key);
  host_.skipped(key.identity, reason);
}

void DeviceBinding::remove_shown(const DeviceKey& key) {
  const auto found = devices_.find(key);
  if (found == devices_.end()) return;
  unroute(found->second);
  for (const CapabilityState& capability : found->second.capabilities) owners_.erase(capability.row.value);
  host_.remove_device(found->second.handle);
  silences_.erase(key);
  devices_.erase(found);
  pool_.sweep();
}

// ---- showing --------------------------------------------------------------------------------------------------------

/// The device, which is new if it has no handle yet, becomes what is said of it now.
void DeviceBinding::show(DeviceState& state, DeviceDescription& device) {
  const Listened before = listened_by(state);
  std::vector<Capability> capabilities = std::move(device.capabilities);
  device.capabilities.clear();
  if (device.prime.size() > kMaxPrimes) device.prime.resize(kMaxPrimes);
  const bool is_new = !state.handle;
  // A copy: what was made amid all that describes a house would keep the pages around it.
  const DeviceDescription old = std::exchange(state.facts, DeviceDescription(device));
  const DeviceDescription& facts = state.facts;
  unroute(state);
  if (is_new) {
    const adapter_device key{facts.key.controller.c_str(), facts.key.identity.c_str(), facts.protocol.c_str()};
    state.handle = host_.device(key);
  }
  if (is_new || old.name != facts.name || old.type != facts.type || old.description != facts.description) {
    host_.show_device(state.handle, {facts.name.c_str(), facts.type.c_str(), facts.description.c_str()});
  }
  show_capabilities(state, std::move(capabilities));
  if (!speaks_like(old.availability, facts.availability)) keep_presence(state);
  route(state, before);
  if (is_new || old.prime != facts.prime) prime_.insert(prime_.end(), facts.prime.begin(), facts.prime.end());
}

/// Of sources that are others now: what those that stay have said, the bridge's for one, still holds.
void DeviceBinding::keep_presence(DeviceState& state) const {
  const std::map<std::string, adapter_presence> said = std::exchange(state.said, {});
  state.there = {};
  const Availability& availability = state.facts.availability;
  for (std::size_t i = 0; i < availability.sources.size(); ++i) {
    const auto word = said.find(availability.sources[i].address.text());
    if (word == said.end()) continue;
    state.said.insert(*word);
    state.there.said(availability, i, word->second);
  }
}

void DeviceBinding::show_capabilities(DeviceState& state, std::vector<Capability> capabilities) {
  std::vector<CapabilityState> before = std::exchange(state.capabilities, {});
  state.capabilities.reserve(capabilities.size());
  state.addresses.clear();
  state.places.clear();
  for (Capability& facts : capabilities) {
    const auto same = [&](const CapabilityState& old) {
      return old.row && old.identity == facts.identity && old.facts->kind == facts.kind;
    };
    const auto old = std::find_if(before.begin(), before.end(), same);
    CapabilityState now;
    if (old != before.end()) {
      now = std::exchange(*old, {});
    } else {
      state.last.erase(facts.identity);
    }
    if (!now.row || !looks_like(*now.facts, facts)) now.row = show_capability(state, facts);
    if (!now.row) {
      host_.rejected(state.facts.key.identity + ": the capability '" + facts.identity + "' was refused");
      continue;
    }
    keep(state, now, facts);
    owners_[now.row.value] = &state;
    state.capabilities.push_back(std::move(now));
  }
  for (CapabilityState& capability : state.capabilities) {
    const std::string& identity = capability.identity;
    capability.is_companion = std::any_of(state.capabilities.begin(), state.capabilities.end(), [&](const auto& other) {
      const std::vector<std::string>& names = other.facts->companions;
      return std::find(names.begin(), names.end(), identity) != names.end();
    });
    if (!capability.is_companion) state.last.erase(identity);
  }
  for (const CapabilityState& gone : before) {
    if (!gone.row) continue;
    owners_.erase(gone.row.value);
    host_.remove_row(gone.row);
  }
  if (!before.empty()) pool_.sweep();
}

/// What is the device's own of a capability, and the rest as others have it, too.
void DeviceBinding::keep(DeviceState& state, CapabilityState& now, Capability& facts) {
  now.identity = facts.identity;
  facts.identity.clear();
  now.first_place = static_cast<std::uint32_t>(state.places.size());
  for (std::string& address : take_addresses(facts)) {
    const auto known = std::find(state.addresses.begin(), state.addresses.end(), address);
    state.places.push_back(static_cast<std::uint32_t>(known - state.addresses.begin()));
    if (known == state.addresses.end()) state.addresses.push_back(std::move(address));
  }
  now.facts = pool_.share(facts);
}

const std::string& DeviceBinding::address_of(const DeviceState& state, const CapabilityState& capability,
                                             std::size_t place) {
  return state.addresses[state.places[capability.first_place + place]];
}

DeviceBinding::CapabilityState& DeviceBinding::capability_at(DeviceState& state, adapter_handle row) {
  return *std::find_if(state.capabilities.begin(), state.capabilities.end(),
                       [row](const CapabilityState& capability) { return capability.row.value == row; });
}

sdk::Row DeviceBinding::show_capability(const DeviceState& state, const Capability& capability) const {
  const std::string minimum = text_of(capability.minimum);
  const std::string maximum = text_of(capability.maximum);
  std::vector<const char*> words;
  for (const std::string& word : capability.words) words.push_back(word.c_str());
  return host_.capability(
      state.handle,
      {capability.identity.c_str(), static_cast<uint32_t>(capability.kind), capability.name.c_str(),
       capability.type.c_str(), capability.unit.c_str(), minimum.c_str(), maximum.c_str(), words.data(), words.size(),
       static_cast<uint32_t>(capability.notify), capability.sink ? capability.sink->confirm_timeout_ms : 0});
}

// ---- what is listened to --------------------------------------------------------------------------------------------

DeviceBinding::Listened DeviceBinding::listened_by(const DeviceState& state) {
  Listened listened;
  for (const CapabilityState& capability : state.capabilities) {
    for (std::size_t place = 0; place < sink_place(*capability.facts); ++place) {
      listened.emplace(address_of(state, capability, place), subject_of(*capability.facts, capability.identity));
    }
  }
  for (const PresenceSource& source : state.facts.availability.sources) {
    listened.emplace(source.address.text(), std::string());
  }
  return listened;
}

void DeviceBinding::route(DeviceState& state, const Listened& before) {
  for (std::uint32_t i = 0; i < state.capabilities.size(); ++i) {
    const CapabilityState& capability = state.capabilities[i];
    const Capability& facts = *capability.facts;
    for (std::size_t place = 0; place < sink_place(facts); ++place) {
      const std::string& address = address_of(state, capability, place);
      const auto source = place < source_count(facts) ? static_cast<std::uint16_t>(place) : kAccepted;
      listen(address, {&state, i, source}, !before.contains({address, subject_of(facts, capability.identity)}));
    }
  }
  for (std::uint32_t i = 0; i < state.facts.availability.sources.size(); ++i) {
    const std::string& address = state.facts.availability.sources[i].address.text();
    listen(address, {.device = &state, .index = i, .presence = true}, !before.contains({address, std::string()}));
  }
}

/// is_new: an address that is listened to already is asked for again, so that what the broker retains comes once more.
void DeviceBinding::listen(const std::string& address, const Target& target, bool is_new) {
  targets_[address].push_back(target);
  const bool kept = removed_.erase(address) != 0;
  if (is_new || (!kept && targets_[address].size() == 1)) added_.insert(address);
}

void DeviceBinding::unroute(const DeviceState& state) {
  for (const auto& [address, subject] : listened_by(state)) {
    const auto found = targets_.find(address);
    if (found == targets_.end()) continue;
    std::erase_if(found->second, [&](const Target& target) { return target.device == &state; });
    if (!found->second.empty()) continue;
    targets_.erase(found);
    if (added_.erase(address) == 0) removed_.insert(address);
  }
}

std::vector<std::string> DeviceBinding::addresses() const {
  const std::lock_guard lock(mutex_);
  std::vector<std::string> addresses;
  for (const auto& [address, targets] : targets_) addresses.push_back(address);
  return addresses;
}

AddressChanges DeviceBinding::take_changes() {
  const std::lock_guard lock(mutex_);
  AddressChanges changes{{added_.begin(), added_.end()}, {removed_.begin(), removed_.end()}};
  added_.clear();
  removed_.clear();
  return changes;
}

std::vector<Message> DeviceBinding::take_prime() {
  const std::lock_guard lock(mutex_);
  return std::exchange(prime_, {});
}

std::vector<Message> DeviceBinding::prime() const {
  const std::lock_guard lock(mutex_);
  std::vector<Message> messages;
  for (const auto& [key, state] : devices_) {
    messages.insert(messages.end(), state.facts.prime.begin(), state.facts.prime.end());
  }
  return messages;
}

}  // namespace adapters::mapping
