// SPDX-License-Identifier: Apache-2.0
#include "adapters/mapping/devices/shown_device.hpp"

#include <algorithm>
#include <utility>

namespace adapters::mapping {
namespace {

constexpr std::size_t kMaxPrimes = 16;  // of one device

/// The host cannot tell one from the other.
bool looks_like(const Capability& one, const Capability& other) {
  const auto timeout = [](const Capability& capability) {
    return capability.sink ? capability.sink->confirm_timeout_ms : 0;
  };
  return one.name == other.name && one.type == other.type && one.unit == other.unit && one.minimum == other.minimum &&
         one.maximum == other.maximum && one.words == other.words && one.notify == other.notify &&
         one.report == other.report && timeout(one) == timeout(other);
}

/// The sources have the same addresses: what each has said holds for the other as well.
bool speaks_like(const Availability& one, const Availability& other) {
  const auto same = [](const PresenceSource& a, const PresenceSource& b) {
    return a.address.text() == b.address.text();
  };
  return std::equal(one.sources.begin(), one.sources.end(), other.sources.begin(), other.sources.end(), same);
}

bool has_companion(const Capability& capability, const std::string& identity) {
  return std::find(capability.companions.begin(), capability.companions.end(), identity) != capability.companions.end();
}

}  // namespace

ShownCapability& ShownDevice::capability_at(sdk::Row row) {
  return *std::find_if(capabilities_.begin(), capabilities_.end(),
                       [row](const ShownCapability& capability) { return capability.row == row; });
}

// ---- showing --------------------------------------------------------------------------------------------------------

DeviceChange ShownDevice::become(const sdk::Host& host, sdk::Device device, FactsPool& pool,
                                 DeviceDescription&& description) {
  std::vector<Capability> capabilities = std::move(description.capabilities);
  description.capabilities.clear();
  if (description.prime.size() > kMaxPrimes) description.prime.resize(kMaxPrimes);
  const bool was_new = is_new();
  handle_ = device;
  // A copy: the description was allocated amid a large document, and would keep the pages around it.
  const DeviceDescription old = std::exchange(facts_, DeviceDescription(description));
  if (was_new || old.name != facts_.name || old.type != facts_.type || old.description != facts_.description ||
      old.notify_online != facts_.notify_online) {
    if (facts_.notify_online != ADAPTER_NOTIFY_ACTIVE) host.notify_online(handle_, facts_.notify_online);
    host.show_device(handle_, {facts_.name.c_str(), facts_.type.c_str(), facts_.description.c_str()});
  }
  DeviceChange change = show_capabilities(host, pool, std::move(capabilities));
  if (!speaks_like(old.availability, facts_.availability)) keep_presence();
  change.needs_values = change.needs_values || was_new || old.prime != facts_.prime;
  return change;
}

DeviceChange ShownDevice::show_capabilities(const sdk::Host& host, FactsPool& pool,
                                            std::vector<Capability> capabilities) {
  DeviceChange change;
  std::vector<ShownCapability> before = std::exchange(capabilities_, {});
  capabilities_.reserve(capabilities.size());
  addresses_.clear();
  places_.clear();
  for (Capability& facts : capabilities) {
    const auto same = [&](const ShownCapability& old) {
      return old.facts && old.identity == facts.identity && old.facts->kind == facts.kind;
    };
    const auto old = std::find_if(before.begin(), before.end(), same);
    const bool is_known = old != before.end();
    ShownCapability now = is_known ? std::exchange(*old, {}) : ShownCapability{};
    if (!is_known) last_words_.erase(facts.identity);
    change.needs_values = change.needs_values || !is_known;
    const bool waits = !now.row && facts.waits_for_value;
    if (waits) {
      now.row = show(host, facts, facts.identity, &sdk::Host::known_capability);
    } else if (!now.row || !looks_like(*now.facts, facts)) {
      now.row = show(host, facts, facts.identity);
    }
    if (!waits && !now.row) continue;
    keep_facts(now, facts, pool);
    capabilities_.push_back(std::move(now));
  }
  find_companions();
  for (const ShownCapability& old : before) {
    if (old.row) change.removed.push_back(old.row);
  }
  return change;
}

/// Divides the description: the device's own part, and the part that devices of one model share.
void ShownDevice::keep_facts(ShownCapability& capability, Capability& facts, FactsPool& pool) {
  capability.identity = std::exchange(facts.identity, {});
  capability.first_place = static_cast<std::uint32_t>(places_.size());
  for (std::string& address : take_addresses(facts)) {
    const auto known = std::find(addresses_.begin(), addresses_.end(), address);
    places_.push_back(static_cast<std::uint32_t>(known - addresses_.begin()));
    if (known == addresses_.end()) addresses_.push_back(std::move(address));
  }
  capability.facts = pool.share(facts);
}

void ShownDevice::find_companions() {
  for (ShownCapability& capability : capabilities_) {
    capability.is_companion = std::any_of(capabilities_.begin(), capabilities_.end(), [&](const auto& other) {
      return has_companion(*other.facts, capability.identity);
    });
    if (!capability.is_companion) last_words_.erase(capability.identity);
  }
}

sdk::Row ShownDevice::show(const sdk::Host& host, const Capability& facts, const std::string& identity,
                           Show how) const {
  const std::string minimum = text_of(facts.minimum);
  const std::string maximum = text_of(facts.maximum);
  std::vector<const char*> words;
  for (const std::string& word : facts.words) words.push_back(word.c_str());
  const sdk::Row row =
      (host.*how)(handle_, {identity.c_str(), static_cast<uint32_t>(facts.kind), facts.name.c_str(), facts.type.c_str(),
                            facts.unit.c_str(), minimum.c_str(), maximum.c_str(), words.data(), words.size(),
                            static_cast<uint32_t>(facts.notify.value_or(ADAPTER_NOTIFY_OFF)),
                            facts.sink ? facts.sink->confirm_timeout_ms : 0});
  if (!row && how == &sdk::Host::capability)
    host.rejected(facts_.key.identity + ": the capability '" + identity + "' was refused");
  if (row && facts.report) give_report(host, row, sdk::kValue, *facts.report);
  return row;
}

sdk::Row ShownDevice::row_of(const sdk::Host& host, ShownCapability& capability) const {
  if (!capability.row) capability.row = show(host, *capability.facts, capability.identity);
  return capability.row;
}

// ---- the device's words ---------------------------------------------------------------------------------------------

void ShownDevice::keep_word(const ShownCapability& capability, const std::string& word) {
  if (capability.is_companion) last_words_[capability.identity] = word;
}

std::optional<Captures> ShownDevice::names_for(const Capability& facts) const {
  Captures names = facts_.captures;
  for (const std::string& identity : facts.companions) {
    const auto word = last_words_.find(identity);
    if (word == last_words_.end()) return std::nullopt;
    names.push_back({identity, word->second});
  }
  return names;
}

// ---- presence -------------------------------------------------------------------------------------------------------

void ShownDevice::source_says(std::size_t source, adapter_presence presence) {
  there_.said(facts_.availability, source, presence);
  said_[facts_.availability.sources[source].address.text()] = presence;
}

/// The sources have changed: what those that stay have said, a bridge for one, still holds.
void ShownDevice::keep_presence() {
  const std::map<std::string, adapter_presence> said = std::exchange(said_, {});
  there_ = {};
  const Availability& availability = facts_.availability;
  for (std::size_t i = 0; i < availability.sources.size(); ++i) {
    const auto word = said.find(availability.sources[i].address.text());
    if (word != said.end()) source_says(i, word->second);
  }
}

}  // namespace adapters::mapping
