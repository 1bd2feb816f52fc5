// SPDX-License-Identifier: Apache-2.0
#include "adapters/mapping/vocabulary/capability_words.hpp"

#include <algorithm>

#include "adapters/mapping/vocabulary/word_list.hpp"

namespace adapters::mapping {
namespace {

constexpr std::size_t kMaxVendorWord = 48;  // with X_<OUI>_ below the 64 characters that others have room for

/// Names of numbers; also of the end of a name: "soil_moisture" is a moisture.
constexpr WordList kLevels(
    "Temperature=temperature|setpoint|dew_point;"
    "Humidity=humidity|moisture;"
    "Battery=battery|battery_level|batt;"
    "LinkQuality=linkquality|link_quality|lqi;"
    "SignalStrength=rssi|signal|signal_strength;"
    "Luminance=illuminance|illuminance_lux|ambient_light;"
    "Brightness=brightness;"
    "Pressure=pressure|atmospheric_pressure;"
    "Power=power|apparent_power|reactive_power;"
    "Energy=energy|energy_storage;"
    "Meter=gas|water;"
    "Concentration=co2|carbon_dioxide|co|carbon_monoxide|pm1|pm4|pm10|pm25|voc|formaldehyd|formaldehyde|hcho|"
    "nitrogen_dioxide|ozone|volatile_organic_compounds|volatile_organic_compounds_parts;"
    "Position=position|tilt|angle|wind_direction;"
    "Distance=distance;"
    "Depth=depth;"
    "Speed=speed|wind_speed;"
    "Acceleration=acceleration;"
    "Weight=weight;"
    "Volume=volume|volume_storage;"
    "Flow=flow|flow_rate|volume_flow_rate;"
    "Area=area;"
    "Conductivity=conductivity;"
    "Radiation=radiation|irradiance;"
    "Counter=count|counter;"
    "Duration=duration|uptime|countdown;"
    "Voltage=voltage;"
    "Current=current;"
    "Frequency=frequency;");

/// What is measured in a unit, whatever it is called. What TR-181 has no word for has one of ours.
constexpr WordList kUnitLevels(
    "Temperature=degC|degF|K;"
    "Luminance=lx;"
    "Pressure=Pa;"
    "Power=W;"
    "Energy=Wh|kWh|J;"
    "Concentration=ppm;"
    "Distance=km|m|cm|mm;"
    "Area=sq-m;"
    "Volume=cu-m|l|ml;"
    "Flow=cu-m/s|liter/s;"
    "Weight=kg|g|mg;"
    "Speed=mps|rpm;"
    "Duration=ms|s|min|h;"
    "Position=deg;"
    "Voltage=V;"
    "Current=A;"
    "Frequency=Hz;"
    "LinkQuality=lqi;"
    "SignalStrength=dBm;");

/// A binary sensor of the class "battery" is true when the battery is low, in every convention.
constexpr WordList kBinarySensors(
    "BatteryLow=battery|battery_low|low_battery;"
    "CarbonDioxideDetected=carbon_dioxide|co2;"
    "CarbonMonoxideDetected=carbon_monoxide|co;"
    "DoorOpen=contact|door|garage_door|opening;"
    "MotionDetected=motion|moving|occupancy|presence;"
    "SmokeDetected=smoke;"
    "WindowOpen=window|window_open|open_window;"
    "WaterDetected=water_leak|moisture|rain;");

constexpr WordList kBinaryControls("Locked=lock|child_lock|button_lock;");

constexpr WordList kEnumControls(
    "ThermostatMode=system_mode|thermostat_mode;"
    "FanMode=fan_mode|fan_speed;"
    "AlarmMode=alarm;"
    "LockMode=lock;"
    "DoorMode=door|garage_door;"
    "OperatingMode=mode|operation_mode|operating_mode;");

constexpr WordList kEnumSensors(
    "OperatingState=running_state|hvac_action|running_mode|status|device_status;"
    "LockState=lock_state;"
    "AlarmState=alarm_state|alarm;"
    "DoorState=door_state;"
    "FanState=fan_state;");

constexpr WordList kDevices(
    "Light=light;"
    "Lock=lock;"
    "Thermostat=climate|thermostat;"
    "Fan=fan;"
    "Motor=cover|shutter|roller;"
    "GarageDoor=garage_door;"
    "Siren=siren;"
    "Meter=meter;"
    "Sensor=sensor|binary_sensor;"
    "PowerStrip=power_strip;"
    "Alarm=alarm_control_panel;"
    "HVAC=humidifier|water_heater;");

/// What people look for by the same name on each device, by type.
constexpr WordList kNames(
    "Battery=Battery;"
    "Battery low=BatteryLow;"
    "Link quality=LinkQuality;"
    "Signal strength=SignalStrength;");

char lower(char c) { return c >= 'A' && c <= 'Z' ? static_cast<char>(c - 'A' + 'a') : c; }
char upper(char c) { return c >= 'a' && c <= 'z' ? static_cast<char>(c - 'a' + 'A') : c; }
bool is_word(char c) { return (c >= '0' && c <= '9') || (lower(c) >= 'a' && lower(c) <= 'z'); }

std::string_view find(const WordList& words, std::string_view name) { return words.find(name).value_or(""); }

/// "Soil Moisture" is soil_moisture.
std::string snake(std::string_view name) {
  std::string text;
  for (const char c : name) text += is_word(c) ? lower(c) : '_';
  return text;
}

/// The name itself, the unit, and then what the name ends in.
std::string_view level_type(std::string_view name, std::string_view unit) {
  if (const std::string_view type = find(kLevels, name); !type.empty()) return type;
  if (const std::string_view type = find(kUnitLevels, unit); !type.empty()) return type;
  for (std::size_t at = name.find('_'); at != std::string_view::npos; at = name.find('_', at + 1)) {
    if (const std::string_view type = find(kLevels, name.substr(at + 1)); !type.empty()) return type;
  }
  return {};
}

std::string_view known_type(adapter_capability_class kind, std::string_view name, std::string_view unit) {
  switch (kind) {
    case ADAPTER_BINARY_CONTROL: {
      const std::string_view type = find(kBinaryControls, name);
      return type.empty() ? "Switch" : type;
    }
    case ADAPTER_BINARY_SENSOR: return find(kBinarySensors, name);
    case ADAPTER_ENUM_CONTROL: return find(kEnumControls, name);
    case ADAPTER_ENUM_SENSOR: return find(kEnumSensors, name);
    case ADAPTER_LEVEL_CONTROL:
    case ADAPTER_LEVEL_SENSOR:
    case ADAPTER_MULTI_LEVEL_SENSOR: return level_type(name, unit);
    case ADAPTER_TEXT_SENSOR:
    case ADAPTER_TEXT_CONTROL: break;
  }
  return {};
}

}  // namespace

std::string vendor_word(std::string_view name) {
  std::string word;
  bool begins = true;
  for (const char c : name) {
    if (is_word(c) && word.size() < kMaxVendorWord) word += begins ? upper(c) : c;
    begins = !is_word(c);
  }
  return word;
}

std::string type_of(adapter_capability_class kind, std::string_view name, std::string_view unit) {
  if (kind == ADAPTER_TEXT_SENSOR || kind == ADAPTER_TEXT_CONTROL) return {};
  const std::string_view known = known_type(kind, snake(name), unit);
  std::string word = known.empty() ? vendor_word(name) : std::string(known);
  if (word.empty()) word = "Other";  // of a name in another script
  return word;
}

std::string device_type_of(std::string_view kind) { return std::string(find(kDevices, kind)); }

std::string_view common_name(adapter_capability_class kind, std::string_view type) {
  const bool is_measured = kind == ADAPTER_LEVEL_SENSOR || kind == ADAPTER_BINARY_SENSOR;
  return is_measured ? find(kNames, type) : std::string_view{};
}

std::string readable(std::string_view name) {
  std::string text(name);
  std::replace(text.begin(), text.end(), '_', ' ');
  if (!text.empty()) text.front() = upper(text.front());
  return text;
}

}  // namespace adapters::mapping
