// SPDX-License-Identifier: Apache-2.0
#include "adapters/mqtt/discovery/openmqttgateway/openmqttgateway.hpp"

#include <algorithm>
#include <array>
#include <boost/json/value.hpp>
#include <utility>

#include "adapters/mapping/vocabulary/capability_words.hpp"
#include "adapters/mapping/vocabulary/units.hpp"
#include "adapters/mqtt/discovery/common/document.hpp"
#include "adapters/mqtt/discovery/common/places.hpp"
#include "adapters/mqtt/discovery/common/topic_levels.hpp"
#include "adapters/mqtt/discovery/conventions.hpp"

namespace adapters::mqtt::discovery {
namespace {

constexpr std::size_t kMaxDevices = 1024;
constexpr std::size_t kMaxGateways = 8;  // of one device
constexpr std::chrono::seconds kSilence = std::chrono::hours(1);

struct Key {
  const char* key;
  const char* name;  // of the table that all conventions share
  const char* unit;
  adapter_capability_class kind = ADAPTER_LEVEL_SENSOR;
};

constexpr std::array kKeys = {
    Key{"tempc", "temperature", "°C"},
    Key{"tempc2_ds", "temperature", "°C"},
    Key{"tempc3_ds", "temperature", "°C"},
    Key{"hum", "humidity", "%"},
    Key{"batt", "battery", "%"},
    Key{"volt", "voltage", "V"},
    Key{"pres", "pressure", "hPa"},
    Key{"lux", "illuminance", "lx"},
    Key{"moi", "moisture", "%"},
    Key{"fer", "conductivity", "µS/cm"},
    Key{"co2", "co2", "ppm"},
    Key{"pm25", "pm25", "µg/m³"},
    Key{"pm10", "pm10", "µg/m³"},
    Key{"for", "formaldehyde", "mg/m³"},
    Key{"voc", "voc", "ppb"},
    Key{"weight", "weight", "kg"},
    Key{"distance", "distance", "m"},
    Key{"rssi", "rssi", "dBm"},
    Key{"accx", "acceleration", ""},
    Key{"accy", "acceleration", ""},
    Key{"accz", "acceleration", ""},
    Key{"open", "contact", "", ADAPTER_BINARY_SENSOR},
    Key{"pres_det", "presence", "", ADAPTER_BINARY_SENSOR},
    Key{"motion", "motion", "", ADAPTER_BINARY_SENSOR},
    Key{"leak", "water_leak", "", ADAPTER_BINARY_SENSOR},
};

/// Keys about the position and the reception of a device are not measured values.
bool is_of_radio(std::string_view key) { return key == "rssi" || key == "distance"; }

mapping::Capability capability_of(const Key& key) {
  mapping::Capability capability;
  capability.identity = key.key;
  capability.kind = key.kind;
  capability.name = mapping::readable(key.name);
  capability.conversion.type = key.kind == ADAPTER_BINARY_SENSOR ? ADAPTER_BOOLEAN : ADAPTER_DECIMAL;
  mapping::set_unit(capability, key.unit);
  capability.type = mapping::type_of(key.kind, key.name, capability.unit);
  return capability;
}

bool is_address(std::string_view text) {
  return text.size() >= 12 && text.size() <= 40 &&
         text.find_first_not_of("0123456789abcdefABCDEF:-") == std::string_view::npos;
}

}  // namespace

std::vector<std::string> OpenMqttGateway::topics() const { return {settings_.topic + "/+/BTtoMQTT/+"}; }

Changes OpenMqttGateway::message(std::string_view topic, std::string_view payload, bool /*retained*/) {
  Changes changes;
  const std::string prefix = settings_.topic + '/';
  if (!topic.starts_with(prefix) || payload.empty()) return changes;
  const std::vector<std::string_view> levels = levels_of(topic.substr(prefix.size()));
  if (levels.size() != 3 || levels[1] != "BTtoMQTT" || levels[0].empty() || !is_address(levels[2])) return changes;
  std::string why;
  const auto document = parse_object(payload, settings_.limits, why);
  const std::string address(levels[2]);
  if (!document) {
    changes.rejected.push_back(address + ": " + why);
    return changes;
  }
  if (!devices_.contains(address) && devices_.size() == kMaxDevices) {
    changes.rejected.push_back(address + ": too many devices are heard");
    return changes;
  }
  Device& device = devices_[address];
  bool is_news = device.gateways.size() < kMaxGateways && device.gateways.emplace(levels[0]).second;
  for (const Key& key : kKeys) {
    if (document->contains(key.key)) is_news = device.keys.emplace(key.key).second || is_news;
  }
  for (const auto& [kept, key] : {std::pair(&device.name, "name"), std::pair(&device.model, "model")}) {
    std::string now = text_at(*document, key);
    if (now.empty() || now == *kept) continue;
    *kept = std::move(now);
    is_news = true;
  }
  if (std::all_of(device.keys.begin(), device.keys.end(), is_of_radio)) {
    if (std::exchange(device.skipped, true)) return changes;
    changes.skipped.push_back({{settings_.topic, address}, "no measured value is known yet"});
  } else if (is_news) {
    device.skipped = false;
    describe(address, device, changes);
  }
  return changes;
}

void OpenMqttGateway::describe(const std::string& address, const Device& device, Changes& changes) const {
  mapping::DeviceDescription description;
  description.key = {settings_.topic, address};
  description.protocol = "Bluetooth";
  description.name = device.name.empty() ? address : device.name;
  description.description = device.model;
  for (const Key& key : kKeys) {
    if (!device.keys.contains(key.key)) continue;
    mapping::Capability capability = capability_of(key);
    for (const std::string& gateway : device.gateways) {
      mapping::Source source =
          source_at(settings_.topic + '/' + gateway + "/BTtoMQTT/" + address, '/' + std::string(key.key));
      if (capability.source) {
        capability.elsewhere.push_back(std::move(source));
      } else {
        capability.source = std::move(source);
      }
    }
    description.capabilities.push_back(std::move(capability));
  }
  // The device is online while one of the gateways is online and receives it.
  for (const std::string& gateway : device.gateways) {
    mapping::PresenceSource there;
    there.address = mapping::Pattern::literal(settings_.topic + '/' + gateway + "/LWT");
    description.availability.sources.push_back(std::move(there));
  }
  description.availability.mode = mapping::Availability::Mode::any;
  description.availability.stale_after = kSilence;
  changes.described.push_back(std::move(description));
}

std::unique_ptr<Convention> make_openmqttgateway(const Settings& settings) {
  return std::make_unique<OpenMqttGateway>(settings);
}

}  // namespace adapters::mqtt::discovery
