// SPDX-License-Identifier: Apache-2.0
#include "adapters/mqtt/discovery/homeassistant_words.hpp"

#include <algorithm>
#include <array>
#include <boost/json/value.hpp>
#include <utility>

namespace adapters::mqtt::discovery {
namespace {

namespace json = boost::json;

struct Word {
  std::string_view brief;
  std::string_view full;
};

/// Of those that are read here; others are passed by anyway. Sorted.
constexpr std::array<Word, 100> kWords = {{
    // clang-format off
    {"act_t", "action_topic"},
    {"act_tpl", "action_template"},
    {"avty", "availability"},
    {"avty_mode", "availability_mode"},
    {"avty_t", "availability_topic"},
    {"avty_tpl", "availability_template"},
    {"bri_cmd_t", "brightness_command_topic"},
    {"bri_cmd_tpl", "brightness_command_template"},
    {"bri_scl", "brightness_scale"},
    {"bri_stat_t", "brightness_state_topic"},
    {"bri_val_tpl", "brightness_value_template"},
    {"clr_temp_cmd_t", "color_temp_command_topic"},
    {"clr_temp_cmd_tpl", "color_temp_command_template"},
    {"clr_temp_k", "color_temp_kelvin"},
    {"clr_temp_stat_t", "color_temp_state_topic"},
    {"clr_temp_val_tpl", "color_temp_value_template"},
    {"cmd_t", "command_topic"},
    {"cmd_tpl", "command_template"},
    {"cmps", "components"},
    {"curr_hum_t", "current_humidity_topic"},
    {"curr_hum_tpl", "current_humidity_template"},
    {"curr_temp_t", "current_temperature_topic"},
    {"curr_temp_tpl", "current_temperature_template"},
    {"dev", "device"},
    {"dev_cla", "device_class"},
    {"exp_aft", "expire_after"},
    {"fan_mode_cmd_t", "fan_mode_command_topic"},
    {"fan_mode_cmd_tpl", "fan_mode_command_template"},
    {"fan_mode_stat_t", "fan_mode_state_topic"},
    {"fan_mode_stat_tpl", "fan_mode_state_template"},
    {"fx_cmd_t", "effect_command_topic"},
    {"fx_cmd_tpl", "effect_command_template"},
    {"fx_list", "effect_list"},
    {"fx_stat_t", "effect_state_topic"},
    {"fx_val_tpl", "effect_value_template"},
    {"max_mirs", "max_mireds"},
    {"min_mirs", "min_mireds"},
    {"mode_cmd_t", "mode_command_topic"},
    {"mode_cmd_tpl", "mode_command_template"},
    {"mode_stat_t", "mode_state_topic"},
    {"mode_stat_tpl", "mode_state_template"},
    {"o", "origin"},
    {"ops", "options"},
    {"p", "platform"},
    {"pct_cmd_t", "percentage_command_topic"},
    {"pct_cmd_tpl", "percentage_command_template"},
    {"pct_stat_t", "percentage_state_topic"},
    {"pct_val_tpl", "percentage_value_template"},
    {"pl_avail", "payload_available"},
    {"pl_cls", "payload_close"},
    {"pl_lock", "payload_lock"},
    {"pl_not_avail", "payload_not_available"},
    {"pl_off", "payload_off"},
    {"pl_on", "payload_on"},
    {"pl_open", "payload_open"},
    {"pl_prs", "payload_press"},
    {"pl_stop", "payload_stop"},
    {"pl_unlk", "payload_unlock"},
    {"pos_clsd", "position_closed"},
    {"pos_open", "position_open"},
    {"pos_t", "position_topic"},
    {"pos_tpl", "position_template"},
    {"pr_mode_cmd_t", "preset_mode_command_topic"},
    {"pr_mode_cmd_tpl", "preset_mode_command_template"},
    {"pr_mode_stat_t", "preset_mode_state_topic"},
    {"pr_mode_val_tpl", "preset_mode_value_template"},
    {"pr_modes", "preset_modes"},
    {"ret", "retain"},
    {"set_pos_t", "set_position_topic"},
    {"set_pos_tpl", "set_position_template"},
    {"spd_rng_max", "speed_range_max"},
    {"spd_rng_min", "speed_range_min"},
    {"stat_cla", "state_class"},
    {"stat_closing", "state_closing"},
    {"stat_clsd", "state_closed"},
    {"stat_locked", "state_locked"},
    {"stat_off", "state_off"},
    {"stat_on", "state_on"},
    {"stat_open", "state_open"},
    {"stat_opening", "state_opening"},
    {"stat_stopped", "state_stopped"},
    {"stat_t", "state_topic"},
    {"stat_unlocked", "state_unlocked"},
    {"stat_val_tpl", "state_value_template"},
    {"sup_clrm", "supported_color_modes"},
    {"t", "topic"},
    {"temp_cmd_t", "temperature_command_topic"},
    {"temp_cmd_tpl", "temperature_command_template"},
    {"temp_stat_t", "temperature_state_topic"},
    {"temp_stat_tpl", "temperature_state_template"},
    {"temp_unit", "temperature_unit"},
    {"tilt_clsd_val", "tilt_closed_value"},
    {"tilt_cmd_t", "tilt_command_topic"},
    {"tilt_cmd_tpl", "tilt_command_template"},
    {"tilt_opnd_val", "tilt_opened_value"},
    {"tilt_status_t", "tilt_status_topic"},
    {"tilt_status_tpl", "tilt_status_template"},
    {"uniq_id", "unique_id"},
    {"unit_of_meas", "unit_of_measurement"},
    {"val_tpl", "value_template"},
    // clang-format on
}};

constexpr std::array<Word, 9> kDeviceWords = {{{"hw", "hw_version"},
                                               {"ids", "identifiers"},
                                               {"mdl", "model"},
                                               {"mdl_id", "model_id"},
                                               {"mf", "manufacturer"},
                                               {"name", "name"},
                                               {"sa", "suggested_area"},
                                               {"sn", "serial_number"},
                                               {"sw", "sw_version"}}};

template <std::size_t Count>
json::object in_full(const json::object& object, const std::array<Word, Count>& words) {
  json::object result;
  for (const json::key_value_pair& entry : object) {
    const std::string_view key = entry.key();
    const auto found = std::lower_bound(words.begin(), words.end(), key,
                                        [](const Word& word, std::string_view brief) { return word.brief < brief; });
    const bool known = found != words.end() && found->brief == key;
    result.insert_or_assign(known ? found->full : key, entry.value());
  }
  return result;
}

/// `~` at the beginning or the end of a topic is the base.
void put_base(json::object& object, std::string_view base) {
  for (json::key_value_pair& entry : object) {
    if (!entry.key().ends_with("topic") || !entry.value().is_string()) continue;
    const std::string_view topic = entry.value().get_string();
    std::string whole;
    if (topic.starts_with('~')) {
      whole = std::string(base) + std::string(topic.substr(1));
    } else if (topic.ends_with('~')) {
      whole = std::string(topic.substr(0, topic.size() - 1)) + std::string(base);
    } else {
      continue;
    }
    entry.value() = json::string(whole);
  }
}

void expand_availability(json::object& object, std::string_view base) {
  json::value* availability = object.if_contains("availability");
  if (availability == nullptr) return;
  if (availability->is_object()) *availability = json::array{*availability};  // one without a list
  json::array* list = availability->if_array();
  if (list == nullptr) return;
  for (json::value& item : *list) {
    if (!item.is_object()) continue;
    json::object full = in_full(item.get_object(), kWords);
    if (!base.empty()) put_base(full, base);
    item = std::move(full);
  }
}

}  // namespace

json::object expanded(const json::object& config, std::string_view outer_base) {
  json::object full = in_full(config, kWords);
  const json::value* own = full.if_contains("~");
  const std::string base(own != nullptr && own->is_string() ? std::string_view(own->get_string()) : outer_base);
  if (!base.empty()) put_base(full, base);
  expand_availability(full, base);
  if (json::value* device = full.if_contains("device"); device != nullptr && device->is_object()) {
    *device = in_full(device->get_object(), kDeviceWords);
  }
  return full;
}

}  // namespace adapters::mqtt::discovery
