// SPDX-License-Identifier: Apache-2.0
#include "proxy/daemon/commands/device_list.hpp"

#include "proxy/daemon/commands/replies.hpp"
#include "proxy/model/cursor.hpp"

#include <boost/json.hpp>

#include <functional>
#include <map>
#include <string>
#include <string_view>

namespace proxy::daemon {
namespace json = boost::json;

namespace {

/// The parameters of one object by their path below it.
using Values = std::map<std::string, std::string, std::less<>>;

Values values_of(const model::Tree& tree, const std::string& object) {
  Values values;
  const auto selection = object.empty() ? base::Result<model::Selection>(base::Error{}) : tree.select(object + ".");
  if (!selection) return values;
  model::Cursor cursor(tree, *selection, model::Cursor::Depth::all);
  while (const auto* item = cursor.next()) {
    if (item->kind != model::Cursor::Item::Kind::parameter) continue;
    values.emplace(std::string(item->path).substr(object.size() + 1), tree.value(item->parameter));
  }
  return values;
}

std::string_view find(const Values& values, std::string_view name) {
  const auto value = values.find(name);
  return value == values.end() ? std::string_view() : std::string_view(value->second);
}

/// The value of the first capability of that type, with its unit if it has one; empty without one.
std::string capability(const Values& values, std::string_view type) {
  constexpr std::string_view kType = ".Type";
  for (const auto& [path, word] : values) {
    if (!path.starts_with("IoTCapability.") || !path.ends_with(kType) || without_vendor(word) != type) continue;
    const std::string object = path.substr(0, path.size() - kType.size());
    const std::string_view unit = without_vendor(find(values, object + ".Unit"));
    const std::string value(find(values, object + ".Value"));
    return unit.empty() || unit == "-" ? value : value + " " + std::string(unit);
  }
  return {};
}

std::string battery(const Values& values) {
  if (std::string level = capability(values, "Battery"); !level.empty()) return level;
  const std::string low = capability(values, "BatteryLow");
  return low.empty() ? low : low == "true" || low == "1" ? "low" : "ok";
}

std::string link(const Values& values) {
  std::string quality = capability(values, "LinkQuality");
  return quality.empty() ? capability(values, "SignalStrength") : quality;
}

json::value text_or_null(std::string_view text) { return text.empty() ? json::value(nullptr) : json::value(text); }

json::object entry(const model::Tree& tree, const plugin::DeviceStatistics& device) {
  json::array unseen;
  for (const auto& parameter : device.unseen) {
    const char* note = parameter.writable ? "writable, and the device has never reported a value" : "never seen";
    unseen.push_back({{"path", parameter.path}, {"note", note}});
  }
  const Values values = values_of(tree, device.path);
  const std::string_view name = find(values, "Name");
  const std::string_view contact = find(values, "LastTimeContacted");
  return {{"adapter", device.adapter},
          {"controller", device.controller},
          {"identity", device.identity},
          {"protocol", device.protocol},
          {"presence", word(device.presence)},
          {"online", device.online},
          {"object", device.path},
          {"pending_sets", device.pending_sets},
          {"values", device.values},
          {"never_seen", unseen.size()},
          {"never_seen_parameters", std::move(unseen)},
          {"skipped", nullptr},
          {"name", name.empty() ? std::string_view(device.identity) : name},
          {"kind", text_or_null(without_vendor(find(values, "Type")))},
          {"last_contact", text_or_null(contact == model::kUnknownTime ? std::string_view() : contact)},
          {"battery", text_or_null(battery(values))},
          {"link", text_or_null(link(values))}};
}

}  // namespace

std::vector<model::ParameterRef> contact_times(const model::Tree& tree, const plugin::Router& router) {
  std::vector<model::ParameterRef> times;
  for (const plugin::DeviceStatistics& device : router.device_statistics()) {
    if (device.path.empty()) continue;
    const auto time = tree.find(device.path + ".LastTimeContacted");
    if (time && time->info().live) times.push_back(*time);
  }
  return times;
}

json::array device_list(const model::Tree& tree, const plugin::Router& router) {
  json::array list;
  for (const plugin::DeviceStatistics& device : router.device_statistics()) list.push_back(entry(tree, device));
  for (const plugin::SkippedStatistics& skipped : router.skipped()) {
    list.push_back({{"adapter", skipped.adapter}, {"identity", skipped.identity}, {"skipped", skipped.reason}});
  }
  return list;
}

}  // namespace proxy::daemon
