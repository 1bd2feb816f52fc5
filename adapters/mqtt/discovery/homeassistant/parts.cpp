// SPDX-License-Identifier: Apache-2.0
#include "adapters/mqtt/discovery/homeassistant/parts.hpp"

#include <algorithm>

#include "adapters/mapping/vocabulary/capability_words.hpp"
#include "adapters/mapping/vocabulary/units.hpp"
#include "adapters/mqtt/discovery/common/levels.hpp"
#include "adapters/mqtt/discovery/common/value_words.hpp"

namespace adapters::mqtt::discovery {
namespace {

using mapping::Capability;
using mapping::Decimal;

void set_level(Capability& capability, std::string_view name, std::string_view unit) {
  capability.conversion.type = ADAPTER_DECIMAL;
  mapping::set_unit(capability, unit);
  capability.type = mapping::type_of(capability.kind, name, capability.unit);
}

/// A movement takes its time: the state cannot confirm a set before the deadline.
void confirm_when_sent(Capability& capability) {
  if (capability.sink) capability.sink->confirm = mapping::Confirm::published;
}

bool has_mode(const std::vector<std::string>& modes, std::string_view mode) {
  return std::find(modes.begin(), modes.end(), mode) != modes.end();
}

void set_color_temperature(const EntityReader& reader, Capability& capability) {
  const bool kelvin = reader.is_true("color_temp_kelvin");
  capability.minimum = kelvin ? reader.number("min_kelvin", "2000") : reader.number("min_mireds", "153");
  capability.maximum = kelvin ? reader.number("max_kelvin", "6535") : reader.number("max_mireds", "500");
  set_level(capability, "color_temp", kelvin ? "K" : "mired");
  capability.type = mapping::vendor_word("color_temp");
}

/// Schema json: one message has all values: {"state": "ON", "brightness": 128}.
void read_json_light(EntityReader& reader) {
  if (Capability* state = reader.add_member("", ADAPTER_BINARY_CONTROL, "/state", R"({"state": "${value}"})")) {
    set_boolean(*state, words_of({{"ON", "true"}, {"OFF", "false"}}));
  }
  const std::vector<std::string> modes = reader.texts("supported_color_modes");
  const bool dims = std::any_of(modes.begin(), modes.end(), [](const std::string& mode) { return mode != "onoff"; });
  if (dims || reader.is_true("brightness")) {
    if (Capability* level = reader.add_member("brightness", ADAPTER_LEVEL_CONTROL, "/brightness",
                                              R"({"state": "ON", "brightness": ${value}})")) {
      set_share(*level, reader.number("brightness_scale", "255"));
    }
  }
  if (has_mode(modes, "color_temp") || reader.is_true("color_temp")) {
    if (Capability* level = reader.add_member("color_temp", ADAPTER_LEVEL_CONTROL, "/color_temp",
                                              R"({"state": "ON", "color_temp": ${value}})")) {
      set_color_temperature(reader, *level);
    }
  }
  if (const std::vector<std::string> effects = reader.texts("effect_list"); !effects.empty()) {
    if (Capability* effect =
            reader.add_member("effect", ADAPTER_ENUM_CONTROL, "/effect", R"({"state": "ON", "effect": "${value}"})")) {
      set_words(*effect, effects);
      confirm_when_sent(*effect);  // few lights report their effect
    }
  }
}

/// `on_command_type: brightness`: such a light is turned on by its full brightness and does not know payload_on.
void turn_on_by_brightness(Capability& state, const Capability& level, const std::string& full) {
  auto payload = mapping::Template::parse(level.sink->payload.render(full, {}), {});
  if (!payload) return;
  state.sink->elsewhere.push_back({state.conversion.values.front().first, level.sink->address, std::move(*payload)});
}

void read_plain_brightness(EntityReader& reader) {
  if (!reader.has("brightness_command_topic")) return;
  const Keys keys = {"brightness_state_topic", "brightness_value_template", "brightness_command_topic",
                     "brightness_command_template"};
  Capability* level = reader.add("brightness", ADAPTER_LEVEL_CONTROL, keys);
  if (level == nullptr) return;
  const mapping::Decimal scale = reader.number("brightness_scale", "255");
  const mapping::Scalar full = {mapping::Scalar::Kind::number, scale.text()};
  const std::string word = mapping::filtered(level->sink->filters, full).text;
  set_share(*level, scale);
  Capability* const state = reader.find("");
  if (state != nullptr && reader.text("on_command_type") == "brightness") turn_on_by_brightness(*state, *level, word);
}

/// Schema basic: each value has its topic; without the topic the light does not have it.
void read_plain_light(EntityReader& reader) {
  const std::string_view state_template =
      reader.has("state_value_template") ? "state_value_template" : "value_template";
  if (Capability* state =
          reader.add("", ADAPTER_BINARY_CONTROL, {"state_topic", state_template, "command_topic", ""})) {
    set_on_off(reader, *state);
  }
  read_plain_brightness(reader);
  if (reader.has("color_temp_command_topic")) {
    const Keys keys = {"color_temp_state_topic", "color_temp_value_template", "color_temp_command_topic",
                       "color_temp_command_template"};
    if (Capability* level = reader.add("color_temp", ADAPTER_LEVEL_CONTROL, keys)) {
      set_color_temperature(reader, *level);
    }
  }
  if (reader.has("effect_command_topic")) {
    const Keys keys = {"effect_state_topic", "effect_value_template", "effect_command_topic",
                       "effect_command_template"};
    if (Capability* effect = reader.add("effect", ADAPTER_ENUM_CONTROL, keys)) {
      set_words(*effect, reader.texts("effect_list"));
    }
  }
}

void read_position(EntityReader& reader, std::string_view part, const Keys& keys, const Decimal& closed,
                   const Decimal& open) {
  if (closed == open) return reader.skip(part, "the values for open and closed are equal");
  Capability* level =
      reader.add(part, reader.text(keys.command_topic).empty() ? ADAPTER_LEVEL_SENSOR : ADAPTER_LEVEL_CONTROL, keys);
  if (level == nullptr) return;
  set_share(*level, open, closed);
  confirm_when_sent(*level);
}

void read_modes(EntityReader& reader, std::string_view part, std::string_view list, const Keys& keys,
                std::string_view type) {
  const std::vector<std::string> modes = reader.texts(list);
  if (modes.empty() || reader.text(keys.command_topic).empty()) return;
  if (Capability* mode = reader.add(part, ADAPTER_ENUM_CONTROL, keys)) {
    set_words(*mode, modes);
    mode->type = mapping::type_of(ADAPTER_ENUM_CONTROL, type);
  }
}

void read_setpoint(EntityReader& reader, std::string_view part, const std::string& unit, const Keys& keys) {
  if (!reader.has(keys.command_topic)) return;
  Capability* target = reader.add(part, ADAPTER_LEVEL_CONTROL, keys);
  if (target == nullptr) return;
  target->minimum = reader.number("min_temp", unit == "F" ? "45" : "7");
  target->maximum = reader.number("max_temp", unit == "F" ? "95" : "35");
  if (reader.has("temp_step")) target->conversion.step = reader.number("temp_step", "1");
  set_level(*target, "temperature", unit);
}

void read_setpoints(EntityReader& reader, const std::string& unit) {
  read_setpoint(reader, "setpoint", unit,
                {"temperature_state_topic", "temperature_state_template", "temperature_command_topic",
                 "temperature_command_template"});
  read_setpoint(reader, "setpoint_low", unit,
                {"temperature_low_state_topic", "temperature_low_state_template", "temperature_low_command_topic",
                 "temperature_low_command_template"});
  read_setpoint(reader, "setpoint_high", unit,
                {"temperature_high_state_topic", "temperature_high_state_template", "temperature_high_command_topic",
                 "temperature_high_command_template"});
}

void read_climate_sensors(EntityReader& reader, const std::string& unit) {
  if (reader.has("current_temperature_topic")) {
    if (Capability* current = reader.add("temperature", ADAPTER_LEVEL_SENSOR,
                                         {"current_temperature_topic", "current_temperature_template", "", ""})) {
      set_level(*current, "temperature", unit);
    }
  }
  if (reader.has("current_humidity_topic")) {
    if (Capability* current = reader.add("humidity", ADAPTER_LEVEL_SENSOR,
                                         {"current_humidity_topic", "current_humidity_template", "", ""})) {
      set_level(*current, "humidity", "%");
    }
  }
}

void read_climate_action(EntityReader& reader) {
  if (reader.has("action_topic")) {
    if (Capability* action = reader.add("action", ADAPTER_ENUM_SENSOR, {"action_topic", "action_template", "", ""})) {
      set_words(*action, {"off", "heating", "cooling", "drying", "idle", "fan", "preheating", "defrosting"});
      action->type = mapping::type_of(ADAPTER_ENUM_SENSOR, "hvac_action");
    }
  }
}

void read_climate_modes(EntityReader& reader) {
  read_modes(reader, "mode", "modes",
             {"mode_state_topic", "mode_state_template", "mode_command_topic", "mode_command_template"}, "system_mode");
  read_modes(reader, "fan_mode", "fan_modes",
             {"fan_mode_state_topic", "fan_mode_state_template", "fan_mode_command_topic", "fan_mode_command_template"},
             "fan_mode");
  read_modes(reader, "swing_mode", "swing_modes",
             {"swing_mode_state_topic", "swing_mode_state_template", "swing_mode_command_topic",
              "swing_mode_command_template"},
             "swing_mode");
  read_modes(reader, "preset", "preset_modes",
             {"preset_mode_state_topic", "preset_mode_value_template", "preset_mode_command_topic",
              "preset_mode_command_template"},
             "operating_mode");
}

}  // namespace

void read_light(EntityReader& reader) {
  const std::string schema = reader.text("schema", "basic");
  if (schema == "json") {
    read_json_light(reader);
  } else if (schema == "basic" || schema == "default") {
    read_plain_light(reader);
  } else {
    reader.skip("", "the light schema '" + schema.substr(0, 40) + "' is not supported");
  }
}

void read_cover(EntityReader& reader) {
  if (reader.has("command_topic")) {
    const bool stops = reader.text("payload_stop", "STOP") != "";
    const Keys keys = {"state_topic", "value_template", "command_topic", "command_template"};
    if (Capability* state = reader.add("", ADAPTER_ENUM_CONTROL, keys)) {
      std::vector<std::string> words = {"OPEN", "CLOSE"};
      Words commands =
          words_of({{reader.text("payload_open", "OPEN"), "OPEN"}, {reader.text("payload_close", "CLOSE"), "CLOSE"}});
      Words states;
      for (const char* key : {"open", "opening"}) {
        add_word(states, reader.text("state_" + std::string(key), key), "OPEN");
      }
      add_word(states, reader.text("state_closed", "closed"), "CLOSE");
      add_word(states, reader.text("state_closing", "closing"), "CLOSE");
      if (stops) {
        words.emplace_back("STOP");
        add_word(commands, reader.text("payload_stop", "STOP"), "STOP");
        add_word(states, reader.text("state_stopped", "stopped"), "STOP");
      }
      set_words(*state, std::move(words), std::move(states), std::move(commands));
      state->type =
          mapping::type_of(ADAPTER_ENUM_CONTROL, reader.text("device_class") == "garage" ? "garage_door" : "door");
      confirm_when_sent(*state);
    }
  }
  if (reader.has("position_topic") || reader.has("set_position_topic")) {
    const Keys keys = {"position_topic", "position_template", "set_position_topic", "set_position_template",
                       "position"};
    read_position(reader, "position", keys, reader.number("position_closed", "0"),
                  reader.number("position_open", "100"));
  }
  if (reader.has("tilt_command_topic")) {
    const Keys keys = {"tilt_status_topic", "tilt_status_template", "tilt_command_topic", "tilt_command_template",
                       "tilt_position"};
    read_position(reader, "tilt", keys, reader.number("tilt_min", "0"), reader.number("tilt_max", "100"));
  }
}

void read_climate(EntityReader& reader) {
  const std::string unit = reader.text("temperature_unit", "C");
  read_setpoints(reader, unit);
  read_climate_sensors(reader, unit);
  read_climate_modes(reader);
  read_climate_action(reader);
}

void read_fan(EntityReader& reader) {
  const std::string_view state_template =
      reader.has("state_value_template") ? "state_value_template" : "value_template";
  if (Capability* state = reader.add("", ADAPTER_BINARY_CONTROL,
                                     {"state_topic", state_template, "command_topic", "command_template"})) {
    set_on_off(reader, *state);
  }
  if (reader.has("percentage_command_topic")) {
    const Keys keys = {"percentage_state_topic", "percentage_value_template", "percentage_command_topic",
                       "percentage_command_template"};
    if (Capability* speed = reader.add("speed", ADAPTER_LEVEL_CONTROL, keys)) {
      set_share(*speed, reader.number("speed_range_max", "100"));
    }
  }
  read_modes(reader, "preset", "preset_modes",
             {"preset_mode_state_topic", "preset_mode_value_template", "preset_mode_command_topic",
              "preset_mode_command_template"},
             "fan_mode");
}

}  // namespace adapters::mqtt::discovery
