// SPDX-License-Identifier: Apache-2.0
#include "adapters/mqtt/discovery/shelly/gen2.hpp"

#include <algorithm>
#include <array>
#include <boost/json/serializer.hpp>
#include <boost/json/value.hpp>
#include <set>
#include <utility>

#include "adapters/mqtt/discovery/common/document.hpp"
#include "adapters/mqtt/discovery/common/places.hpp"
#include "adapters/mqtt/discovery/conventions.hpp"
#include "adapters/mqtt/discovery/shelly/gen2_components.hpp"

namespace adapters::mqtt::discovery {
namespace {

namespace json = boost::json;

constexpr std::size_t kMaxDevices = 1024;
constexpr std::size_t kMaxComponents = 64;           // that are kept of one device
constexpr std::size_t kMaxComponentSize = 2 * 1024;  // as JSON
constexpr std::string_view kOnline = "/online";
constexpr std::string_view kEvents = "/events/rpc";

constexpr std::size_t kMaxLevels = 6;

bool is_plain(char c) {
  return (c >= '0' && c <= '9') || (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || c == '-' || c == '_' || c == '.';
}

/// True if the text needs no escapes in a topic, in JSON and in a template; spaces and umlauts need none.
bool is_usable(std::string_view prefix) {
  constexpr std::size_t kMaxSize = 300;
  return !prefix.empty() && prefix.size() <= kMaxSize && std::all_of(prefix.begin(), prefix.end(), [](char c) {
    return static_cast<unsigned char>(c) >= 0x20 && c != 0x7F &&
           std::string_view("\"\\+#${}").find(c) == std::string_view::npos;
  });
}

std::string unusable(std::string_view prefix) {
  return std::string(prefix.substr(0, 40)) +
         ": the prefix of its topics has a character that JSON or a topic reserves, or is too long";
}

/// Devices of the first generation publish below shellies/ by default, have no events and do not answer.
bool may_be_first_generation(std::string_view prefix) {
  constexpr std::array<std::string_view, 7> kLater = {"plus", "pro", "mini", "g3", "g4", "blu", "wall"};
  return prefix.starts_with("shellies/shelly") && std::ranges::none_of(kLater, [&](std::string_view word) {
           return prefix.find(word) != std::string_view::npos;
         });
}

bool is_small(const json::value& component) {
  std::array<char, kMaxComponentSize + 1> text{};
  json::serializer serializer;
  serializer.reset(&component);
  return serializer.read(text.data(), text.size()).size() <= kMaxComponentSize && serializer.done();
}

/// Adds the components that are new, with their members. True if there are any.
bool keep_components(const json::object& status, json::object& kept) {
  bool is_news = false;
  for (const json::key_value_pair& entry : status) {
    if (!entry.value().is_object() || kept.contains(entry.key()) || kept.size() == kMaxComponents) continue;
    if (!is_small(entry.value())) continue;
    kept.insert(entry);
    is_news = true;
  }
  return is_news;
}

std::string device_type(const std::vector<mapping::Capability>& capabilities) {
  for (const mapping::Capability& capability : capabilities) {
    if (capability.identity.starts_with("light:")) return "Light";
    if (capability.identity.starts_with("cover:")) return "Motor";
  }
  return {};
}

}  // namespace

std::vector<std::string> ShellyGen2::topics() const {
  std::vector<std::string> topics = {"+/rpc"};
  std::string levels;
  for (std::size_t count = 0; count < kMaxLevels; ++count) {
    levels += count == 0 ? "+" : "/+";
    topics.push_back(levels + std::string(kEvents));
    topics.push_back(levels + std::string(kOnline));
  }
  return topics;
}

/// One level without spaces and umlauts, and another one for each device: "a/b" and "a-b" are two.
std::string ShellyGen2::caller_for(std::string_view prefix) const {
  std::string name = settings_.topic + '-' + std::string(prefix);
  std::replace_if(
      name.begin() + static_cast<std::ptrdiff_t>(settings_.topic.size()), name.end(),
      [](char c) { return !is_plain(c); }, '-');
  for (auto taken = answers_.find(name + "/rpc"); taken != answers_.end() && taken->second != prefix;
       taken = answers_.find(name + "/rpc")) {
    name += '-';
  }
  return name;
}

Changes ShellyGen2::message(std::string_view topic, std::string_view payload, bool /*retained*/) {
  Changes changes;
  if (const auto found = answers_.find(topic); found != answers_.end()) {
    answer(found->second, payload, changes);
  } else if (topic.ends_with(kEvents)) {
    notification(std::string(topic.substr(0, topic.size() - kEvents.size())), payload, changes);
  } else if (topic.ends_with(kOnline) && payload == "true") {
    const std::string prefix(topic.substr(0, topic.size() - kOnline.size()));
    if (!may_be_first_generation(prefix)) ask(prefix, changes);
  }
  return changes;
}

void ShellyGen2::ask(const std::string& prefix, Changes& changes) {
  if (!is_usable(prefix)) return changes.rejected.push_back(unusable(prefix));
  if (!devices_.contains(prefix) && devices_.size() == kMaxDevices) {
    changes.rejected.push_back(prefix + ": too many devices are announced");
    return;
  }
  const std::string from = caller_for(prefix);
  Device& device = devices_[prefix];
  device.caller = from;
  device.has_listed = false;
  answers_[from + "/rpc"] = prefix;
  changes.asked.push_back({prefix + "/rpc", shelly_request(1, from, "Shelly.GetDeviceInfo")});
  changes.asked.push_back({prefix + "/rpc", shelly_request(2, from, "Shelly.GetStatus")});
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
    if (!std::exchange(device.has_listed, true)) ask_for_dynamic(prefix, device, "0", changes);
  } else if (id == "3" && result != nullptr) {
    keep_dynamic(prefix, device, *result, changes);
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

void ShellyGen2::ask_for_dynamic(const std::string& prefix, const Device& device, const std::string& offset,
                                 Changes& changes) {
  const std::string params = R"({"dynamic_only":true,"offset":)" + offset + R"(,"include":["status","config"]})";
  changes.asked.push_back({prefix + "/rpc", shelly_request(3, device.caller, "Shelly.GetComponents", params)});
}

/// One page of the list. After the last one the status is asked for again: it says which other components there are.
void ShellyGen2::keep_dynamic(const std::string& prefix, Device& device, const json::object& page, Changes& changes) {
  const json::value* const list = page.if_contains("components");
  const auto offset = number_at(page, "offset").value_or(mapping::Decimal());
  const auto total = number_at(page, "total").value_or(mapping::Decimal());
  if (list == nullptr || !list->is_array() || list->get_array().empty()) return;
  if (offset.is_zero()) {
    device.dynamic.clear();
    device.configs.clear();
  }
  const std::size_t before = device.dynamic.size();
  for (const json::value& member : list->get_array()) {
    const json::object* const component = member.if_object();
    const std::string key = component == nullptr ? std::string() : text_at(*component, "key");
    if (!is_dynamic(key)) continue;
    if (device.dynamic.size() == kMaxComponents || !is_small(member)) {
      changes.rejected.push_back(prefix + ": a component is left out, it is too large or there are too many");
      continue;
    }
    const json::object* const status = object_at(*component, "status");
    const json::object* const config = object_at(*component, "config");
    device.dynamic[key] = status == nullptr ? json::object{} : *status;
    if (config != nullptr) device.configs[key] = *config;
  }
  const mapping::Decimal next = offset + *mapping::Decimal::parse(std::to_string(list->get_array().size()));
  const bool is_offset = next.is_whole() && next >= mapping::Decimal();
  if (is_offset && next < total && device.dynamic.size() > before) {
    return ask_for_dynamic(prefix, device, next.text(), changes);
  }
  changes.asked.push_back({prefix + "/rpc", shelly_request(2, device.caller, "Shelly.GetStatus")});
}

/// A sleeping device sends its whole status when it wakes, without a request, or only what has changed: an alarm, for
/// instance. It does not answer then.
void ShellyGen2::notification(const std::string& prefix, std::string_view payload, Changes& changes) {
  if (!is_usable(prefix)) return changes.rejected.push_back(unusable(prefix));
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
  json::object whole = status;
  for (const json::key_value_pair& entry : device.dynamic) {
    if (!whole.contains(entry.key())) whole.insert(entry);
  }
  const ShellyAddress address = {prefix, device.caller};
  description.capabilities = shelly_capabilities(whole, device.configs, address);
  if (description.capabilities.empty() && !device.is_whole) return;
  description.type = device_type(description.capabilities);
  std::string components = description.name + '\n' + description.description;
  std::vector<std::string> settable;
  for (const mapping::Capability& capability : description.capabilities) {
    components += '\n' + capability.identity + '\n' + capability.name;
    if (capability.sink) settable.push_back(capability.identity);
  }
  if (std::exchange(device.components, components) == components) return;
  device.settable = std::move(settable);
  description.availability.sources.push_back(presence_at(prefix + std::string(kOnline), "true", "false"));
  // A new device is asked once its topics are subscribed to.
  description.prime = {{prefix + "/rpc", shelly_request(2, device.caller, "Shelly.GetStatus")}};
  std::set<std::string_view> asked;
  for (const mapping::Capability& capability : description.capabilities) {
    const std::string_view key = std::string_view(capability.identity).substr(0, capability.identity.find('.'));
    const bool is_asked = capability.source && is_dynamic(key) && asked.insert(key).second;
    if (is_asked) description.prime.push_back(question_for(key, address));
  }
  changes.described.push_back(std::move(description));
}

std::unique_ptr<Convention> make_shelly_gen2(const Settings& settings) {
  return std::make_unique<ShellyGen2>(settings);
}

}  // namespace adapters::mqtt::discovery
