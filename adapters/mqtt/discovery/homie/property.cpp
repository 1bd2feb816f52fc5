// SPDX-License-Identifier: Apache-2.0
#include "adapters/mqtt/discovery/homie/property.hpp"

#include <string_view>
#include <vector>

#include "adapters/mapping/vocabulary/capability_words.hpp"
#include "adapters/mapping/vocabulary/units.hpp"
#include "adapters/mqtt/discovery/common/places.hpp"

namespace adapters::mqtt::discovery {
namespace {

using mapping::Capability;

std::vector<std::string> parts_of(std::string_view text, char separator) {
  std::vector<std::string> parts;
  for (std::size_t end = text.find(separator); end != std::string_view::npos; end = text.find(separator)) {
    parts.emplace_back(text.substr(0, end));
    text.remove_prefix(end + 1);
  }
  parts.emplace_back(text);
  return parts;
}

void set_number(Capability& capability, const HomieProperty& property) {
  capability.kind = property.settable ? ADAPTER_LEVEL_CONTROL : ADAPTER_LEVEL_SENSOR;
  capability.conversion.type = ADAPTER_DECIMAL;
  const bool percent = property.datatype == "percent";
  const std::vector<std::string> ends = parts_of(property.format.empty() && percent ? "0:100" : property.format, ':');
  if (property.settable && ends.size() >= 2) {
    capability.minimum = mapping::Decimal::parse(ends[0]);
    capability.maximum = mapping::Decimal::parse(ends[1]);
    if (ends.size() >= 3) capability.conversion.step = mapping::Decimal::parse(ends[2]);
  }
  mapping::set_unit(capability, property.unit.empty() && percent ? "%" : property.unit);
}

void set_kind(Capability& capability, const HomieProperty& property) {
  const std::string& datatype = property.datatype;
  if (datatype == "integer" || datatype == "float" || datatype == "percent") {
    set_number(capability, property);
  } else if (datatype == "boolean") {
    capability.kind = property.settable ? ADAPTER_BINARY_CONTROL : ADAPTER_BINARY_SENSOR;
    capability.conversion.type = ADAPTER_BOOLEAN;
  } else if (datatype == "enum" && !property.format.empty()) {
    capability.kind = property.settable ? ADAPTER_ENUM_CONTROL : ADAPTER_ENUM_SENSOR;
    capability.words = parts_of(property.format, ',');
  } else {
    capability.kind = property.settable ? ADAPTER_TEXT_CONTROL : ADAPTER_TEXT_SENSOR;
  }
}

mapping::Sink sink_of(const HomieProperty& property, const std::string& topic, bool nul_is_empty) {
  mapping::Sink sink =
      sink_at(topic + "/set", property.retained ? mapping::Confirm::state : mapping::Confirm::published);
  sink.qos = 1;
  if (nul_is_empty) {
    mapping::Filter filter;
    filter.kind = mapping::Filter::Kind::choose;
    filter.comparison = mapping::Filter::Comparison::equal;
    filter.text = std::string(1, '\0');
    filter.keep_other = true;
    sink.filters.push_back(std::move(filter));
  }
  return sink;
}

}  // namespace

Capability homie_capability(const HomieProperty& property, const std::string& node, const std::string& id,
                            const std::string& topic, int version) {
  Capability capability;
  capability.identity = node + '.' + id;
  capability.name = property.name.empty() ? mapping::readable(id) : property.name;
  set_kind(capability, property);
  capability.type = mapping::type_of(capability.kind, id, capability.unit);
  capability.source = source_at(topic);
  capability.source->ignore_retained = !property.retained;
  const bool is_text = capability.kind == ADAPTER_TEXT_CONTROL;
  if (property.settable) capability.sink = sink_of(property, topic, version == 5 && is_text);
  if (property.settable && version == 5) capability.accepted = source_at(topic + "/$target");
  return capability;
}

}  // namespace adapters::mqtt::discovery
