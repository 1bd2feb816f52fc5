// SPDX-License-Identifier: Apache-2.0
#include "adapters/mqtt/discovery/tasmota/tasmota.hpp"

#include <functional>
#include <utility>

#include "adapters/mqtt/discovery/common/document.hpp"
#include "adapters/mqtt/discovery/common/places.hpp"
#include "adapters/mqtt/discovery/common/topic_levels.hpp"
#include "adapters/mqtt/discovery/conventions.hpp"
#include "adapters/mqtt/discovery/tasmota/device.hpp"

namespace adapters::mqtt::discovery {
namespace {

constexpr std::size_t kMaxDevices = 1024;

/// Adds the sensors, and the quantities of known ones, that are new. True if there are any.
bool add_sensors(const boost::json::object& heard, boost::json::object& known, int depth = 0) {
  constexpr std::size_t kMaxMembers = 64;
  constexpr int kDeepest = 3;
  bool is_news = false;
  for (const boost::json::key_value_pair& entry : heard) {
    boost::json::value* const there = known.if_contains(entry.key());
    if (there == nullptr && known.size() < kMaxMembers && entry.key() != "Time") {
      known.insert(entry);
      is_news = true;
    } else if (there != nullptr && there->is_object() && entry.value().is_object() && depth < kDeepest) {
      is_news |= add_sensors(entry.value().get_object(), there->get_object(), depth + 1);
    }
  }
  return is_news;
}

}  // namespace

std::vector<std::string> Tasmota::topics() const {
  // Retained messages come in this order: the sensors are known when the device is described.
  return {settings_.topic + "/discovery/+/sensors", settings_.topic + "/discovery/+/config"};
}

Changes Tasmota::message(std::string_view topic, std::string_view payload, bool /*retained*/) {
  Changes changes;
  if (const auto device = answers_.find(topic); device != answers_.end()) answer(device->second, payload, changes);
  if (const auto device = sensors_.find(topic); device != sensors_.end()) {
    telemetry(std::string(device->second), payload, changes);
  }
  const std::string prefix = settings_.topic + "/discovery/";
  if (!topic.starts_with(prefix)) return changes;
  const std::vector<std::string_view> levels = levels_of(topic.substr(prefix.size()));
  if (levels.size() != 2 || levels[0].empty() || (levels[1] != "config" && levels[1] != "sensors")) return changes;
  announcement(std::string(levels[0]), levels[1] == "config", payload, changes);
  return changes;
}

void Tasmota::announcement(const std::string& mac, bool is_config, std::string_view payload, Changes& changes) {
  const auto known = devices_.find(mac);
  if (known == devices_.end() && (payload.empty() || devices_.size() == kMaxDevices)) {
    if (!payload.empty()) changes.rejected.push_back(mac + ": too many devices are announced");
    return;
  }
  std::optional<boost::json::object> document;
  if (!payload.empty()) {
    std::string why;
    document = parse_object(payload, settings_.limits, why);
    if (!document) return changes.rejected.push_back(mac + ": " + why);
  }
  Device& device = devices_[mac];
  const std::size_t digest = std::hash<std::string_view>{}(payload);
  if (std::exchange(is_config ? device.config_digest : device.sensors_digest, digest) == digest) return;
  (is_config ? device.config : device.sensors) = std::move(document);
  if (device.config) return describe(mac, device, changes);
  changes.removed.push_back({settings_.topic, mac});
  answers_.erase(device.result_topic);
  sensors_.erase(device.sensor_topic);
  if (!device.sensors) devices_.erase(mac);
}

void Tasmota::describe(const std::string& mac, Device& device, Changes& changes) {
  const boost::json::object& config = *device.config;
  const TasmotaTopics topics = tasmota_topics(config);
  answers_.erase(device.result_topic);
  sensors_.erase(device.sensor_topic);
  device.settable.clear();
  if (topics.command.empty()) {
    changes.skipped.push_back({{settings_.topic, mac}, "unsupported topics (t, ft, tp)"});
    return;
  }
  mapping::DeviceDescription description;
  description.key = {settings_.topic, mac};
  description.protocol = "MQTT";
  description.name = text_at(config, "dn", text_at(config, "t"));
  description.description = "Tasmota " + text_at(config, "sw") + ", " + text_at(config, "md");
  add_tasmota_controls(config, topics, description);
  if (device.sensors) {
    if (const auto* sensors = object_at(*device.sensors, "sn")) {
      add_tasmota_sensors(*sensors, config, topics, description);
    }
  }
  description.availability.sources.push_back(
      presence_at(topics.telemetry + "LWT", text_at(config, "onln", "Online"), text_at(config, "ofln", "Offline")));
  // With the defaults of Tasmota neither is retained.
  description.prime = {{topics.command + "STATE", ""}, {topics.command + "STATUS", "10"}};
  for (const mapping::Capability& capability : description.capabilities) {
    if (capability.sink) device.settable.push_back(capability.identity);
  }
  device.result_topic = topics.status + "RESULT";
  answers_[device.result_topic] = mac;
  device.sensor_topic = topics.telemetry + "SENSOR";
  sensors_[device.sensor_topic] = mac;
  description.contact = device.sensor_topic;  // subscribed to before the device has its first sensor
  changes.described.push_back(std::move(description));
}

/// The announcement lists the sensors of the device's start; one that is plugged in later comes with the values.
void Tasmota::telemetry(const std::string& mac, std::string_view payload, Changes& changes) {
  const auto found = devices_.find(mac);
  std::string ignored;
  const auto document = parse_object(payload, settings_.limits, ignored);
  if (!document || found == devices_.end()) return;
  Device& device = found->second;
  const boost::json::object* known = device.sensors ? object_at(*device.sensors, "sn") : nullptr;
  boost::json::object sensors = known == nullptr ? boost::json::object{} : *known;
  if (!add_sensors(*document, sensors)) return;
  if (!device.sensors) device.sensors.emplace();
  (*device.sensors)["sn"] = std::move(sensors);
  describe(mac, device, changes);
}

/// {"Command":"Unknown"} and {"Command":"Error"} answer a command that failed.
void Tasmota::answer(const std::string& mac, std::string_view payload, Changes& changes) const {
  if (payload.find("\"Command\"") == std::string_view::npos) return;
  std::string why;
  const auto document = parse_object(payload, settings_.limits, why);
  const std::string word = document ? text_at(*document, "Command") : std::string();
  const auto device = devices_.find(mac);
  if ((word != "Unknown" && word != "Error") || device == devices_.end()) return;
  changes.refused.push_back({{settings_.topic, mac}, device->second.settable, "the device answers: Command " + word});
}

std::unique_ptr<Convention> make_tasmota(const Settings& settings) { return std::make_unique<Tasmota>(settings); }

}  // namespace adapters::mqtt::discovery
