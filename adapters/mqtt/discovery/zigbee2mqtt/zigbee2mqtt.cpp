// SPDX-License-Identifier: Apache-2.0
#include "adapters/mqtt/discovery/zigbee2mqtt/zigbee2mqtt.hpp"

#include <algorithm>
#include <boost/json/array.hpp>
#include <boost/json/serialize.hpp>
#include <functional>
#include <optional>
#include <set>
#include <utility>

#include "adapters/mapping/devices/device_bounds.hpp"
#include "adapters/mqtt/discovery/common/document.hpp"
#include "adapters/mqtt/discovery/conventions.hpp"
#include "adapters/mqtt/discovery/zigbee2mqtt/exposes.hpp"

namespace adapters::mqtt::discovery {
namespace {

namespace json = boost::json;

constexpr std::size_t kMaxEntries = 10'000;
constexpr std::size_t kMaxName = 256;
constexpr std::size_t kMaxReason = 256;

const json::object& definition_of(const json::object& entry) {
  static const json::object none;
  const json::object* definition = object_at(entry, "definition");
  return definition == nullptr ? none : *definition;
}

/// The topics of a device are the base, its name with its slashes, and at most one more word.
bool can_be_topic(const std::string& name) {
  const bool reserved = name == "bridge" || name.starts_with("bridge/");
  const bool clean =
      std::none_of(name.begin(), name.end(), [](unsigned char c) { return c == '+' || c == '#' || c < ' '; });
  return !name.empty() && name.size() <= kMaxName && clean && !reserved;
}

std::string why_not(const json::object& entry) {
  if (text_at(entry, "type") == "Coordinator") return "it is the coordinator";
  if (is_true_at(entry, "disabled")) return "it is disabled in the bridge";
  if (text_at(entry, "interview_completed", "true") != "true") return "its interview is not completed";
  if (text_at(entry, "supported", "true") != "true" || object_at(entry, "definition") == nullptr) {
    return "the bridge does not support it";
  }
  if (!can_be_topic(text_at(entry, "friendly_name"))) return "its friendly_name cannot be part of a topic";
  return {};
}

std::string description_of(const json::object& definition) {
  std::string text;
  for (const char* key : {"vendor", "model", "description"}) {
    const std::string part = text_at(definition, key);
    if (!part.empty()) text += (text.empty() ? "" : " ") + part;
  }
  return text;
}

/// Both are {"state": "online"}; old bridges send the word only.
mapping::Availability availability_of(const std::string& base, const std::string& topic) {
  const auto pointer = mapping::Pointer::parse("/state");
  mapping::Availability availability;
  for (const std::string& address : {base + "/bridge/state", topic + "/availability"}) {
    availability.sources.push_back({mapping::Pattern::literal(address), *pointer, "online", "offline"});
  }
  availability.sources.front().of_bridge = true;
  return availability;
}

/// Requests the values that the device publishes on change only. A battery device is not woken for that.
std::vector<mapping::Message> prime_of(const json::object& entry, const Exposed& exposed, const std::string& topic) {
  if (exposed.readable.empty() || text_at(entry, "power_source") == "Battery") return {};
  json::object asked;
  for (const std::string& member : exposed.readable) asked[member] = "";
  return {{topic + "/get", json::serialize(asked)}};
}

mapping::DeviceDescription describe(const json::object& entry, const std::string& base, Exposed&& exposed) {
  const std::string topic = base + '/' + text_at(entry, "friendly_name");
  mapping::DeviceDescription device;
  device.key = {base, text_at(entry, "ieee_address")};
  device.protocol = "ZigBee";
  device.name = text_at(entry, "friendly_name");
  device.type = exposed.type;
  device.description = description_of(definition_of(entry));
  device.availability = availability_of(base, topic);
  device.has_battery = text_at(entry, "power_source") == "Battery";
  device.prime = prime_of(entry, exposed, topic);
  device.capabilities = std::move(exposed.capabilities);
  return device;
}

/// A command that the bridge could not carry out: the name of the device, and the member of the message.
struct Complaint {
  std::string member;
  std::string device;
};

/// The text between two other texts; nothing without them.
std::optional<std::string> between(std::string_view text, std::string_view before, std::string_view after) {
  const std::size_t begin = text.find(before);
  if (begin == std::string_view::npos) return std::nullopt;
  text.remove_prefix(begin + before.size());
  const std::size_t end = text.find(after);
  return end == std::string_view::npos ? std::nullopt : std::optional(std::string(text.substr(0, end)));
}

/// "Publish 'set' 'state' to 'my_plug' failed: ..." and "No converter available for 'state' on 'my_plug': ...".
std::optional<Complaint> complaint_in(std::string_view message) {
  auto named = between(message, "Publish 'set' '", "' failed");
  std::string_view middle = "' to '";
  if (!named) {
    named = between(message, "No converter available for '", "': ");
    middle = "' on '";
  }
  const std::size_t at = named ? named->find(middle) : std::string::npos;
  if (at == std::string::npos) return std::nullopt;
  return Complaint{named->substr(0, at), named->substr(at + middle.size())};
}

/// "state" is the name of a capability; it may also be that of an endpoint, or part of a composite.
bool may_be(const std::string& identity, const std::string& member) {
  if (!identity.starts_with(member)) return false;
  return identity.size() == member.size() || identity[member.size()] == '_' || identity[member.size()] == '/';
}

}  // namespace

Zigbee2Mqtt::Zigbee2Mqtt(const Settings& settings)
    : settings_(settings),
      devices_topic_(settings.topic + "/bridge/devices"),
      logging_topic_(settings.topic + "/bridge/logging") {}

Changes Zigbee2Mqtt::message(std::string_view topic, std::string_view payload, bool retained) {
  if (topic == devices_topic_) return read_devices(payload);
  if (topic == logging_topic_ && !retained) return read_log(payload);
  return {};
}

Changes Zigbee2Mqtt::read_devices(std::string_view payload) {
  Changes changes;
  std::string why;
  const std::optional<json::value> document = parse_document(payload, settings_.limits, why);
  if (!document || !document->is_array()) {
    changes.rejected.push_back(devices_topic_ + ": " + (document ? "not a JSON array" : why));
    return changes;
  }
  std::set<std::string> present;
  for (const json::value& member : document->get_array()) {
    const json::object* entry = member.if_object();
    const std::string identity = entry == nullptr ? std::string() : text_at(*entry, "ieee_address");
    if (identity.empty()) {
      changes.rejected.push_back(devices_topic_ + ": a device has no ieee_address");
      continue;
    }
    if (present.size() >= kMaxEntries) {
      changes.skipped.push_back({{settings_.topic, identity}, "the bridge has too many devices"});
      continue;
    }
    present.insert(identity);
    read_device(identity, *entry, changes);
  }
  std::erase_if(devices_, [&](const auto& device) {
    if (present.contains(device.first)) return false;
    changes.removed.push_back({settings_.topic, device.first});
    return true;
  });
  return changes;
}

/// An entry that is equal to the last one changes nothing.
void Zigbee2Mqtt::read_device(const std::string& identity, const json::object& entry, Changes& changes) {
  Known& known = devices_[identity];
  const std::size_t digest = std::hash<std::string>{}(json::serialize(entry));
  if (std::exchange(known.digest, digest) == digest) return;
  known.name = text_at(entry, "friendly_name");
  known.settable.clear();
  if (std::string reason = why_not(entry); !reason.empty()) {
    changes.skipped.push_back({{settings_.topic, identity}, std::move(reason)});
    return;
  }
  const json::value* exposes = definition_of(entry).if_contains("exposes");
  const json::array none;
  const bool has_exposes = exposes != nullptr && exposes->is_array();
  Exposed exposed = read_exposes(has_exposes ? exposes->get_array() : none, settings_.topic + '/' + known.name);
  for (const mapping::Capability& capability : exposed.capabilities) {
    if (capability.sink) known.settable.push_back(capability.identity);
  }
  for (const std::string& left_out : exposed.left_out) changes.rejected.push_back(known.name + ": " + left_out);
  changes.described.push_back(describe(entry, settings_.topic, std::move(exposed)));
}

Changes Zigbee2Mqtt::read_log(std::string_view payload) const {
  Changes changes;
  std::string ignored;
  const std::optional<json::object> line = parse_object(payload, settings_.limits, ignored);
  if (!line || text_at(*line, "level") != "error") return changes;
  const std::string message = text_at(*line, "message");
  const std::optional<Complaint> complaint = complaint_in(message);
  if (!complaint) return changes;
  const auto device = std::find_if(devices_.begin(), devices_.end(),
                                   [&](const auto& known) { return known.second.name == complaint->device; });
  if (device == devices_.end()) return changes;
  mapping::SetRefusal refusal{{settings_.topic, device->first}, {}, mapping::first_characters(message, kMaxReason)};
  for (const std::string& identity : device->second.settable) {
    if (may_be(identity, complaint->member)) refusal.capabilities.push_back(identity);
  }
  changes.refused.push_back(std::move(refusal));
  return changes;
}

std::unique_ptr<Convention> make_zigbee2mqtt(const Settings& settings) {
  return std::make_unique<Zigbee2Mqtt>(settings);
}

}  // namespace adapters::mqtt::discovery
