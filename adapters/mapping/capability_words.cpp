// SPDX-License-Identifier: Apache-2.0
#include "adapters/mapping/capability_words.hpp"

#include <algorithm>
#include <array>
#include <span>

namespace adapters::mapping {
namespace {

constexpr std::size_t kMaxVendorWord = 48;  // with X_<OUI>_ below the 64 characters that others have room for

struct Row {
  std::string_view name;
  std::string_view type;
};

/// Names of numbers; also of the end of a name: "soil_moisture" is a moisture.
constexpr std::array kLevels = {Row{"temperature", "Temperature"},
                                Row{"setpoint", "Temperature"},
                                Row{"dew_point", "Temperature"},
                                Row{"humidity", "Humidity"},
                                Row{"moisture", "Humidity"},
                                Row{"battery", "Battery"},
                                Row{"battery_level", "Battery"},
                                Row{"illuminance", "Luminance"},
                                Row{"illuminance_lux", "Luminance"},
                                Row{"ambient_light", "Luminance"},
                                Row{"brightness", "Brightness"},
                                Row{"pressure", "Pressure"},
                                Row{"atmospheric_pressure", "Pressure"},
                                Row{"power", "Power"},
                                Row{"apparent_power", "Power"},
                                Row{"reactive_power", "Power"},
                                Row{"energy", "Energy"},
                                Row{"energy_storage", "Energy"},
                                Row{"gas", "Meter"},
                                Row{"water", "Meter"},
                                Row{"co2", "Concentration"},
                                Row{"carbon_dioxide", "Concentration"},
                                Row{"co", "Concentration"},
                                Row{"carbon_monoxide", "Concentration"},
                                Row{"pm1", "Concentration"},
                                Row{"pm4", "Concentration"},
                                Row{"pm10", "Concentration"},
                                Row{"pm25", "Concentration"},
                                Row{"voc", "Concentration"},
                                Row{"volatile_organic_compounds", "Concentration"},
                                Row{"volatile_organic_compounds_parts", "Concentration"},
                                Row{"formaldehyd", "Concentration"},
                                Row{"formaldehyde", "Concentration"},
                                Row{"nitrogen_dioxide", "Concentration"},
                                Row{"ozone", "Concentration"},
                                Row{"hcho", "Concentration"},
                                Row{"position", "Position"},
                                Row{"tilt", "Position"},
                                Row{"angle", "Position"},
                                Row{"wind_direction", "Position"},
                                Row{"distance", "Distance"},
                                Row{"depth", "Depth"},
                                Row{"speed", "Speed"},
                                Row{"wind_speed", "Speed"},
                                Row{"acceleration", "Acceleration"},
                                Row{"weight", "Weight"},
                                Row{"volume", "Volume"},
                                Row{"volume_storage", "Volume"},
                                Row{"flow", "Flow"},
                                Row{"flow_rate", "Flow"},
                                Row{"volume_flow_rate", "Flow"},
                                Row{"area", "Area"},
                                Row{"conductivity", "Conductivity"},
                                Row{"radiation", "Radiation"},
                                Row{"irradiance", "Radiation"},
                                Row{"count", "Counter"},
                                Row{"counter", "Counter"},
                                Row{"duration", "Duration"},
                                Row{"uptime", "Duration"},
                                Row{"countdown", "Duration"},
                                Row{"voltage", "Voltage"},
                                Row{"current", "Current"},
                                Row{"frequency", "Frequency"}};

/// What is measured in a unit, whatever it is called. What TR-181 has no word for has one of ours.
constexpr std::array kUnitLevels = {
    Row{"degC", "Temperature"}, Row{"degF", "Temperature"},  Row{"K", "Temperature"}, Row{"lx", "Luminance"},
    Row{"Pa", "Pressure"},      Row{"W", "Power"},           Row{"Wh", "Energy"},     Row{"kWh", "Energy"},
    Row{"J", "Energy"},         Row{"ppm", "Concentration"}, Row{"km", "Distance"},   Row{"m", "Distance"},
    Row{"cm", "Distance"},      Row{"mm", "Distance"},       Row{"sq-m", "Area"},     Row{"cu-m", "Volume"},
    Row{"l", "Volume"},         Row{"ml", "Volume"},         Row{"cu-m/s", "Flow"},   Row{"liter/s", "Flow"},
    Row{"kg", "Weight"},        Row{"g", "Weight"},          Row{"mg", "Weight"},     Row{"mps", "Speed"},
    Row{"rpm", "Speed"},        Row{"ms", "Duration"},       Row{"s", "Duration"},    Row{"min", "Duration"},
    Row{"h", "Duration"},       Row{"deg", "Position"},      Row{"V", "Voltage"},     Row{"A", "Current"},
    Row{"Hz", "Frequency"}};

constexpr std::array kBinarySensors = {Row{"carbon_dioxide", "CarbonDioxideDetected"},
                                       Row{"co2", "CarbonDioxideDetected"},
                                       Row{"carbon_monoxide", "CarbonMonoxideDetected"},
                                       Row{"co", "CarbonMonoxideDetected"},
                                       Row{"contact", "DoorOpen"},
                                       Row{"door", "DoorOpen"},
                                       Row{"garage_door", "DoorOpen"},
                                       Row{"opening", "DoorOpen"},
                                       Row{"motion", "MotionDetected"},
                                       Row{"moving", "MotionDetected"},
                                       Row{"occupancy", "MotionDetected"},
                                       Row{"presence", "MotionDetected"},
                                       Row{"smoke", "SmokeDetected"},
                                       Row{"window", "WindowOpen"},
                                       Row{"window_open", "WindowOpen"},
                                       Row{"open_window", "WindowOpen"},
                                       Row{"water_leak", "WaterDetected"},
                                       Row{"moisture", "WaterDetected"},
                                       Row{"rain", "WaterDetected"}};

constexpr std::array kBinaryControls = {Row{"lock", "Locked"}, Row{"child_lock", "Locked"},
                                        Row{"button_lock", "Locked"}};

constexpr std::array kEnumControls = {Row{"system_mode", "ThermostatMode"},
                                      Row{"thermostat_mode", "ThermostatMode"},
                                      Row{"fan_mode", "FanMode"},
                                      Row{"fan_speed", "FanMode"},
                                      Row{"alarm", "AlarmMode"},
                                      Row{"lock", "LockMode"},
                                      Row{"door", "DoorMode"},
                                      Row{"garage_door", "DoorMode"},
                                      Row{"mode", "OperatingMode"},
                                      Row{"operation_mode", "OperatingMode"},
                                      Row{"operating_mode", "OperatingMode"}};

constexpr std::array kEnumSensors = {Row{"running_state", "OperatingState"}, Row{"hvac_action", "OperatingState"},
                                     Row{"running_mode", "OperatingState"},  Row{"status", "OperatingState"},
                                     Row{"device_status", "OperatingState"}, Row{"lock_state", "LockState"},
                                     Row{"alarm_state", "AlarmState"},       Row{"alarm", "AlarmState"},
                                     Row{"door_state", "DoorState"},         Row{"fan_state", "FanState"}};

constexpr std::array kDevices = {Row{"light", "Light"},
                                 Row{"lock", "Lock"},
                                 Row{"climate", "Thermostat"},
                                 Row{"thermostat", "Thermostat"},
                                 Row{"fan", "Fan"},
                                 Row{"cover", "Motor"},
                                 Row{"shutter", "Motor"},
                                 Row{"roller", "Motor"},
                                 Row{"garage_door", "GarageDoor"},
                                 Row{"siren", "Siren"},
                                 Row{"meter", "Meter"},
                                 Row{"sensor", "Sensor"},
                                 Row{"binary_sensor", "Sensor"},
                                 Row{"power_strip", "PowerStrip"},
                                 Row{"alarm_control_panel", "Alarm"},
                                 Row{"humidifier", "HVAC"},
                                 Row{"water_heater", "HVAC"}};

char lower(char c) { return c >= 'A' && c <= 'Z' ? static_cast<char>(c - 'A' + 'a') : c; }
char upper(char c) { return c >= 'a' && c <= 'z' ? static_cast<char>(c - 'a' + 'A') : c; }
bool is_word(char c) { return (c >= '0' && c <= '9') || (lower(c) >= 'a' && lower(c) <= 'z'); }

std::string_view find(std::span<const Row> rows, std::string_view name) {
  const auto row = std::find_if(rows.begin(), rows.end(), [&](const Row& candidate) { return candidate.name == name; });
  return row == rows.end() ? std::string_view{} : row->type;
}

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

std::string readable(std::string_view name) {
  std::string text(name);
  std::replace(text.begin(), text.end(), '_', ' ');
  if (!text.empty()) text.front() = upper(text.front());
  return text;
}

}  // namespace adapters::mapping
