// SPDX-License-Identifier: Apache-2.0
#include "adapters/mqtt/discovery/homeassistant/homeassistant.hpp"

#include <algorithm>
#include <boost/json/value.hpp>
#include <functional>
#include <utility>

#include "adapters/mqtt/discovery/common/document.hpp"
#include "adapters/mqtt/discovery/common/topic_levels.hpp"
#include "adapters/mqtt/discovery/conventions.hpp"
#include "adapters/mqtt/discovery/homeassistant/abbreviations.hpp"
#include "adapters/mqtt/discovery/homeassistant/device_marks.hpp"

namespace adapters::mqtt::discovery {
namespace {

namespace json = boost::json;

constexpr std::size_t kMaxTopics = 8192;
constexpr std::size_t kMaxComponents = 256;    // of one message
constexpr std::size_t kMaxCapabilities = 256;  // of one device

/// The keys of a device message that apply to all its components, unless a component has its own.
json::object component_of(const json::object& whole, const json::object& own) {
  json::object component = own;
  const bool has_availability = own.contains("availability") || own.contains("availability_topic");
  for (const char* key : {"device", "state_topic", "command_topic", "qos", "availability", "availability_topic",
                          "availability_template", "availability_mode", "payload_available", "payload_not_available"}) {
    const bool speaks_of_availability = std::string_view(key).find("available") != std::string_view::npos ||
                                        std::string_view(key).starts_with("availability");
    if (component.contains(key) || !whole.contains(key) || (has_availability && speaks_of_availability)) continue;
    component[key] = whole.at(key);
  }
  return component;
}

std::string protocol_of(std::string_view device) {
  if (device.starts_with("zigbee2mqtt_")) return "ZigBee";
  if (device.starts_with("zwavejs2mqtt_")) return "Z-Wave";
  return "MQTT";
}

/// The availability of the first component that has one, and the longest silence of all: values have different rates.
void join(mapping::Availability& whole, const mapping::Availability& one) {
  const auto silence = std::max(whole.stale_after, one.stale_after);
  if (whole.sources.empty()) whole = one;
  whole.stale_after = silence;
}

}  // namespace

std::vector<std::string> HomeAssistant::topics() const {
  return {settings_.topic + "/+/+/config", settings_.topic + "/+/+/+/config"};
}

std::vector<mapping::Message> HomeAssistant::greeting() const { return {{settings_.topic + "/status", "online"}}; }

Changes HomeAssistant::message(std::string_view topic, std::string_view payload, bool /*retained*/) {
  Changes changes;
  const std::string prefix = settings_.topic + '/';
  if (!topic.starts_with(prefix) || !topic.ends_with("/config")) return changes;
  const std::vector<std::string_view> levels = levels_of(topic.substr(prefix.size()));
  if (levels.size() != 3 && levels.size() != 4) return changes;

  const std::string name(topic);
  const auto known = announcements_.find(name);
  Announcement announcement;
  announcement.digest = std::hash<std::string_view>{}(payload);
  if (known != announcements_.end() && known->second.digest == announcement.digest) return changes;
  if (known == announcements_.end() && announcements_.size() == kMaxTopics) {
    changes.rejected.push_back(name + ": too many components are announced");
    return changes;
  }
  if (!payload.empty()) {
    const std::string_view node = levels.size() == 4 ? levels[1] : std::string_view();
    read(levels[0], node, levels[levels.size() - 2], payload, announcement, changes);
    if (!changes.rejected.empty()) return changes;  // the known device stays
  }
  replace(name, std::move(announcement), changes);
  if (payload.empty()) announcements_.erase(name);
  return changes;
}

void HomeAssistant::read(std::string_view component, std::string_view node, std::string_view object,
                         std::string_view payload, Announcement& announcement, Changes& changes) const {
  std::string why;
  const auto document = parse_object(payload, settings_.limits, why);
  const std::string place = std::string(component) + '/' + std::string(object);
  if (!document) {
    changes.rejected.push_back(place + ": " + why);
    return;
  }
  json::object whole = expanded(*document, {});
  if (component != "device") {
    whole["platform"] = json::string(component);
    const std::string fallback = node.empty() ? std::string(object) : std::string(node) + '_' + std::string(object);
    announcement.entities.push_back(read_entity(component, whole, fallback));
    return;
  }
  const json::object* components = object_at(whole, "components");
  if (components == nullptr) return changes.rejected.push_back(place + ": it has no components");
  const std::string base = text_at(whole, "~");
  for (const json::key_value_pair& entry : *components) {
    if (!entry.value().is_object()) continue;
    const json::object own = expanded(entry.value().get_object(), base);
    const std::string platform = text_at(own, "platform");
    if (platform.empty() || own.size() == 1) continue;  // with its platform only, it is removed
    const std::string fallback = std::string(object) + '_' + std::string(std::string_view(entry.key()));
    if (announcement.entities.size() == kMaxComponents) {
      ++announcement.unread;
      continue;
    }
    announcement.entities.push_back(read_entity(platform, component_of(whole, own), fallback));
  }
}

mapping::DeviceKey HomeAssistant::key_of(const Entity& entity, const SkippedPart& part) const {
  std::string identity = entity.device + '/' + entity.identity;
  if (!part.part.empty()) identity += '.' + part.part;
  return {settings_.topic, std::move(identity)};
}

void HomeAssistant::replace(const std::string& topic, Announcement announcement, Changes& changes) {
  std::set<std::string> devices;
  Announcement& kept = announcements_[topic];
  for (const Entity& old : kept.entities) {
    devices.insert(old.joined);
    for (const std::string& mark : old.marks) device_of_.erase(mark);
    for (const SkippedPart& part : old.skipped) changes.removed.push_back(key_of(old, part));
  }
  for (const Entity& entity : announcement.entities) {
    for (const SkippedPart& part : entity.skipped) changes.skipped.push_back({key_of(entity, part), part.reason});
  }
  kept = std::move(announcement);
  const auto members = take_apart(devices, kept.entities);
  std::vector<Entity*> entities;
  for (const auto& [place, entity] : members) entities.push_back(entity);
  for (Entity& entity : kept.entities) entities.push_back(&entity);
  join_by_marks(entities);
  for (const Entity* entity : entities) {
    devices.insert(entity->joined);
    for (const std::string& mark : entity->marks) device_of_[mark] = entity->joined;
  }
  for (const auto& [place, entity] : members) topics_of_[entity->joined].insert(place);
  for (const Entity& entity : kept.entities) topics_of_[entity.joined].insert(topic);
  for (const std::string& device : devices) compose(device, changes);
}

std::vector<std::pair<std::string, Entity*>> HomeAssistant::take_apart(std::set<std::string>& devices,
                                                                       const std::vector<Entity>& arrived) {
  for (const Entity& entity : arrived) {
    for (const std::string& mark : entity.marks) {
      if (const auto device = device_of_.find(mark); device != device_of_.end()) devices.insert(device->second);
    }
  }
  std::vector<std::pair<std::string, Entity*>> members;
  for (const std::string& device : devices) {
    for (const std::string& topic : topics_of_[device]) {
      for (Entity& entity : announcements_[topic].entities) {
        if (entity.joined == device) members.emplace_back(topic, &entity);
      }
    }
    topics_of_[device].clear();
  }
  return members;
}

void HomeAssistant::compose(const std::string& device, Changes& changes) {
  mapping::DeviceDescription description;
  description.key = {settings_.topic, device};
  description.protocol = protocol_of(device);
  std::size_t left_out = 0;
  const auto topics = topics_of_.try_emplace(device).first;
  for (const std::string& topic : topics->second) {
    const Announcement& announcement = announcements_[topic];
    left_out += announcement.unread;
    for (const Entity& entity : announcement.entities) {
      if (entity.joined != device) continue;
      if (description.name.empty()) description.name = entity.name;
      if (description.description.empty()) description.description = entity.description;
      if (entity.device_type != "Sensor" && description.type.empty()) description.type = entity.device_type;
      join(description.availability, entity.availability);
      for (const mapping::Capability& capability : entity.capabilities) {
        if (description.capabilities.size() == kMaxCapabilities) {
          ++left_out;
          continue;
        }
        description.capabilities.push_back(capability);
      }
    }
  }
  if (topics->second.empty()) topics_of_.erase(topics);
  report_rest(description.key, left_out, changes);
  if (description.capabilities.empty()) {
    if (shown_.erase(device) != 0) changes.removed.push_back(description.key);
    return;
  }
  shown_.insert(device);
  changes.described.push_back(std::move(description));
}

void HomeAssistant::report_rest(const mapping::DeviceKey& device, std::size_t left_out, Changes& changes) {
  const mapping::DeviceKey rest = {device.controller, device.identity + "/more"};
  if (left_out != 0) {
    crowded_.insert(device.identity);
    changes.skipped.push_back({rest, "the device has too many components: " + std::to_string(left_out) +
                                         " more than the " + std::to_string(kMaxCapabilities) + " that are shown"});
  } else if (crowded_.erase(device.identity) != 0) {
    changes.removed.push_back(rest);
  }
}

std::unique_ptr<Convention> make_homeassistant(const Settings& settings) {
  return std::make_unique<HomeAssistant>(settings);
}

}  // namespace adapters::mqtt::discovery
