// SPDX-License-Identifier: Apache-2.0
#include "adapters/mqtt/discovery/homeassistant/entity.hpp"

#include <algorithm>
#include <array>
#include <charconv>
#include <cstdint>

#include "adapters/mapping/vocabulary/capability_words.hpp"
#include "adapters/mapping/vocabulary/units.hpp"
#include "adapters/mqtt/discovery/common/document.hpp"
#include "adapters/mqtt/discovery/common/places.hpp"
#include "adapters/mqtt/discovery/homeassistant/device_marks.hpp"
#include "adapters/mqtt/discovery/homeassistant/entity_reader.hpp"
#include "adapters/mqtt/discovery/homeassistant/parts.hpp"
#include "adapters/mqtt/discovery/templates/value_template.hpp"

namespace adapters::mqtt::discovery {
namespace {

namespace json = boost::json;
using mapping::Capability;

constexpr Keys kState = {"state_topic", "value_template", "command_topic", "command_template"};

void set_level(const EntityReader& reader, Capability& capability) {
  capability.conversion.type = ADAPTER_DECIMAL;
  mapping::set_unit(capability, reader.text("unit_of_measurement"));
  const std::string name = reader.text("device_class", reader.text("name", reader.text("platform")));
  capability.type = mapping::type_of(capability.kind, name, capability.unit);
}

void read_sensor(EntityReader& reader) {
  const std::string device_class = reader.text("device_class");
  const bool moment = device_class == "timestamp" || device_class == "date";
  if (device_class == "enum" && reader.has("options")) {
    if (Capability* capability = reader.add("", ADAPTER_ENUM_SENSOR, kState)) {
      set_words(*capability, reader.texts("options"));
      capability->type = mapping::type_of(capability->kind, reader.text("name"));
    }
  } else if (!moment && (reader.has("unit_of_measurement") || reader.has("state_class"))) {
    if (Capability* capability = reader.add("", ADAPTER_LEVEL_SENSOR, kState)) set_level(reader, *capability);
  } else {
    reader.add("", ADAPTER_TEXT_SENSOR, kState);
  }
}

void read_binary_sensor(EntityReader& reader) {
  Capability* capability = reader.add("", ADAPTER_BINARY_SENSOR, kState);
  if (capability == nullptr) return;
  set_on_off(reader, *capability);
  const std::string name = reader.text("device_class", reader.text("name"));
  capability->type = mapping::type_of(capability->kind, name);
}

void read_switch(EntityReader& reader) {
  Capability* capability = reader.add("", ADAPTER_BINARY_CONTROL, kState);
  if (capability == nullptr) return;
  const std::string on = reader.text("payload_on", "ON");
  const std::string off = reader.text("payload_off", "OFF");
  set_boolean(*capability, words_of({{reader.text("state_on", on), "true"}, {reader.text("state_off", off), "false"}}),
              words_of({{on, "true"}, {off, "false"}}));
}

void read_lock(EntityReader& reader) {
  Capability* capability = reader.add("", ADAPTER_BINARY_CONTROL, kState);
  if (capability == nullptr) return;
  set_boolean(
      *capability,
      words_of({{reader.text("state_locked", "LOCKED"), "true"}, {reader.text("state_unlocked", "UNLOCKED"), "false"}}),
      words_of({{reader.text("payload_lock", "LOCK"), "true"}, {reader.text("payload_unlock", "UNLOCK"), "false"}}));
  capability->type = mapping::type_of(capability->kind, "lock");
}

void read_number(EntityReader& reader) {
  Capability* capability = reader.add("", ADAPTER_LEVEL_CONTROL, kState);
  if (capability == nullptr) return;
  capability->minimum = reader.number("min", "1");
  capability->maximum = reader.number("max", "100");
  if (reader.has("step")) capability->conversion.step = reader.number("step", "1");
  set_level(reader, *capability);
}

void read_select(EntityReader& reader) {
  const std::vector<std::string> options = reader.texts("options");
  if (options.empty()) return reader.skip("", "it has no options");
  Capability* capability = reader.add("", ADAPTER_ENUM_CONTROL, kState);
  if (capability == nullptr) return;
  set_words(*capability, options);
  capability->type = mapping::type_of(capability->kind, reader.text("name"));
}

/// One word, which can be set again and again.
void read_button(EntityReader& reader) {
  Capability* capability = reader.add("", ADAPTER_ENUM_CONTROL, {"", "", "command_topic", "command_template"});
  if (capability == nullptr) return;
  set_words(*capability, {"Press"}, words_of({{reader.text("payload_press", "PRESS"), "Press"}}));
  capability->type = "Button";
}

void read_text(EntityReader& reader) { reader.add("", ADAPTER_TEXT_CONTROL, kState); }

struct Component {
  std::string_view name;
  void (*read)(EntityReader& reader);
};

constexpr std::array<Component, 12> kComponents = {{{"sensor", read_sensor},
                                                    {"binary_sensor", read_binary_sensor},
                                                    {"switch", read_switch},
                                                    {"lock", read_lock},
                                                    {"number", read_number},
                                                    {"select", read_select},
                                                    {"button", read_button},
                                                    {"text", read_text},
                                                    {"light", read_light},
                                                    {"cover", read_cover},
                                                    {"climate", read_climate},
                                                    {"fan", read_fan}}};

void read_device(const json::object& config, Entity& entity) {
  const json::object* device = object_at(config, "device");
  read_marks(device, entity);
  if (device == nullptr) {
    entity.name = text_at(config, "name");
    return;
  }
  entity.name = text_at(*device, "name");
  for (const std::string_view key : {"manufacturer", "model", "model_id"}) {
    const std::string word = text_at(*device, key);
    if (word.empty()) continue;
    if (!entity.description.empty()) entity.description += ' ';
    entity.description += word;
  }
}

void add_presence(const AnnouncedPresence& presence, EntityReader& reader, Entity& entity) {
  mapping::PresenceSource source = presence_at(presence.topic, presence.online, presence.offline);
  if (const std::string& form = presence.form; !form.empty()) {
    if (reader.is_of_values(presence)) return;
    auto extract = parse_value_template(form);
    if (!extract) return reader.skip("availability", "unsupported template, " + extract.error().reason + ": " + form);
    source.pointer = std::move(extract->pointer);
    source.filters = std::move(extract->filters);
  }
  entity.availability.sources.push_back(std::move(source));
}

void read_availability(const json::object& config, EntityReader& reader, Entity& entity) {
  constexpr std::size_t kMax = 8;
  for (const AnnouncedPresence& presence : reader.presences()) {
    if (entity.availability.sources.size() == kMax) break;
    add_presence(presence, reader, entity);
  }
  using Mode = mapping::Availability::Mode;
  const std::string mode = text_at(config, "availability_mode");
  entity.availability.mode = mode == "all" ? Mode::all : mode == "any" ? Mode::any : Mode::latest;
  const std::string expires = text_at(config, "expire_after");
  std::uint32_t seconds = 0;
  std::from_chars(expires.data(), expires.data() + expires.size(), seconds);
  entity.availability.stale_after = std::chrono::seconds(seconds);
}

}  // namespace

Entity read_entity(std::string_view component, const json::object& config, const std::string& fallback_id) {
  Entity entity;
  entity.identity = text_at(config, "unique_id", fallback_id);
  read_device(config, entity);
  EntityReader reader(config, entity);
  const auto known =
      std::find_if(kComponents.begin(), kComponents.end(), [&](const Component& row) { return row.name == component; });
  if (known == kComponents.end()) {
    reader.skip("", "a " + std::string(component.substr(0, 40)) + " is not supported");
    return entity;
  }
  known->read(reader);
  entity.device_type = mapping::device_type_of(component);
  if (!entity.capabilities.empty()) read_availability(config, reader, entity);
  return entity;
}

}  // namespace adapters::mqtt::discovery
