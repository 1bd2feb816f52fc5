// SPDX-License-Identifier: Apache-2.0
#include "adapters/mqtt/discovery/homie/homie.hpp"

#include <algorithm>
#include <boost/json/value.hpp>
#include <functional>
#include <utility>

#include "adapters/mapping/vocabulary/capability_words.hpp"
#include "adapters/mqtt/discovery/common/document.hpp"
#include "adapters/mqtt/discovery/common/topic_levels.hpp"
#include "adapters/mqtt/discovery/conventions.hpp"

namespace adapters::mqtt::discovery {
namespace {

namespace json = boost::json;

constexpr std::size_t kMaxDevices = 1024;
constexpr std::size_t kMaxAttributes = 2048;  // of one device
constexpr std::size_t kMaxValue = 16384;      // of one attribute
constexpr std::string_view kVersion5 = "5/";

std::vector<std::string> list_of(std::string_view text) {
  std::vector<std::string> names;
  while (!text.empty()) {
    const std::size_t end = std::min(text.find(','), text.size());
    if (end > 0) names.emplace_back(text.substr(0, end));
    text.remove_prefix(std::min(end + 1, text.size()));
  }
  return names;
}

std::string node_name(const std::string& name, const std::string& id) {
  return name.empty() ? mapping::readable(id) : name;
}

/// Online or offline for any $state. A sleeping device is online; a set waits for its echo.
std::vector<mapping::Filter> state_filters() {
  std::vector<mapping::Filter> filters;
  for (const char* gone : {"disconnected", "lost"}) {
    mapping::Filter filter;
    filter.kind = mapping::Filter::Kind::choose;
    filter.comparison = mapping::Filter::Comparison::equal;
    filter.operand = gone;
    filter.text = "offline";
    filter.keep_other = true;
    filters.push_back(std::move(filter));
  }
  return filters;
}

mapping::PresenceSource presence_at(const std::string& topic) {
  mapping::PresenceSource source;
  source.address = mapping::Pattern::literal(topic + "/$state");
  source.filters = state_filters();
  mapping::Filter other;
  other.kind = mapping::Filter::Kind::choose;
  other.comparison = mapping::Filter::Comparison::not_equal;
  other.operand = "offline";
  other.text = "online";
  other.keep_other = true;
  source.filters.push_back(std::move(other));
  return source;
}

}  // namespace

std::vector<std::string> Homie::topics() const {
  const std::string& base = settings_.topic;
  // Retained messages come in this order: the datatypes of Homie 3 last, when the rest is known.
  std::vector<std::string> topics = {base + "/5/+/$description", base + "/5/+/$state"};
  for (const char* attribute : {"$homie", "$name", "$nodes"}) topics.push_back(base + "/+/" + attribute);
  for (const char* attribute : {"$properties", "$type", "$name"}) topics.push_back(base + "/+/+/" + attribute);
  for (const char* attribute : {"$name", "$unit", "$format", "$settable", "$retained", "$datatype"}) {
    topics.push_back(base + "/+/+/+/" + attribute);
  }
  topics.push_back(base + "/+/$state");
  return topics;
}

Changes Homie::message(std::string_view topic, std::string_view payload, bool /*retained*/) {
  Changes changes;
  const std::string prefix = settings_.topic + '/';
  const std::size_t attribute_at = topic.rfind('/') + 1;
  if (!topic.starts_with(prefix) || attribute_at >= topic.size() || topic[attribute_at] != '$') return changes;
  const std::vector<std::string_view> levels = levels_of(topic.substr(prefix.size()));
  if (payload.size() > settings_.limits.max_bytes) {
    changes.rejected.push_back(std::string(topic) + ": it is longer than max_payload_bytes");
  } else if (levels.size() == 3 && levels[0] == "5") {
    version_5(std::string(kVersion5) + std::string(levels[1]), levels[2], payload, changes);
  } else if (levels.size() >= 2 && levels.size() <= 4 && levels[0] != "5") {
    attribute(std::string(levels[0]), levels, payload, changes);
  }
  return changes;
}

Homie::Device* Homie::device_at(const std::string& identity, Changes& changes) {
  const auto found = devices_.find(identity);
  if (found != devices_.end()) return &found->second;
  if (devices_.size() == kMaxDevices) {
    changes.rejected.push_back(identity + ": too many devices are announced");
    return nullptr;
  }
  return &devices_[identity];
}

// ---- Homie 3 and 4 --------------------------------------------------------------------------------------------------

void Homie::attribute(const std::string& identity, const std::vector<std::string_view>& levels, std::string_view value,
                      Changes& changes) {
  const std::string_view name = levels.back();
  const bool of_device = levels.size() == 2;
  if (value.empty() && of_device && (name == "$state" || name == "$homie")) return remove(identity, changes);
  if (value.size() > kMaxValue || (value.empty() && !devices_.contains(identity))) return;
  Device* device = device_at(identity, changes);
  if (device == nullptr) return;
  if (of_device && name == "$state") return set_state(identity, *device, value, changes);
  if (of_device && name == "$homie") {
    if (value.starts_with('3') || value.starts_with('4')) {
      device->version = 3;
    } else {
      changes.skipped.push_back(
          {{settings_.topic, identity}, "Homie " + std::string(value.substr(0, 20)) + " is not supported"});
    }
  } else if (device->attributes >= kMaxAttributes) {
    changes.rejected.push_back(identity + ": too many attributes");
    return;
  } else if (!set_attribute(*device, levels, value)) {
    return;
  }
  if (!device->state.empty() && device->state != "init") describe(identity, *device, changes);
}

/// Returns whether the message has changed anything.
bool Homie::set_attribute(Device& device, const std::vector<std::string_view>& levels, std::string_view value) {
  const std::string_view name = levels.back();
  const auto set = [&device](auto& kept, auto now) {
    if (kept == now) return false;
    kept = std::move(now);
    ++device.attributes;
    return true;
  };
  if (levels.size() == 2) {
    if (name == "$name") return set(device.name, std::string(value));
    return name == "$nodes" && set(device.order, list_of(value));
  }
  const auto [at, is_new_node] = device.nodes.try_emplace(std::string(levels[1]));
  if (is_new_node) ++device.attributes;
  Node& node = at->second;
  if (levels.size() == 3) {
    if (name == "$name") return set(node.name, std::string(value));
    return name == "$properties" && set(node.order, list_of(value));
  }
  const auto [found, is_new] = node.properties.try_emplace(std::string(levels[2]));
  if (is_new) ++device.attributes;
  HomieProperty& property = found->second;
  if (name == "$name") return set(property.name, std::string(value));
  if (name == "$datatype") return set(property.datatype, std::string(value));
  if (name == "$unit") return set(property.unit, std::string(value));
  if (name == "$format") return set(property.format, std::string(value));
  if (name == "$settable") return set(property.settable, value == "true");
  return name == "$retained" && set(property.retained, value != "false");
}

// ---- Homie 5 --------------------------------------------------------------------------------------------------------

void Homie::version_5(const std::string& identity, std::string_view attribute, std::string_view payload,
                      Changes& changes) {
  if (attribute == "$state") {
    if (payload.empty()) return remove(identity, changes);
    if (Device* device = device_at(identity, changes)) set_state(identity, *device, payload, changes);
    return;
  }
  if (attribute != "$description") return;
  if (payload.empty()) return remove(identity, changes);
  Device* device = device_at(identity, changes);
  if (device == nullptr) return;
  const std::size_t digest = std::hash<std::string_view>{}(payload);
  if (device->version == 5 && device->digest == digest) return;
  std::string why;
  if (!read_description(*device, payload, why)) {
    changes.rejected.push_back(identity + "/$description: " + why);
    return;
  }
  device->digest = digest;
  if (!device->state.empty() && device->state != "init") describe(identity, *device, changes);
}

bool Homie::read_description(Device& device, std::string_view payload, std::string& why) const {
  const auto document = parse_object(payload, settings_.limits, why);
  if (!document) return false;
  if (!text_at(*document, "homie").starts_with("5.")) {
    why = "the description is not of Homie 5";
    return false;
  }
  device.version = 5;
  device.name = text_at(*document, "name");
  device.type = text_at(*document, "type");
  device.root = text_at(*document, "root");
  device.order.clear();
  device.nodes.clear();
  const json::object* nodes = object_at(*document, "nodes");
  if (nodes == nullptr) return true;
  for (const json::key_value_pair& entry : *nodes) {
    if (!entry.value().is_object()) continue;
    const std::string id(std::string_view(entry.key()));
    Node& node = device.nodes[id];
    node.name = text_at(entry.value().get_object(), "name");
    device.order.push_back(id);
    const json::object* properties = object_at(entry.value().get_object(), "properties");
    if (properties == nullptr) continue;
    for (const json::key_value_pair& each : *properties) {
      if (!each.value().is_object()) continue;
      const json::object& facts = each.value().get_object();
      HomieProperty property = {text_at(facts, "name"),        text_at(facts, "datatype"),
                                text_at(facts, "unit"),        text_at(facts, "format"),
                                is_true_at(facts, "settable"), text_at(facts, "retained") != "false"};
      node.order.emplace_back(std::string_view(each.key()));
      node.properties[node.order.back()] = std::move(property);
    }
  }
  return true;
}

// ---- both -----------------------------------------------------------------------------------------------------------

void Homie::set_state(const std::string& identity, Device& device, std::string_view state, Changes& changes) {
  const bool was_settled = !device.state.empty() && device.state != "init";
  device.state = std::string(state.substr(0, 20));
  // In `init` the description may still change; the shown device stays as it is.
  if (!was_settled && device.state != "init") describe(identity, device, changes);
}

void Homie::describe(const std::string& identity, const Device& device, Changes& changes) const {
  if (device.version == 0) return;
  const std::string topic = settings_.topic + '/' + identity;
  mapping::DeviceDescription description;
  description.key = {settings_.topic, identity.starts_with(kVersion5) ? identity.substr(kVersion5.size()) : identity};
  description.protocol = "Homie";
  description.name = device.name.empty() ? description.key.identity : device.name;
  description.type = mapping::device_type_of(device.type);
  description.description = device.version == 5 ? "Homie 5" : "Homie 3 or 4";
  if (!device.type.empty()) description.description += ", " + device.type;
  for (const std::string& node_id : device.order) {
    const auto node = device.nodes.find(node_id);
    if (node == device.nodes.end() || node->second.order.empty()) return;  // its attributes are incomplete
    for (const std::string& id : node->second.order) {
      const auto property = node->second.properties.find(id);
      if (property == node->second.properties.end() || property->second.datatype.empty()) return;
      const std::string place = topic + '/' + node_id + '/' + id;
      description.capabilities.push_back(homie_capability(property->second, node_id, id, place, device.version));
      std::string& name = description.capabilities.back().name;
      // Of several nodes each may have a temperature.
      if (device.order.size() > 1) name = node_name(node->second.name, node_id) + ' ' + name;
    }
  }
  description.availability.sources.push_back(presence_at(topic));
  if (!device.root.empty()) {
    description.availability.sources.push_back(
        presence_at(settings_.topic + '/' + std::string(kVersion5) + device.root));
  }
  changes.described.push_back(std::move(description));
}

void Homie::remove(const std::string& identity, Changes& changes) {
  const auto found = devices_.find(identity);
  if (found == devices_.end()) return;
  const std::string known_by = identity.starts_with(kVersion5) ? identity.substr(kVersion5.size()) : identity;
  changes.removed.push_back({settings_.topic, known_by});
  devices_.erase(found);
}

std::unique_ptr<Convention> make_homie(const Settings& settings) { return std::make_unique<Homie>(settings); }

}  // namespace adapters::mqtt::discovery
