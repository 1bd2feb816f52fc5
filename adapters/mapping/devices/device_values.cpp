// SPDX-License-Identifier: Apache-2.0
// The half of DeviceBinding that is at work all the time: messages to values, sets to commands.
#include <algorithm>
#include <utility>

#include "adapters/mapping/devices/device_binding.hpp"
#include "adapters/mapping/tables/explain.hpp"

namespace adapters::mapping {
namespace {

bool has_words(const Capability& capability) {
  return capability.kind == ADAPTER_ENUM_CONTROL || capability.kind == ADAPTER_ENUM_SENSOR;
}

bool is_word_of(const Capability& capability, std::string_view text) {
  return !has_words(capability) ||
         std::find(capability.words.begin(), capability.words.end(), text) != capability.words.end();
}

/// What TR-181 has as a list of decimals.
Outcome<std::string> list_of(const Conversion& conversion, const std::vector<Scalar>& elements) {
  std::string list;
  for (const Scalar& element : elements) {
    const Outcome<std::string> text = conversion.to_acs(element);
    if (!text) return text;
    list += (list.empty() ? "" : ",") + *text;
  }
  return list;
}

Outcome<std::string> to_acs(const Capability& capability, const Scalar& scalar) {
  Outcome<std::string> text = capability.conversion.to_acs(scalar);
  if (text && !is_word_of(capability, *text)) {
    return Failure{"'" + text->substr(0, 40) + "' is not among the values"};
  }
  return text;
}

Outcome<std::string> to_device(const Capability& capability, std::string_view value) {
  if (!is_word_of(capability, value)) return Failure{"this is not among the values"};
  Outcome<std::string> word = capability.conversion.to_device(value);
  if (!word || (!capability.minimum && !capability.maximum)) return word;
  const std::optional<Decimal> number = Decimal::parse(value);
  const bool fits = number && (!capability.minimum || *number >= *capability.minimum) &&
                    (!capability.maximum || *number <= *capability.maximum);
  if (!fits) return Failure{"it is out of range"};
  return word;
}

/// 0 is the capability's own source, from 1 on those that are elsewhere.
const Source& source_at(const Capability& capability, std::size_t index) {
  return index == 0 ? *capability.source : capability.elsewhere[index - 1];
}

/// What the message has for the capability at one of its sources.
Scalar scalar_of(const Capability& capability, const Source& source, Payload& payload) {
  const std::optional<Pointer>& pointer = source.pointer;
  Scalar scalar = !pointer                     ? payload.whole()
                  : capability.conversion.json ? payload.document_at(*pointer)
                                               : payload.at(*pointer);
  return filtered(source.filters, std::move(scalar));
}

Outcome<std::string> text_of(const Capability& capability, const Source& source, const Scalar& scalar,
                             Payload& payload) {
  const bool is_list = capability.kind == ADAPTER_MULTI_LEVEL_SENSOR && scalar.kind == Scalar::Kind::container;
  return is_list ? list_of(capability.conversion, payload.elements_at(*source.pointer)) : to_acs(capability, scalar);
}

/// What the source makes of what the sink makes of it; "" where that has no value.
std::string echo_of(const Capability& capability, const std::string& word) {
  Scalar scalar = filtered(capability.sink->filters, {Scalar::Kind::text, word});
  if (capability.source) scalar = filtered(capability.source->filters, std::move(scalar));
  const Outcome<std::string> echo = to_acs(capability, scalar);
  return echo ? *echo : std::string();
}

/// "  Temperature (LevelSensor) = 21.4 degC", or why not.
std::string line_of(const Capability& capability, const Source& source, Payload& payload) {
  constexpr std::size_t kShown = 200;
  const std::string name = "  " + capability.name + " (" + word_of(capability.kind) + ")";
  const Outcome<std::string> text = text_of(capability, source, scalar_of(capability, source, payload), payload);
  if (!text) return name + ": left as it is: " + why_left(source.pointer, payload, text.error());
  return name + " = " + text->substr(0, kShown) + (capability.unit.empty() ? "" : " " + capability.unit);
}

bool has_companion(const Capability& capability, const std::string& identity) {
  return std::find(capability.companions.begin(), capability.companions.end(), identity) != capability.companions.end();
}

}  // namespace

// ---- messages -------------------------------------------------------------------------------------------------------

void DeviceBinding::receive(std::string_view address, std::string_view payload, bool retained, Time now) {
  const std::lock_guard lock(mutex_);
  const auto found = targets_.find(address);
  if (found == targets_.end()) return;
  Payload message(payload, limits_);
  if (message.too_large()) return host_.rejected(std::string(address) + ": longer than max_payload_bytes");
  const std::vector<Target>& targets = found->second;  // those of one device stand together
  for (std::size_t first = 0; first < targets.size();) {
    DeviceState& device = *targets[first].device;
    std::size_t end = first;
    while (end < targets.size() && targets[end].device == &device) ++end;
    receive_for(device, std::span(targets).subspan(first, end - first), message, retained);
    if (!message.empty()) device.there.heard(now, retained);
    set_presence(device, now);
    first = end;
  }
}

/// All that one message says of one device.
void DeviceBinding::receive_for(DeviceState& device, std::span<const Target> targets, Payload& payload, bool retained) {
  std::vector<std::pair<sdk::Row, std::string>> values;
  for (const Target& target : targets) {
    if (target.presence) {
      receive_presence(device, target.index, payload);
      continue;
    }
    CapabilityState& capability = device.capabilities[target.index];
    if (target.source == kAccepted) {
      receive_acceptance(capability, payload, retained);
      continue;
    }
    const Source& source = source_at(*capability.facts, target.source);
    const std::optional<std::string> text = receive_value(device, capability, source, payload, retained);
    if (!text) continue;
    // The host waits for the value that was set; what the device has made of it comes after.
    if (const auto set = end_set(capability, *text, retained)) values.emplace_back(capability.row, *set);
    values.emplace_back(capability.row, *text);
  }
  sdk::Batch batch;
  for (const auto& [row, text] : values) batch.add(row, sdk::kValue, text);
  host_.publish(batch);
}

/// The value as an ACS sees it; nothing where the message has none for it.
std::optional<std::string> DeviceBinding::receive_value(DeviceState& device, CapabilityState& capability,
                                                        const Source& source, Payload& payload, bool retained) {
  const Capability& facts = *capability.facts;
  if (payload.empty() || (source.ignore_retained && retained)) return std::nullopt;
  const auto reject = [&](const std::string& reason) {
    host_.rejected(device.facts.name + ", " + facts.name + ": " + reason);
    return std::nullopt;
  };
  if (source.pointer && !payload.is_json()) return reject(payload.why_not_json());
  const Scalar scalar = scalar_of(facts, source, payload);
  if (scalar.kind == Scalar::Kind::missing || scalar.kind == Scalar::Kind::null) return std::nullopt;
  const Outcome<std::string> text = text_of(facts, source, scalar, payload);
  if (!text) return reject(text.error().reason);
  if (capability.is_companion) device.last[capability.identity] = scalar.text;
  return *text;
}

/// What the device says may be what it was told, as near as it can come: the value that was set, if that is another.
/// What a broker has kept may be older than the set, and is only the very value.
std::optional<std::string> DeviceBinding::end_set(CapabilityState& capability, std::string_view text, bool retained) {
  if (!capability.waiting) return std::nullopt;
  const auto& [token, value, echo, told] = *capability.waiting;
  const bool is_rounded = !retained && capability.facts->conversion.is_rounded(value, text);
  if (text != value && text != echo && !is_rounded) return std::nullopt;
  const std::string set = std::exchange(capability.waiting, nullptr)->value;
  return text != set ? std::optional(set) : std::nullopt;
}

/// The device has taken what it was told; when it has done so is another matter.
void DeviceBinding::receive_acceptance(CapabilityState& capability, const Payload& payload, bool retained) {
  if (retained || !capability.waiting || payload.bytes() != capability.waiting->told) return;
  host_.reply(std::exchange(capability.waiting, nullptr)->token, ADAPTER_DONE);
}

void DeviceBinding::receive_presence(DeviceState& device, std::size_t source, Payload& payload) {
  const Availability& availability = device.facts.availability;
  PresenceSource bare = availability.sources[source];  // bridges that once said the word alone say it in JSON now
  if (!payload.is_json()) bare.pointer.reset();
  const Outcome<adapter_presence> presence = presence_in(payload, bare);
  if (presence) {
    device.there.said(availability, source, *presence);
    device.said[bare.address.text()] = *presence;
  } else {
    host_.rejected(device.facts.name + ": " + presence.error().reason);
  }
}

void DeviceBinding::set_presence(DeviceState& device, Time now) {
  const Availability& availability = device.facts.availability;
  if (const std::optional<Time> stale = device.there.stale_at(availability)) silences_.set(device.facts.key, *stale);
  const adapter_presence presence = device.there.presence(availability, now);
  if (presence == device.presence) return;
  device.presence = presence;
  host_.presence(device.handle, presence);
}

std::optional<DeviceBinding::Time> DeviceBinding::pass_time(Time now) {
  const std::lock_guard lock(mutex_);
  for (const DeviceKey& key : silences_.take_due(now)) {
    const auto device = devices_.find(key);
    if (device == devices_.end()) continue;
    const adapter_presence presence = device->second.there.presence(device->second.facts.availability, now);
    if (std::exchange(device->second.presence, presence) != presence) host_.presence(device->second.handle, presence);
  }
  return silences_.next();
}

// ---- for people -----------------------------------------------------------------------------------------------------

bool DeviceBinding::explain(std::string_view address, std::string_view payload, const sdk::Say& say) const {
  const std::lock_guard lock(mutex_);
  const auto found = targets_.find(address);
  if (found == targets_.end() || found->second.empty()) return false;
  Payload message(payload, limits_);
  const DeviceState* device = nullptr;
  for (const Target& target : found->second) {
    const DeviceDescription& facts = target.device->facts;
    if (std::exchange(device, target.device) != target.device) {
      say("the device " + facts.name + " (" + facts.key.controller + ", " + facts.key.identity + "):");
    }
    if (!target.presence) {
      const Capability& capability = *target.device->capabilities[target.index].facts;
      say(target.source == kAccepted ? "  " + capability.name + ": the device accepts what it was told"
                                     : line_of(capability, source_at(capability, target.source), message));
      continue;
    }
    PresenceSource source = facts.availability.sources[target.index];
    if (!message.is_json()) source.pointer.reset();
    const Outcome<adapter_presence> presence = presence_in(message, source);
    constexpr const char* kWords[] = {"nothing is said of it being there", "it is online", "it is offline"};
    say("  " + (presence ? std::string(kWords[*presence]) : presence.error().reason));
  }
  return true;
}

// ---- sets -----------------------------------------------------------------------------------------------------------

void DeviceBinding::check(const sdk::Item& item) const {
  const std::lock_guard lock(mutex_);
  const auto found = owners_.find(item.row.value);
  if (found == owners_.end()) return host_.reply(item.token, ADAPTER_DONE);  // it waits until the device is there
  DeviceState& device = *found->second;
  const Outcome<Command, Refusal> command = command_of(device, capability_at(device, item.row.value), item.value);
  if (command) return host_.reply(item.token, ADAPTER_DONE);
  host_.reply(item.token, command.error().status, command.error().detail);
}

Outcome<Command, Refusal> DeviceBinding::command(const sdk::Item& item) {
  const std::lock_guard lock(mutex_);
  const auto found = owners_.find(item.row.value);
  if (found == owners_.end()) return Refusal{ADAPTER_NOT_SENT, "the device has not been heard of yet"};
  DeviceState& device = *found->second;
  CapabilityState& capability = capability_at(device, item.row.value);
  Outcome<Command, Refusal> command = command_of(device, capability, item.value);
  if (!command) return command;
  if (capability.is_companion) device.last[capability.identity] = command->word;
  capability.waiting.reset();
  if (command->confirm == Confirm::state) {
    capability.waiting = std::make_unique<Waiting>(
        Waiting{item.token, std::string(item.value), echo_of(*capability.facts, command->word), command->payload});
  }
  return command;
}

Outcome<Command, Refusal> DeviceBinding::command_of(const DeviceState& device, const CapabilityState& capability,
                                                    std::string_view value) const {
  const Capability& facts = *capability.facts;
  if (!facts.sink) return Refusal{ADAPTER_REFUSED, "it cannot be set"};
  const Outcome<std::string> word = to_device(facts, value);
  if (!word) return Refusal{ADAPTER_INVALID_VALUE, word.error().reason};
  Captures others;
  for (const auto& [identity, last] : device.last) {
    if (has_companion(facts, identity)) others.push_back({identity, last});
  }
  if (others.size() < facts.companions.size()) {
    return Refusal{ADAPTER_REFUSED, "it is set together with what the device has not told yet"};
  }
  const Sink& sink = *facts.sink;
  Command command;
  command.address = address_of(device, capability, sink_place(facts));
  const std::string filtered_word =
      sink.filters.empty() ? *word : filtered(sink.filters, {Scalar::Kind::text, *word}).text;
  command.payload = sink.payload.render(filtered_word, others, facts.conversion.json);
  command.qos = sink.qos;
  command.retain = sink.retain;
  command.confirm = sink.confirm;
  command.word = *word;
  return command;
}

void DeviceBinding::accept(const SetAcceptance& acceptance) {
  const std::lock_guard lock(mutex_);
  const auto device = devices_.find(acceptance.device);
  if (device == devices_.end()) return;
  for (CapabilityState& capability : device->second.capabilities) {
    if (!capability.waiting || capability.identity != acceptance.capability) continue;
    host_.reply(std::exchange(capability.waiting, nullptr)->token, ADAPTER_DONE);
  }
}

void DeviceBinding::refuse(const SetRefusal& refusal) {
  const std::lock_guard lock(mutex_);
  const auto device = devices_.find(refusal.device);
  CapabilityState* meant = nullptr;
  std::size_t count = 0;
  if (device != devices_.end()) {
    for (CapabilityState& capability : device->second.capabilities) {
      const auto& names = refusal.capabilities;
      if (!capability.waiting) continue;
      if (std::find(names.begin(), names.end(), capability.identity) == names.end()) continue;
      meant = &capability;
      ++count;
    }
  }
  if (count != 1) return host_.rejected(refusal.device.identity + ": " + refusal.reason);
  host_.reply(std::exchange(meant->waiting, nullptr)->token, ADAPTER_REFUSED, refusal.reason);
}

}  // namespace adapters::mapping
