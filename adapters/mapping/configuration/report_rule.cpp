// SPDX-License-Identifier: Apache-2.0
#include "adapters/mapping/configuration/report_rule.hpp"

#include <algorithm>
#include <string>
#include <string_view>

namespace adapters::mapping {
namespace {

using sdk::ConfigNode;

constexpr std::int64_t kMaxInterval = 31'536'000;

std::uint32_t read_interval(const ConfigNode& node) {
  return static_cast<std::uint32_t>(std::clamp<std::int64_t>(node.integer(0), 0, kMaxInterval));
}

void read_min_change(const ConfigNode& node, bool is_number, ReportRule& rule) {
  std::string_view text = node.scalar();
  rule.is_percent = text.ends_with('%');
  if (rule.is_percent) text.remove_suffix(1);
  rule.min_change = Decimal::parse(text);
  if (!rule.min_change || *rule.min_change <= Decimal()) {
    node.report("a number above 0 is expected here, such as 0.5, or a percentage, such as \"5%\"");
    rule.min_change.reset();
  }
  if (!is_number) node.report("min_change is for numbers");
}

}  // namespace

std::optional<ReportRule> read_report(const ConfigNode& node, bool is_number) {
  const ConfigNode min_change = node.find("min_change");
  const ConfigNode min_interval = node.find("min_interval_s");
  const ConfigNode max_interval = node.find("max_interval_s");
  if (!min_change && !min_interval && !max_interval) return std::nullopt;
  ReportRule rule;
  if (min_change) read_min_change(min_change, is_number, rule);
  rule.min_interval_s = read_interval(min_interval);
  rule.max_interval_s = read_interval(max_interval);
  if (max_interval && rule.max_interval_s < rule.min_interval_s) {
    max_interval.report("max_interval_s is less than min_interval_s");
  }
  if (max_interval && !min_change) max_interval.report("it has no use without min_change: every change is enough");
  return rule;
}

std::optional<adapter_notify> read_notify(const ConfigNode& node) {
  const ConfigNode notify = node.find("notify");
  if (!notify) return std::nullopt;
  if (notify.scalar() == "active") return ADAPTER_NOTIFY_ACTIVE;
  return notify.scalar() == "passive" ? ADAPTER_NOTIFY_PASSIVE : ADAPTER_NOTIFY_OFF;
}

void check_report_has_use(const ConfigNode& node, adapter_notify notify) {
  if (notify != ADAPTER_NOTIFY_OFF) return;
  for (const char* const key : {"min_change", "min_interval_s", "max_interval_s"}) {
    if (node.find(key)) node.find(key).report("it has no use without notify: passive or active");
  }
}

std::string explain_notify(std::optional<adapter_notify> notify) {
  return notify == ADAPTER_NOTIFY_ACTIVE ? " (active notification)" : "";
}

void give_report(const sdk::Host& host, sdk::Row row, sdk::Column column, const ReportRule& rule) {
  const std::string min_change = rule.min_change ? rule.min_change->text() : std::string();
  const adapter_report_rule given{sizeof(adapter_report_rule), rule.min_change ? min_change.c_str() : nullptr,
                                  rule.is_percent ? 1U : 0U, rule.min_interval_s, rule.max_interval_s};
  host.report(row, column, &given);
}

}  // namespace adapters::mapping
