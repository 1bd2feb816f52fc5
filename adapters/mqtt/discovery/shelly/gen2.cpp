// SPDX-License-Identifier: Apache-2.0
#include "adapters/mqtt/discovery/shelly/gen2.hpp"

#include <algorithm>
#include <boost/json/value.hpp>
#include <utility>

#include "adapters/mqtt/discovery/common/document.hpp"
#include "adapters/mqtt/discovery/common/places.hpp"
#include "adapters/mqtt/discovery/conventions.hpp"
#include "adapters/mqtt/discovery/shelly/gen2_components.hpp"

namespace adapters::mqtt::discovery {
namespace {

namespace json = boost::json;

constexpr std::size_t kMaxDevices = 1024;
constexpr std::string_view kOnline = "/online";
constexpr std::string_view kEvents = "/events/rpc";

/// True if the text needs no escapes in a topic and in JSON.
bool is_plain(std::string_view prefix) {
  return !prefix.empty() && prefix.size() <= 128 && std::all_of(prefix.begin(), prefix.end(), [](char c) {
    return (c >= '0' && c <= '9') || (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || c == '-' || c == '_' ||
           c == '.' || c == '/';
  });
}

/// Adds the components that are new, with their members. True if there are any.
bool keep_components(const json::object& status, json::object& kept) {
  constexpr std::size_t kMaxComponents = 64;
  bool is_news = false;
  for (const json::key_value_pair& entry : status) {
    if (!entry.value().is_object() || kept.contains(entry.key()) || kept.size() == kMaxComponents) continue;
    kept.insert(entry);
    is_news = true;
  }
  return is_news;
}

std::string device_type(const std::vector<mapping::Capability>& capabilities) {
  bool controls = false;
  for (const mapping::Capability& capability : capabilities) {
    if (capability.identity.starts_with("light:")) return "Light";
    if (capability.identity.starts_with("cover:")) return "Motor";
    controls = controls || capability.sink.has_value();
  }
  return controls ? "" : "Sensor";
}

}  // namespace

std::vector<std::string> ShellyGen2::topics() const {
  return {"+/rpc", "+/events/rpc", "+/+/events/rpc", "+/online", "+/+/online"};
}

std::string ShellyGen2::caller(std::string_view prefix) const {
  std::string name = settings_.topic + '-' + std::string(prefix);
  std::replace(name.begin() + static_cast<std::ptrdiff_t>(settings_.topic.size()), name.end(), '/', '-');
  return name;
}

Changes ShellyGen2::message(std::string_view topic, std::string_view payload, bool /*retained*/) {
  Changes changes;
  if (const auto found = answers_.find(topic); found != answers_.end()) {
    answer(found->second, payload, changes);
  } else if (topic.ends_with(kEvents)) {
    notification(std::string(topic.substr(0, topic.size() - kEvents.size())), payload, changes);
  } else if (topic.ends_with(kOnline) && payload == "true") {
    ask(std::string(topic.substr(0, topic.size() - kOnline.size())), changes);
  }
  return changes;
}

void ShellyGen2::ask(const std::string& prefix, Changes& changes) {
  // A Shelly of the first generation publishes `online` too, and does not answer.
  if (!is_plain(prefix) || prefix.starts_with("shellies/")) return;
  if (!devices_.contains(prefix) && devices_.size() == kMaxDevices) {
    changes.rejected.push_back(prefix + ": too many devices are announced");
    return;
  }
  devices_[prefix].asked = true;
  const std::string from = caller(prefix);
  answers_[from + "/rpc"] = prefix;
  const std::string source = R"(,"src":")" + from + R"(","method":)";
  changes.asked.push_back({prefix + "/rpc", R"({"id":1)" + source + R"("Shelly.GetDeviceInfo"})"});
  changes.asked.push_back({prefix + "/rpc", R"({"id":2)" + source + R"("Shelly.GetStatus"})"});
}

void ShellyGen2::answer(const std::string& prefix, std::string_view payload, Changes& changes) {
  std::string why;
  const auto document = parse_object(payload, settings_.limits, why);
  if (!document) return changes.rejected.push_back(prefix + ": " + why);
  Device& device = devices_[prefix];
  const std::string id = text_at(*document, "id");
  const json::object* result = object_at(*document, "result");
  if (id == "1" && result != nullptr) {
    device.name = text_at(*result, "name");
    device.model = text_at(*result, "app") + ' ' + text_at(*result, "model");
  } else if (id == "2" && result != nullptr) {
    device.identity = text_at(*document, "src", prefix);
    describe_whole(prefix, device, *result, changes);
  } else if (const auto number = number_at(*document, "id")) {
    for (std::size_t i = 0; i < device.settable.size(); ++i) {
      if (id != std::to_string(kFirstShellyCommand + i)) continue;
      const mapping::DeviceKey key = {settings_.topic, device.identity};
      if (const json::object* error = object_at(*document, "error")) {
        changes.refused.push_back({key, {device.settable[i]}, text_at(*error, "message", "the device rejects it")});
      } else {
        changes.accepted.push_back({key, device.settable[i]});
      }
    }
  }
}

/// A sleeping device sends its whole status when it wakes, without a request, or only what has changed: an alarm, for
/// instance. It does not answer then.
void ShellyGen2::notification(const std::string& prefix, std::string_view payload, Changes& changes) {
  if (!is_plain(prefix)) return;
  const auto known = devices_.find(prefix);
  const bool full = payload.find("\"NotifyFullStatus\"") != std::string_view::npos;
  if (known != devices_.end() && known->second.is_whole && !full) return;
  std::string why;
  const auto document = parse_object(payload, settings_.limits, why);
  if (!document) return changes.rejected.push_back(prefix + ": " + why);
  const std::string method = text_at(*document, "method");
  if (!method.starts_with("Notify")) return;
  if (known == devices_.end()) ask(prefix, changes);
  const json::object* status = object_at(*document, "params");
  const auto found = devices_.find(prefix);
  if ((!full && method != "NotifyStatus") || status == nullptr || found == devices_.end()) return;
  Device& device = found->second;
  if (device.identity.empty()) device.identity = text_at(*document, "src", prefix);
  if (full) {
    describe_whole(prefix, device, *status, changes);
  } else if (keep_components(*status, device.heard)) {
    describe(prefix, device, device.heard, changes);
  }
}

void ShellyGen2::describe_whole(const std::string& prefix, Device& device, const json::object& status,
                                Changes& changes) const {
  device.is_whole = true;
  device.heard.clear();
  describe(prefix, device, status, changes);
}

void ShellyGen2::describe(const std::string& prefix, Device& device, const json::object& status,
                          Changes& changes) const {
  mapping::DeviceDescription description;
  description.key = {settings_.topic, device.identity};
  description.protocol = "MQTT";
  description.name = device.name.empty() ? device.identity : device.name;
  description.description = device.model.empty() ? "Shelly" : "Shelly " + device.model;
  description.capabilities = shelly_capabilities(status, {prefix, caller(prefix)});
  if (description.capabilities.empty() && !device.is_whole) return;
  description.type = device_type(description.capabilities);
  std::string components = description.name + '\n' + description.description;
  std::vector<std::string> settable;
  for (const mapping::Capability& capability : description.capabilities) {
    components += '\n' + capability.identity;
    if (capability.sink) settable.push_back(capability.identity);
  }
  if (std::exchange(device.components, components) == components) return;
  device.settable = std::move(settable);
  description.availability.sources.push_back(presence_at(prefix + std::string(kOnline), "true", "false"));
  // A new device is asked once its topics are subscribed to.
  description.prime = {{prefix + "/rpc", R"({"id":2,"src":")" + caller(prefix) + R"(","method":"Shelly.GetStatus"})"}};
  changes.described.push_back(std::move(description));
}

std::unique_ptr<Convention> make_shelly_gen2(const Settings& settings) {
  return std::make_unique<ShellyGen2>(settings);
}

}  // namespace adapters::mqtt::discovery
