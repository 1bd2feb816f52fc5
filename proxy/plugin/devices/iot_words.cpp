// SPDX-License-Identifier: Apache-2.0
#include "proxy/plugin/devices/iot_words.hpp"

#include "proxy/model/vendor_word.hpp"
#include "proxy/plugin/devices/capability.hpp"

namespace proxy::plugin {
namespace {

constexpr std::string_view kDeviceTypes =
    "Alarm AntiTheft Bell Clock Door Fan GarageDoor HVAC Light Lock Meter Motor Oven PowerStrip Sensor SensorStrip "
    "Siren Thermostat";
constexpr std::string_view kBinaryControls = "Switch Locked";
constexpr std::string_view kBinarySensors =
    "CarbonDioxideDetected CarbonMonoxideDetected DoorOpen MotionDetected SmokeDetected WindowOpen WaterDetected";
constexpr std::string_view kLevels =
    "Acceleration Area Battery Brightness Concentration Conductivity Distance Energy Flow Humidity Intensity Luminance "
    "Meter Motion Position Power Pressure Radiation Speed Temperature Volume Weight Depth Counter Duration";
constexpr std::string_view kEnumControls =
    "AlarmMode DoorMode FanMode LockMode OperatingMode TemperatureMode ThermostatMode";
constexpr std::string_view kEnumSensors =
    "AlarmState DoorState FanState LockState OperatingState TemperatureState ThermostatFanState";
constexpr std::string_view kMultiLevelSensors = "RGB Location";
constexpr std::string_view kUnits =
    "- % deg degC degF K km m cm mm h min s ms sq-km sq-m sq-cm cu-m l cl ml kg g mg Wh kWh W A Hz V N Pa C F ohm S Wb "
    "T H lm lx mps cd mol UV RGB ppm Sv J rpm pps cu-m/s liter/s dB dBm eV";

std::string_view types_of(adapter_capability_class kind) {
  switch (kind) {
    case ADAPTER_BINARY_CONTROL: return kBinaryControls;
    case ADAPTER_BINARY_SENSOR: return kBinarySensors;
    case ADAPTER_LEVEL_CONTROL:
    case ADAPTER_LEVEL_SENSOR: return kLevels;
    case ADAPTER_ENUM_CONTROL: return kEnumControls;
    case ADAPTER_ENUM_SENSOR: return kEnumSensors;
    case ADAPTER_MULTI_LEVEL_SENSOR: return kMultiLevelSensors;
    case ADAPTER_TEXT_SENSOR:
    case ADAPTER_TEXT_CONTROL: break;
  }
  return {};
}

/// An empty word is in no enumeration.
std::string one_of(std::string_view words, std::string_view oui, std::string_view word) {
  if (model::is_word_of(words, word)) return std::string(word);
  return model::vendor_word(oui, word.empty() ? "Other" : word);
}

}  // namespace

std::string device_type(std::string_view oui, std::string_view word) { return one_of(kDeviceTypes, oui, word); }

std::string capability_type(std::string_view oui, adapter_capability_class kind, std::string_view word) {
  return one_of(types_of(kind), oui, word);
}

std::string unit(std::string_view oui, std::string_view word) { return word.empty() ? "-" : one_of(kUnits, oui, word); }

std::string_view device_types() { return kDeviceTypes; }

std::string_view units() { return kUnits; }

std::string_view capability_types(std::string_view class_name) {
  static const std::string all = [] {
    std::string words;
    for (const std::string_view some : {kBinaryControls, kBinarySensors, kLevels, kEnumControls, kEnumSensors}) {
      words.append(words.empty() ? "" : " ").append(some);
    }
    return words;
  }();
  if (class_name.empty()) return all;
  for (int kind = ADAPTER_BINARY_CONTROL; kind <= ADAPTER_TEXT_CONTROL; ++kind) {
    if (class_of(static_cast<adapter_capability_class>(kind)).object == class_name)
      return types_of(static_cast<adapter_capability_class>(kind));
  }
  return {};
}

}  // namespace proxy::plugin
