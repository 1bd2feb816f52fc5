// SPDX-License-Identifier: Apache-2.0
#include "adapters/mapping/devices/configured_device.hpp"

#include <algorithm>
#include <utility>

namespace adapters::mapping {
namespace {

/// The pattern's address for this device. A sink or source has no captures that the rows do not have.
Pattern address_for(const Pattern& pattern, const Captures& captures) {
  return Pattern::literal(pattern.address(captures).value_or(std::string()));
}

bool has_value(const Parameter& parameter, Payload& payload, bool retained) {
  const Source& source = *parameter.source;
  if ((source.pointer && !payload.is_json()) || (source.ignore_retained && retained)) return false;
  return static_cast<bool>(parameter.conversion.to_acs(source.pointer ? payload.at(*source.pointer) : payload.whole()));
}

Capability capability_for(const Mapping& mapping, std::size_t parameter, const Captures& captures) {
  Capability capability = capability_of(mapping, parameter);
  if (capability.source) capability.source->address = address_for(capability.source->address, captures);
  if (capability.sink) {
    Sink& sink = *capability.sink;
    sink.address = address_for(sink.address, captures);
    if (sink.response) sink.response->address = address_for(sink.response->address, captures);
  }
  return capability;
}

Availability availability_for(const Table& rows, const Captures& captures) {
  Availability availability = rows.availability;
  for (PresenceSource& source : availability.sources) {
    source.of_bridge = source.address.names().size() < rows.rows.names().size();
    source.address = address_for(source.address, captures);
  }
  return availability;
}

/// What makes the device report its values, each message once.
void add_prime(const Refresh& refresh, const Captures& captures, std::vector<Message>& prime) {
  Message message{refresh.address.address(captures).value_or(std::string()), refresh.payload.render({}, captures)};
  if (std::find(prime.begin(), prime.end(), message) == prime.end()) prime.push_back(std::move(message));
}

}  // namespace

Capability capability_of(const Mapping& mapping, std::size_t index) {
  const Parameter& parameter = mapping.parameters()[index];
  const CapabilityFacts& facts = *parameter.capability;
  Capability capability;
  capability.identity = parameter.path;
  capability.kind = facts.kind;
  capability.name = parameter.path;
  capability.type = facts.type;
  capability.unit = facts.unit;
  capability.minimum = parameter.range.minimum;
  capability.maximum = parameter.range.maximum;
  capability.max_length = parameter.range.max_length;
  capability.conversion = parameter.conversion;
  capability.source = parameter.source;
  if (capability.source) capability.source->refresh.reset();
  capability.sink = parameter.sink;
  capability.notify = parameter.notify;
  capability.report = parameter.report;
  capability.parameter = index;
  capability.waits_for_value = parameter.source && !facts.always;
  if (facts.kind == ADAPTER_ENUM_CONTROL || facts.kind == ADAPTER_ENUM_SENSOR) {
    for (const char* const word : words_of(parameter)) capability.words.emplace_back(word);
  }
  return capability;
}

DeviceDescription description_of(const Mapping& mapping, std::size_t table, const Captures& captures,
                                 const std::string& name) {
  const Table& rows = mapping.tables()[table];
  const DeviceFacts& facts = *rows.device;
  const std::string row = identity_of(captures);
  DeviceDescription device;
  device.key.identity = facts.identity.empty() ? row : substitute(facts.identity, captures);
  device.key.part = std::to_string(table) + ' ' + row;
  device.protocol = facts.protocol;
  device.name = !name.empty() ? name : facts.name.empty() ? device.key.identity : substitute(facts.name, captures);
  device.type = facts.type;
  device.description = substitute(facts.description, captures);
  device.availability = availability_for(rows, captures);
  device.captures = captures;
  if (!mapping.is_single(table)) device.contact = rows.rows.address(captures).value_or(std::string());
  for (std::size_t i = 0; i < mapping.parameters().size(); ++i) {
    const Parameter& parameter = mapping.parameters()[i];
    if (parameter.table != table || !parameter.capability) continue;
    device.capabilities.push_back(capability_for(mapping, i, captures));
    if (parameter.source && parameter.source->refresh) add_prime(*parameter.source->refresh, captures, device.prime);
  }
  return device;
}

bool makes_device(const Mapping& mapping, const DeviceMessage& message, std::string_view address, Payload& payload,
                  bool retained) {
  const bool is_single = mapping.is_single(message.table);
  if (!is_single && (!message.is_at_rows || payload.empty())) return false;
  bool has_sources = false;
  bool needs_json = false;
  bool has_any_value = false;
  for (const Parameter& parameter : mapping.parameters()) {
    if (parameter.table != message.table || !parameter.source || !parameter.source->address.match(address)) continue;
    has_sources = true;
    needs_json = needs_json || parameter.source->pointer;
    has_any_value = has_any_value || has_value(parameter, payload, retained);
  }
  if (is_single) return has_any_value;
  return needs_json ? payload.is_json() : !has_sources || has_any_value;
}

std::string name_in(const Mapping& mapping, const DeviceMessage& message, Payload& payload) {
  if (!message.is_at_rows) return {};
  for (const Parameter& parameter : mapping.parameters()) {
    if (parameter.table != message.table || !parameter.names_device || !payload.is_json()) continue;
    const Outcome<std::string> name = parameter.conversion.to_acs(payload.at(*parameter.source->pointer));
    return name ? *name : std::string();
  }
  return {};
}

}  // namespace adapters::mapping
