// SPDX-License-Identifier: Apache-2.0
#include "adapters/mqtt/discovery/shelly/gen1.hpp"

#include <algorithm>
#include <array>
#include <boost/json/object.hpp>
#include <optional>
#include <utility>

#include "adapters/mapping/vocabulary/capability_words.hpp"
#include "adapters/mapping/vocabulary/units.hpp"
#include "adapters/mqtt/discovery/common/document.hpp"
#include "adapters/mqtt/discovery/common/levels.hpp"
#include "adapters/mqtt/discovery/common/places.hpp"
#include "adapters/mqtt/discovery/common/value_words.hpp"
#include "adapters/mqtt/discovery/conventions.hpp"

namespace adapters::mqtt::discovery {
namespace {

using mapping::Capability;

constexpr std::size_t kMaxDevices = 1024;

struct Place {
  const char* topic;  // below the device's; # is a number
  const char* name;   // of the table that all conventions share
  const char* unit;
  adapter_capability_class kind = ADAPTER_LEVEL_SENSOR;
  const char* command = "";  // below the topic; for a level it replaces the last level of the topic
  const char* member = "";   // the member of the message
};

constexpr const char* kWattMinutes = "Wmin";

constexpr std::array kPlaces = {
    Place{"relay/#", "output", "", ADAPTER_BINARY_CONTROL, "/command"},
    Place{"light/#", "output", "", ADAPTER_BINARY_CONTROL, "/command"},
    Place{"white/#", "output", "", ADAPTER_BINARY_CONTROL, "/command"},
    Place{"color/#", "output", "", ADAPTER_BINARY_CONTROL, "/command"},
    Place{"light/#/status", "brightness", "%", ADAPTER_LEVEL_CONTROL, "set", "brightness"},
    Place{"white/#/status", "brightness", "%", ADAPTER_LEVEL_CONTROL, "set", "brightness"},
    Place{"color/#/status", "brightness", "%", ADAPTER_LEVEL_CONTROL, "set", "gain"},
    Place{"color/#/status", "color_red", "", ADAPTER_LEVEL_CONTROL, "set", "red"},
    Place{"color/#/status", "color_green", "", ADAPTER_LEVEL_CONTROL, "set", "green"},
    Place{"color/#/status", "color_blue", "", ADAPTER_LEVEL_CONTROL, "set", "blue"},
    Place{"color/#/status", "color_white", "", ADAPTER_LEVEL_CONTROL, "set", "white"},
    Place{"roller/#", "door", "", ADAPTER_ENUM_CONTROL, "/command"},
    Place{"roller/#/pos", "position", "%", ADAPTER_LEVEL_CONTROL, "command/pos"},
    Place{"relay/#/power", "power", "W"},
    Place{"relay/#/energy", "energy", kWattMinutes},
    Place{"light/#/power", "power", "W"},
    Place{"light/#/energy", "energy", kWattMinutes},
    Place{"roller/#/power", "power", "W"},
    Place{"roller/#/energy", "energy", kWattMinutes},
    Place{"emeter/#/power", "power", "W"},
    Place{"emeter/#/voltage", "voltage", "V"},
    Place{"emeter/#/current", "current", "A"},
    Place{"emeter/#/pf", "power_factor", ""},
    Place{"emeter/#/total", "energy", "Wh"},
    Place{"emeter/#/total_returned", "returned_energy", "Wh"},
    Place{"sensor/temperature", "temperature", "°C"},
    Place{"sensor/humidity", "humidity", "%"},
    Place{"sensor/battery", "battery", "%"},
    Place{"sensor/lux", "illuminance", "lx"},
    Place{"sensor/concentration", "gas_concentration", "ppm"},
    Place{"sensor/tilt", "tilt", "°"},
    Place{"sensor/flood", "water_leak", "", ADAPTER_BINARY_SENSOR},
    Place{"sensor/smoke", "smoke", "", ADAPTER_BINARY_SENSOR},
    Place{"sensor/motion", "motion", "", ADAPTER_BINARY_SENSOR},
    Place{"sensor/vibration", "vibration", "", ADAPTER_BINARY_SENSOR},
    Place{"sensor/state", "contact", "", ADAPTER_BINARY_SENSOR},
    Place{"input/#", "input", "", ADAPTER_BINARY_SENSOR},
    Place{"overtemperature", "overtemperature", "", ADAPTER_BINARY_SENSOR},
    Place{"temperature", "temperature", "°C"},
    Place{"voltage", "voltage", "V"},
    Place{"ext_temperature/#", "temperature", "°C"},
    Place{"ext_humidity/#", "humidity", "%"},
};

bool matches(std::string_view pattern, std::string_view topic) {
  const std::size_t number = pattern.find('#');
  if (number == std::string_view::npos) return pattern == topic;
  if (!topic.starts_with(pattern.substr(0, number))) return false;
  topic.remove_prefix(number);
  const std::size_t digits = std::min(topic.find_first_not_of("0123456789"), topic.size());
  return digits > 0 && digits < 3 && topic.substr(digits) == pattern.substr(number + 1);
}

bool in_watt_minutes(const Place& place) { return std::string_view(place.unit) == kWattMinutes; }

void set_kind(Capability& capability, const Place& place) {
  if (place.kind == ADAPTER_BINARY_CONTROL) {
    set_boolean(capability, words_of({{"on", "true"}, {"off", "false"}, {"overpower", "false"}}));
  } else if (place.kind == ADAPTER_ENUM_CONTROL) {
    set_moves(capability, {{"open", "OPEN"}, {"close", "CLOSE"}, {"stop", "STOP"}});
  } else if (place.kind == ADAPTER_LEVEL_CONTROL && *place.unit == '\0') {
    capability.conversion.type = ADAPTER_DECIMAL;
    capability.conversion.step = mapping::Decimal::parse("1");
    capability.minimum = mapping::Decimal();
    capability.maximum = mapping::Decimal::parse("255");
  } else if (place.kind == ADAPTER_LEVEL_CONTROL) {
    set_share(capability, *mapping::Decimal::parse("100"));
  } else if (place.kind == ADAPTER_BINARY_SENSOR) {
    set_boolean(capability, words_of({{"1", "true"},
                                      {"0", "false"},
                                      {"true", "true"},
                                      {"false", "false"},
                                      {"open", "true"},
                                      {"close", "false"}}));
  } else {
    capability.conversion.type = ADAPTER_DECIMAL;
    mapping::set_unit(capability, in_watt_minutes(place) ? "Wh" : place.unit);
  }
}

/// "color/0/red" of the member of color/0/status.
std::string identity_of(const Place& place, const std::string& topic) {
  return *place.member == '\0' ? topic : topic.substr(0, topic.rfind('/') + 1) + place.member;
}

Capability capability_of(const Place& place, const std::string& base, const std::string& topic) {
  Capability capability;
  capability.identity = identity_of(place, topic);
  capability.kind = place.kind;
  std::string name = capability.identity;
  std::replace(name.begin(), name.end(), '/', ' ');
  capability.name = mapping::readable(name);
  capability.source = source_at(base + topic);
  const std::string member(place.member);
  if (!member.empty()) capability.source->pointer = *mapping::Pointer::parse('/' + member);
  if (in_watt_minutes(place)) {
    mapping::Filter hours;
    hours.kind = mapping::Filter::Kind::divide;
    hours.number = *mapping::Decimal::parse("60");
    mapping::Filter round;
    round.kind = mapping::Filter::Kind::round;
    round.places = 3;
    capability.source->filters = {hours, round};
  }
  if (place.kind == ADAPTER_BINARY_CONTROL || place.kind == ADAPTER_ENUM_CONTROL ||
      place.kind == ADAPTER_LEVEL_CONTROL) {
    // roller/0/pos is set at roller/0/command/pos
    const std::size_t kept = place.kind == ADAPTER_LEVEL_CONTROL ? topic.rfind('/') + 1 : topic.size();
    const bool moves = topic.starts_with("roller/");
    capability.sink = sink_at(base + topic.substr(0, kept) + place.command,
                              moves ? mapping::Confirm::published : mapping::Confirm::state);
    if (!member.empty()) {
      capability.sink->payload = *mapping::Template::parse("{\"" + member + "\":${value}}", {});
    }
    capability.sink->qos = 1;
  }
  set_kind(capability, place);
  capability.type = mapping::type_of(capability.kind, place.name, capability.unit);
  return capability;
}

}  // namespace

std::vector<std::string> ShellyGen1::topics() const {
  std::vector<std::string> topics = {settings_.topic + "/announce"};
  std::string_view last;  // the rows of one message are adjacent
  for (const Place& place : kPlaces) {
    if (std::exchange(last, place.topic) == place.topic) continue;
    std::string topic(place.topic);
    std::replace(topic.begin(), topic.end(), '#', '+');
    topics.push_back(settings_.topic + "/+/" + topic);
  }
  return topics;
}

std::vector<mapping::Message> ShellyGen1::greeting() const {
  return {{settings_.topic + "/command", "announce"}, {settings_.topic + "/command", "update"}};
}

ShellyGen1::Device* ShellyGen1::device_at(const std::string& id, Changes& changes) {
  const auto found = devices_.find(id);
  if (found != devices_.end()) return &found->second;
  if (devices_.size() == kMaxDevices || id.empty() || id.size() > 128 || !is_topic(id)) {
    changes.rejected.push_back("an announced device is above the limit, or its name is unusable");
    return nullptr;
  }
  return &devices_[id];
}

Changes ShellyGen1::message(std::string_view topic, std::string_view payload, bool /*retained*/) {
  Changes changes;
  const std::string prefix = settings_.topic + '/';
  if (!topic.starts_with(prefix) || payload.empty()) return changes;
  topic.remove_prefix(prefix.size());
  if (topic == "announce") announced(payload, changes);
  const std::size_t slash = topic.find('/');
  if (slash == std::string_view::npos) return changes;
  const std::string id(topic.substr(0, slash));
  const std::string below(topic.substr(slash + 1));
  const auto place =
      std::find_if(kPlaces.begin(), kPlaces.end(), [&](const Place& row) { return matches(row.topic, below); });
  if (place == kPlaces.end()) return changes;
  std::string why;
  const bool has_members = *place->member != '\0';
  const auto document = has_members ? parse_object(payload, settings_.limits, why) : std::nullopt;
  if (has_members && !document) {
    changes.rejected.push_back(std::string(topic) + ": " + why);
    return changes;
  }
  Device* device = device_at(id, changes);
  if (device == nullptr) return changes;
  bool is_new = false;
  for (auto row = place; row != kPlaces.end() && std::string_view(row->topic) == place->topic; ++row) {
    if (document && !document->contains(row->member)) continue;
    std::string identity = identity_of(*row, below);
    if (device->capabilities.contains(identity)) continue;
    device->capabilities.emplace(std::move(identity), capability_of(*row, prefix + id + '/', below));
    is_new = true;
  }
  if (is_new) describe(id, *device, changes);
  return changes;
}

void ShellyGen1::announced(std::string_view payload, Changes& changes) {
  std::string why;
  const auto document = parse_object(payload, settings_.limits, why);
  if (!document) return changes.rejected.push_back("announce: " + why);
  const std::string id = text_at(*document, "id");
  Device* device = device_at(id, changes);
  if (device == nullptr || std::exchange(device->model, text_at(*document, "model")) == text_at(*document, "model")) {
    return;
  }
  if (!device->capabilities.empty()) describe(id, *device, changes);
}

void ShellyGen1::describe(const std::string& id, const Device& device, Changes& changes) const {
  mapping::DeviceDescription description;
  description.key = {settings_.topic, id};
  description.protocol = "MQTT";
  description.name = id;
  description.description = device.model.empty() ? "Shelly" : "Shelly " + device.model;
  bool controls = false;
  for (const auto& [identity, capability] : device.capabilities) {
    if (identity.starts_with("roller/")) description.type = "Motor";
    if (identity.starts_with("light/") || identity.starts_with("white/") || identity.starts_with("color/")) {
      description.type = "Light";
    }
    controls = controls || capability.sink.has_value();
    description.capabilities.push_back(capability);
  }
  if (!controls) description.type = "Sensor";
  description.availability.sources.push_back(presence_at(settings_.topic + '/' + id + "/online", "true", "false"));
  changes.described.push_back(std::move(description));
}

std::unique_ptr<Convention> make_shelly_gen1(const Settings& settings) {
  return std::make_unique<ShellyGen1>(settings);
}

}  // namespace adapters::mqtt::discovery
