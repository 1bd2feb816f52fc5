// SPDX-License-Identifier: Apache-2.0
#include "adapters/mqtt/discovery/common/device_kind.hpp"

#include <algorithm>
#include <array>
#include <string_view>

namespace adapters::mqtt::discovery {
namespace {

using mapping::Capability;
using mapping::DeviceDescription;

std::string lowered(std::string_view text) {
  std::string result(text);
  std::transform(result.begin(), result.end(), result.begin(),
                 [](char c) { return c >= 'A' && c <= 'Z' ? static_cast<char>(c - 'A' + 'a') : c; });
  return result;
}

bool is_letter(char c) { return c >= 'a' && c <= 'z'; }

/// A word of the text begins with it: "plug" is in "shelly plugs" and "plug-in", not in "unplugged".
bool has_word(std::string_view text, std::string_view word) {
  for (std::size_t at = text.find(word); at != std::string_view::npos; at = text.find(word, at + 1)) {
    if (at == 0 || !is_letter(text[at - 1])) return true;
  }
  return false;
}

template <std::size_t Count>
bool has_any(std::string_view text, const std::array<std::string_view, Count>& words) {
  return std::any_of(words.begin(), words.end(), [&](std::string_view word) { return has_word(text, word); });
}

struct Product {
  std::string_view word;
  std::string_view type;
};

/// What makers call things that can be set, the surest word first.
constexpr std::array kProducts = {Product{"thermostat", "Thermostat"},
                                  Product{"trv", "Thermostat"},
                                  Product{"radiator valve", "Thermostat"},
                                  Product{"bulb", "Light"},
                                  Product{"lamp", "Light"},
                                  Product{"downlight", "Light"},
                                  Product{"spotlight", "Light"},
                                  Product{"plug", "PowerStrip"},
                                  Product{"outlet", "PowerStrip"},
                                  Product{"socket", "PowerStrip"},
                                  Product{"power strip", "PowerStrip"},
                                  Product{"powerstrip", "PowerStrip"},
                                  Product{"siren", "Siren"},
                                  Product{"doorbell", "Bell"},
                                  Product{"garage", "GarageDoor"},
                                  Product{"curtain", "Motor"},
                                  Product{"blind", "Motor"},
                                  Product{"shutter", "Motor"},
                                  Product{"roller", "Motor"},
                                  Product{"air conditioner", "HVAC"},
                                  Product{"heat pump", "HVAC"},
                                  Product{"boiler", "HVAC"},
                                  Product{"dehumidifier", "HVAC"},
                                  Product{"humidifier", "HVAC"},
                                  Product{"air purifier", "HVAC"},
                                  Product{"energy meter", "Meter"},
                                  Product{"shellyem", "Meter"},
                                  Product{"shelly3em", "Meter"},
                                  Product{"power meter", "Meter"},
                                  Product{"oven", "Oven"}};

/// What a device switches itself with, and what it merely has as a setting.
constexpr std::array<std::string_view, 9> kSwitched = {"state",  "switch", "relay",  "outlet", "plug",
                                                       "socket", "power",  "output", "channel"};
constexpr std::array<std::string_view, 16> kSettings = {
    "restart",  "reset",   "led",    "indicator", "beep",     "buzzer", "permit",   "auto",
    "schedule", "protect", "enable", "detect",    "calibrat", "memory", "identify", "lock"};
/// Of a device that watches its surroundings; what else it switches is a setting of it.
constexpr std::array<std::string_view, 9> kSurroundings = {"MotionDetected", "DoorOpen",      "WindowOpen",
                                                           "WaterDetected",  "SmokeDetected", "CarbonMonoxideDetected",
                                                           "Humidity",       "Luminance",     "Concentration"};
template <std::size_t Count>
bool is_one_of(std::string_view text, const std::array<std::string_view, Count>& words) {
  return std::find(words.begin(), words.end(), text) != words.end();
}

bool has(const DeviceDescription& device, adapter_capability_class kind, std::string_view type) {
  return std::any_of(device.capabilities.begin(), device.capabilities.end(),
                     [&](const Capability& capability) { return capability.kind == kind && capability.type == type; });
}

std::size_t switches_of(const DeviceDescription& device) {
  return static_cast<std::size_t>(
      std::count_if(device.capabilities.begin(), device.capabilities.end(), [](const Capability& capability) {
        const std::string words = lowered(capability.identity + ' ' + capability.name);
        return capability.kind == ADAPTER_BINARY_CONTROL && capability.type == "Switch" && has_any(words, kSwitched) &&
               !has_any(words, kSettings);
      }));
}

/// Which part of an energy it is, and not what it is a part of.
constexpr std::array<std::string_view, 15> kParts = {"total",  "today",   "yesterday", "period",    "daily",
                                                     "weekly", "monthly", "yearly",    "import",    "export",
                                                     "return", "consum",  "produc",    "delivered", "received"};

bool says_what(std::string_view name) {
  const std::string text = lowered(name);
  const std::size_t space = text.find(' ');
  return text.find("energ") != std::string::npos ||
         (space != std::string::npos && !has_any(text.substr(0, space), kParts));
}

/// "ExportActive" is "export active".
std::string separate(std::string_view name) {
  std::string text;
  for (const char c : name) {
    const bool is_upper = c >= 'A' && c <= 'Z';
    if (is_upper && !text.empty() && is_letter(text.back())) text += ' ';
    text += is_upper ? static_cast<char>(c - 'A' + 'a') : c;
  }
  return text;
}

std::string_view by_controls(const DeviceDescription& device) {
  if (has(device, ADAPTER_LEVEL_CONTROL, "Brightness")) return "Light";
  const bool is_regulated =
      has(device, ADAPTER_LEVEL_CONTROL, "Temperature") && has(device, ADAPTER_LEVEL_SENSOR, "Temperature");
  if (is_regulated || has(device, ADAPTER_ENUM_CONTROL, "ThermostatMode")) return "Thermostat";
  if (has(device, ADAPTER_LEVEL_CONTROL, "Position") || has(device, ADAPTER_ENUM_CONTROL, "DoorMode")) return "Motor";
  if (has(device, ADAPTER_ENUM_CONTROL, "FanMode")) return "Fan";
  return {};
}

}  // namespace

std::string device_kind(const DeviceDescription& device) {
  const std::vector<Capability>& all = device.capabilities;
  const bool is_metered = has(device, ADAPTER_LEVEL_SENSOR, "Energy") || has(device, ADAPTER_LEVEL_SENSOR, "Meter");
  const bool has_controls =
      std::any_of(all.begin(), all.end(), [](const Capability& one) { return one.sink.has_value(); });
  const bool is_watching =
      std::any_of(all.begin(), all.end(), [](const Capability& one) { return is_one_of(one.type, kSurroundings); });
  if (!has_controls) return is_metered && !is_watching ? "Meter" : "Sensor";

  const std::size_t switches = switches_of(device);
  const std::string maker = lowered(device.description + ' ' + device.key.identity);
  for (const Product& product : kProducts) {
    const bool can_be = product.type != "PowerStrip" || switches != 0;
    if (can_be && has_word(maker, product.word)) return std::string(product.type);
  }
  const std::string_view type = by_controls(device);
  if (!type.empty()) return std::string(type);
  const bool measures_power = is_metered || has(device, ADAPTER_LEVEL_SENSOR, "Power");
  if (switches > 1 || (switches == 1 && (measures_power || !is_watching))) return "PowerStrip";
  // Restarts and indicators make no sensor something else; a speed or a limit may.
  const bool has_settings_alone = std::all_of(
      all.begin(), all.end(), [](const Capability& one) { return !one.sink || one.kind == ADAPTER_BINARY_CONTROL; });
  const bool is_measuring = has(device, ADAPTER_LEVEL_SENSOR, "Temperature") && switches == 0 && has_settings_alone;
  return is_watching || is_measuring ? "Sensor" : "";
}

void complete(DeviceDescription& device) {
  // A device that a convention calls a sensor may be a meter.
  if (device.type.empty() || device.type == "Sensor") {
    const std::string kind = device_kind(device);
    if (!kind.empty() && (device.type.empty() || kind == "Meter")) device.type = kind;
  }
  for (Capability& capability : device.capabilities) {
    const bool is_energy = capability.kind == ADAPTER_LEVEL_SENSOR && capability.type == "Energy";
    if (is_energy && !says_what(capability.name)) capability.name = "Energy " + separate(capability.name);
  }
}

}  // namespace adapters::mqtt::discovery
