// SPDX-License-Identifier: Apache-2.0
#pragma once
// Which changes of a value an ACS is notified of: `min_change`, `min_interval_s` and `max_interval_s` of the
// configuration.
// Thread: pure

#include <cstdint>
#include <optional>
#include <string>

#include "adapters/mapping/values/decimal.hpp"
#include "adapters/sdk/adapter.hpp"
#include "adapters/sdk/config.hpp"

namespace adapters::mapping {

struct ReportRule {
  std::optional<Decimal> min_change;  ///< none: any change
  bool is_percent = false;            ///< of the value of the last notification
  std::uint32_t min_interval_s = 0;
  std::uint32_t max_interval_s = 0;
  bool operator==(const ReportRule&) const = default;
};

/// None of the three keys: no rule. `is_number`: the values are numbers, which alone have a least change. Mistakes are
/// reported at their nodes.
std::optional<ReportRule> read_report(const sdk::ConfigNode& node, bool is_number);
/// "off", "passive" or "active"; none if the key is absent.
std::optional<adapter_notify> read_notify(const sdk::ConfigNode& node);
/// A rule needs an attribute that is not off: `notify`, or what holds without it.
void check_report_has_use(const sdk::ConfigNode& node, adapter_notify notify);

/// " (active notification)", for people; "" if it is passive or off.
std::string explain_notify(std::optional<adapter_notify> notify);

/// The host gets the rule of a capability's value, or of a column for all rows that have it.
void give_report(const sdk::Host& host, sdk::Row row, sdk::Column column, const ReportRule& rule);

}  // namespace adapters::mapping
