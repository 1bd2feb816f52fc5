// SPDX-License-Identifier: Apache-2.0
#include "adapters/mqtt/discovery/homeassistant/abbreviations.hpp"

#include <boost/json/value.hpp>
#include <utility>

#include "adapters/mapping/vocabulary/word_list.hpp"

namespace adapters::mqtt::discovery {
namespace {

namespace json = boost::json;

/// The abbreviations of the keys that are read here.
constexpr mapping::WordList kWords(
    "action_topic=act_t;"
    "action_template=act_tpl;"
    "availability=avty;"
    "availability_mode=avty_mode;"
    "availability_topic=avty_t;"
    "availability_template=avty_tpl;"
    "brightness_command_topic=bri_cmd_t;"
    "brightness_command_template=bri_cmd_tpl;"
    "brightness_scale=bri_scl;"
    "brightness_state_topic=bri_stat_t;"
    "brightness_value_template=bri_val_tpl;"
    "color_temp_command_topic=clr_temp_cmd_t;"
    "color_temp_command_template=clr_temp_cmd_tpl;"
    "color_temp_kelvin=clr_temp_k;"
    "color_temp_state_topic=clr_temp_stat_t;"
    "color_temp_value_template=clr_temp_val_tpl;"
    "command_topic=cmd_t;"
    "command_template=cmd_tpl;"
    "components=cmps;"
    "current_humidity_topic=curr_hum_t;"
    "current_humidity_template=curr_hum_tpl;"
    "current_temperature_topic=curr_temp_t;"
    "current_temperature_template=curr_temp_tpl;"
    "device=dev;"
    "device_class=dev_cla;"
    "expire_after=exp_aft;"
    "fan_mode_command_topic=fan_mode_cmd_t;"
    "fan_mode_command_template=fan_mode_cmd_tpl;"
    "fan_mode_state_topic=fan_mode_stat_t;"
    "fan_mode_state_template=fan_mode_stat_tpl;"
    "effect_command_topic=fx_cmd_t;"
    "effect_command_template=fx_cmd_tpl;"
    "effect_list=fx_list;"
    "effect_state_topic=fx_stat_t;"
    "effect_value_template=fx_val_tpl;"
    "max_mireds=max_mirs;"
    "min_mireds=min_mirs;"
    "mode_command_topic=mode_cmd_t;"
    "mode_command_template=mode_cmd_tpl;"
    "mode_state_topic=mode_stat_t;"
    "mode_state_template=mode_stat_tpl;"
    "origin=o;"
    "on_command_type=on_cmd_type;"
    "options=ops;"
    "platform=p;"
    "percentage_command_topic=pct_cmd_t;"
    "percentage_command_template=pct_cmd_tpl;"
    "percentage_state_topic=pct_stat_t;"
    "percentage_value_template=pct_val_tpl;"
    "payload_available=pl_avail;"
    "payload_close=pl_cls;"
    "payload_lock=pl_lock;"
    "payload_not_available=pl_not_avail;"
    "payload_off=pl_off;"
    "payload_on=pl_on;"
    "payload_open=pl_open;"
    "payload_press=pl_prs;"
    "payload_stop=pl_stop;"
    "payload_unlock=pl_unlk;"
    "position_closed=pos_clsd;"
    "position_open=pos_open;"
    "position_topic=pos_t;"
    "position_template=pos_tpl;"
    "preset_mode_command_topic=pr_mode_cmd_t;"
    "preset_mode_command_template=pr_mode_cmd_tpl;"
    "preset_mode_state_topic=pr_mode_stat_t;"
    "preset_mode_value_template=pr_mode_val_tpl;"
    "preset_modes=pr_modes;"
    "retain=ret;"
    "set_position_topic=set_pos_t;"
    "set_position_template=set_pos_tpl;"
    "speed_range_max=spd_rng_max;"
    "speed_range_min=spd_rng_min;"
    "state_class=stat_cla;"
    "state_closing=stat_closing;"
    "state_closed=stat_clsd;"
    "state_locked=stat_locked;"
    "state_off=stat_off;"
    "state_on=stat_on;"
    "state_open=stat_open;"
    "state_opening=stat_opening;"
    "state_stopped=stat_stopped;"
    "state_topic=stat_t;"
    "state_unlocked=stat_unlocked;"
    "state_value_template=stat_val_tpl;"
    "supported_color_modes=sup_clrm;"
    "topic=t;"
    "temperature_command_topic=temp_cmd_t;"
    "temperature_command_template=temp_cmd_tpl;"
    "temperature_state_topic=temp_stat_t;"
    "temperature_state_template=temp_stat_tpl;"
    "swing_mode_command_topic=swing_mode_cmd_t;"
    "swing_mode_command_template=swing_mode_cmd_tpl;"
    "swing_mode_state_topic=swing_mode_stat_t;"
    "swing_mode_state_template=swing_mode_stat_tpl;"
    "temperature_high_command_topic=temp_hi_cmd_t;"
    "temperature_high_command_template=temp_hi_cmd_tpl;"
    "temperature_high_state_topic=temp_hi_stat_t;"
    "temperature_high_state_template=temp_hi_stat_tpl;"
    "temperature_low_command_topic=temp_lo_cmd_t;"
    "temperature_low_command_template=temp_lo_cmd_tpl;"
    "temperature_low_state_topic=temp_lo_stat_t;"
    "temperature_low_state_template=temp_lo_stat_tpl;"
    "temperature_unit=temp_unit;"
    "tilt_closed_value=tilt_clsd_val;"
    "tilt_command_topic=tilt_cmd_t;"
    "tilt_command_template=tilt_cmd_tpl;"
    "tilt_opened_value=tilt_opnd_val;"
    "tilt_status_topic=tilt_status_t;"
    "tilt_status_template=tilt_status_tpl;"
    "unique_id=uniq_id;"
    "unit_of_measurement=unit_of_meas;"
    "value_template=val_tpl;");

constexpr mapping::WordList kDeviceWords(
    "connections=cns;"
    "hw_version=hw;"
    "identifiers=ids;"
    "model=mdl;"
    "model_id=mdl_id;"
    "manufacturer=mf;"
    "suggested_area=sa;"
    "serial_number=sn;"
    "sw_version=sw;");

json::object in_full(const json::object& object, const mapping::WordList& words) {
  json::object result;
  for (const json::key_value_pair& entry : object) {
    const std::string_view key = entry.key();
    result.insert_or_assign(words.find(key).value_or(key), entry.value());
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
  if (availability->is_object()) *availability = json::array{*availability};  // a single one without a list
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
