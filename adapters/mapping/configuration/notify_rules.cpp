// SPDX-License-Identifier: Apache-2.0
#include "adapters/mapping/configuration/notify_rules.hpp"

#include <algorithm>
#include <array>
#include <string_view>

#include "adapters/mapping/configuration/admission.hpp"
#include "adapters/mapping/configuration/parameter.hpp"

namespace adapters::mapping {
namespace {

using sdk::ConfigNode;

struct ShippedRule {
  adapter_capability_class kind;
  const char* type;  // a glob
  adapter_notify notify;
  const char* min_change = nullptr;
  std::uint32_t min_interval_s = 0;
};

/// What a household must know at once is active. What changes rarely is passive: the next Inform has it. A number that
/// changes all the time would fill each Inform: it is off.
constexpr std::array kShipped = {
    ShippedRule{ADAPTER_BINARY_SENSOR, "*Door*", ADAPTER_NOTIFY_ACTIVE},
    ShippedRule{ADAPTER_BINARY_SENSOR, "*Window*", ADAPTER_NOTIFY_ACTIVE},
    ShippedRule{ADAPTER_BINARY_SENSOR, "*Smoke*", ADAPTER_NOTIFY_ACTIVE},
    ShippedRule{ADAPTER_BINARY_SENSOR, "*Gas*", ADAPTER_NOTIFY_ACTIVE},
    ShippedRule{ADAPTER_BINARY_SENSOR, "Carbon*", ADAPTER_NOTIFY_ACTIVE},
    ShippedRule{ADAPTER_BINARY_SENSOR, "Water*", ADAPTER_NOTIFY_ACTIVE},
    ShippedRule{ADAPTER_BINARY_SENSOR, "*Leak*", ADAPTER_NOTIFY_ACTIVE},
    ShippedRule{ADAPTER_BINARY_SENSOR, "*Flood*", ADAPTER_NOTIFY_ACTIVE},
    ShippedRule{ADAPTER_BINARY_SENSOR, "*Tamper*", ADAPTER_NOTIFY_ACTIVE},
    ShippedRule{ADAPTER_BINARY_SENSOR, "*Alarm*", ADAPTER_NOTIFY_ACTIVE},
    ShippedRule{ADAPTER_BINARY_SENSOR, "Safety", ADAPTER_NOTIFY_ACTIVE},
    ShippedRule{ADAPTER_BINARY_SENSOR, "Battery", ADAPTER_NOTIFY_ACTIVE},  // Home Assistant's word for a low one
    ShippedRule{ADAPTER_BINARY_SENSOR, "*BatteryLow*", ADAPTER_NOTIFY_ACTIVE},
    ShippedRule{ADAPTER_BINARY_SENSOR, "*LowBattery*", ADAPTER_NOTIFY_ACTIVE},
    ShippedRule{ADAPTER_BINARY_SENSOR, "*", ADAPTER_NOTIFY_PASSIVE},
    ShippedRule{ADAPTER_ENUM_SENSOR, "*Alarm*", ADAPTER_NOTIFY_ACTIVE},
    ShippedRule{ADAPTER_ENUM_SENSOR, "*Door*", ADAPTER_NOTIFY_ACTIVE},
    ShippedRule{ADAPTER_ENUM_SENSOR, "Action", ADAPTER_NOTIFY_OFF},  // a button, which is empty again at once
    ShippedRule{ADAPTER_ENUM_SENSOR, "*", ADAPTER_NOTIFY_PASSIVE},
    ShippedRule{ADAPTER_LEVEL_SENSOR, "Battery", ADAPTER_NOTIFY_PASSIVE},
    ShippedRule{ADAPTER_LEVEL_SENSOR, "Temperature", ADAPTER_NOTIFY_PASSIVE, "1", 900},
    ShippedRule{ADAPTER_LEVEL_SENSOR, "Humidity", ADAPTER_NOTIFY_PASSIVE, "5", 900},
    ShippedRule{ADAPTER_BINARY_CONTROL, "*", ADAPTER_NOTIFY_PASSIVE},
    ShippedRule{ADAPTER_ENUM_CONTROL, "*", ADAPTER_NOTIFY_PASSIVE},
    ShippedRule{ADAPTER_LEVEL_CONTROL, "*", ADAPTER_NOTIFY_PASSIVE},
};

/// A type as an ACS sees it, X_00D09E_BatteryLow, is the word BatteryLow here.
std::string without_prefix(std::string type) {
  constexpr std::size_t kPrefix = std::string_view("X_00D09E_").size();
  if (type.starts_with("X_") && type.size() > kPrefix && type[kPrefix - 1] == '_') type.erase(0, kPrefix);
  return type;
}

bool matches(const std::string& glob, std::string_view text) { return glob.empty() || matches_glob(glob, text); }

bool is_level(std::optional<adapter_capability_class> kind) {
  return !kind || *kind == ADAPTER_LEVEL_SENSOR || *kind == ADAPTER_LEVEL_CONTROL;
}

}  // namespace

NotifyRules::NotifyRules(const ConfigNode& section) {
  for (const ConfigNode node : section.find("notify").children()) rules_.push_back(read(node));
}

NotifyRules::Rule NotifyRules::read(const ConfigNode& node) {
  Rule rule{.device = node.find("device").text(),
            .type = without_prefix(node.find("type").text()),
            .name = node.find("name").text(),
            .is_of_online = node.find("online").boolean(false),
            .notify = read_notify(node).value_or(ADAPTER_NOTIFY_OFF)};
  if (const ConfigNode word = node.find("class")) rule.kind = class_of_word(word.scalar());
  rule.report = read_report(node, is_level(rule.kind));
  if (rule.is_of_online) {
    for (const char* const key : {"type", "class", "name", "min_change", "min_interval_s", "max_interval_s"}) {
      if (node.find(key)) node.find(key).report("it does not go with online: true");
    }
  } else {
    check_report_has_use(node, rule.notify);
  }
  return rule;
}

bool NotifyRules::fits(const Rule& rule, const DeviceDescription& device) {
  return matches(rule.device, device.key.identity) || matches(rule.device, device.name);
}

bool NotifyRules::fits(const Rule& rule, const DeviceDescription& device, const Capability& capability) {
  return !rule.is_of_online && (!rule.kind || *rule.kind == capability.kind) && matches(rule.type, capability.type) &&
         (matches(rule.name, capability.name) || matches(rule.name, capability.identity)) && fits(rule, device);
}

void NotifyRules::complete(DeviceDescription& device) const {
  const auto rule = std::find_if(rules_.begin(), rules_.end(),
                                 [&](const Rule& one) { return one.is_of_online && fits(one, device); });
  device.notify_online = rule == rules_.end() ? ADAPTER_NOTIFY_ACTIVE : rule->notify;
  for (Capability& capability : device.capabilities) {
    if (!capability.notify) complete(device, capability);
  }
}

void NotifyRules::complete(const DeviceDescription& device, Capability& capability) const {
  const auto rule =
      std::find_if(rules_.begin(), rules_.end(), [&](const Rule& one) { return fits(one, device, capability); });
  if (rule != rules_.end()) {
    capability.notify = rule->notify;
    if (!capability.report) capability.report = rule->report;
    return;
  }
  const auto* const shipped = std::find_if(kShipped.begin(), kShipped.end(), [&](const ShippedRule& one) {
    return one.kind == capability.kind && matches_glob(one.type, capability.type);
  });
  capability.notify = shipped == kShipped.end() ? ADAPTER_NOTIFY_OFF : shipped->notify;
  const bool has_report = shipped != kShipped.end() && shipped->min_change != nullptr;
  if (has_report && !capability.report) {
    capability.report = ReportRule{Decimal::parse(shipped->min_change), false, shipped->min_interval_s, 0};
  }
}

}  // namespace adapters::mapping
