// SPDX-License-Identifier: Apache-2.0
#pragma once
// The notification attributes of devices in the standard shape: the rules `notify` of the configuration, of which the
// first that fits decides, and behind them the shipped ones.
// Thread: pure

#include <optional>
#include <string>
#include <vector>

#include "adapters/mapping/configuration/report_rule.hpp"
#include "adapters/mapping/devices/device.hpp"
#include "adapters/sdk/config.hpp"

namespace adapters::mapping {

class NotifyRules {
 public:
  /// The shipped rules alone.
  NotifyRules() = default;
  /// Reads `notify` of the section; mistakes are reported at their nodes.
  explicit NotifyRules(const sdk::ConfigNode& section);

  /// Gives its Online and its capabilities the attributes and report rules that the description leaves open.
  void complete(DeviceDescription& device) const;

 private:
  struct Rule {
    std::string device = {};  ///< globs; "": any
    std::string type = {};
    std::string name = {};
    std::optional<adapter_capability_class> kind = {};
    bool is_of_online = false;
    adapter_notify notify = ADAPTER_NOTIFY_OFF;
    std::optional<ReportRule> report = {};
  };

  static Rule read(const sdk::ConfigNode& node);
  static bool fits(const Rule& rule, const DeviceDescription& device);
  static bool fits(const Rule& rule, const DeviceDescription& device, const Capability& capability);
  void complete(const DeviceDescription& device, Capability& capability) const;

  std::vector<Rule> rules_;
};

}  // namespace adapters::mapping
