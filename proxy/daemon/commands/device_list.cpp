// SPDX-License-Identifier: Apache-2.0
#include "proxy/daemon/commands/device_list.hpp"

#include "proxy/daemon/commands/device_object.hpp"
#include "proxy/daemon/commands/replies.hpp"

#include <boost/json.hpp>

#include <algorithm>
#include <string>
#include <string_view>

namespace proxy::daemon {
namespace json = boost::json;

namespace {

/// The value of the first capability of that type, with its unit if it has one; empty without one.
std::string value_of(const std::vector<Capability>& capabilities, std::string_view type) {
  const auto found = std::ranges::find(capabilities, type, &Capability::type);
  if (found == capabilities.end()) return {};
  return found->unit.empty() || found->unit == "-" ? found->value : found->value + " " + found->unit;
}

std::string battery(const std::vector<Capability>& capabilities) {
  if (std::string level = value_of(capabilities, "Battery"); !level.empty()) return level;
  const std::string low = value_of(capabilities, "BatteryLow");
  return low.empty() ? low : low == "true" || low == "1" ? "low" : "ok";
}

std::string link(const std::vector<Capability>& capabilities) {
  std::string quality = value_of(capabilities, "LinkQuality");
  return quality.empty() ? value_of(capabilities, "SignalStrength") : quality;
}

json::value text_or_null(std::string_view text) { return text.empty() ? json::value(nullptr) : json::value(text); }

json::object entry(const model::Tree& tree, const plugin::DeviceStatistics& device) {
  json::array unseen;
  for (const auto& parameter : device.unseen) {
    const char* note = parameter.writable ? "writable, and the device has never reported a value" : "never seen";
    unseen.push_back({{"path", parameter.path}, {"note", note}});
  }
  const std::vector<Capability> capabilities = capabilities_of(tree, device.path);
  const std::string name = value_at(tree, device.path + ".Name");
  const std::string contact = value_at(tree, device.path + ".LastTimeContacted");
  return {
      {"adapter", device.adapter},
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
      {"name", name.empty() ? device.identity : name},
      {"kind", text_or_null(without_vendor(value_at(tree, device.path + ".Type")))},
      {"last_contact", text_or_null(contact == model::kUnknownTime ? std::string_view() : std::string_view(contact))},
      {"battery", text_or_null(battery(capabilities))},
      {"link", text_or_null(link(capabilities))}};
}

}  // namespace

std::vector<model::ParameterRef> contact_times(const model::Tree& tree, const plugin::Router& router) {
  std::vector<model::ParameterRef> times;
  for (const auto& instance : router.adapters()) {
    for (const auto& [handle, device] : instance->devices().all()) {
      if (device.rows.empty()) continue;
      const auto time = tree.find(device.rows.front().second + ".LastTimeContacted");
      if (time && time->info().live) times.push_back(*time);
    }
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
