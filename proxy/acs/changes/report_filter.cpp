// SPDX-License-Identifier: Apache-2.0
#include "proxy/acs/changes/report_filter.hpp"

#include <algorithm>
#include <charconv>
#include <cmath>

namespace proxy::acs {
namespace {

/// Decimal texts are not exact in binary: 20.1 to 20.2 is a change of 0.1.
constexpr double kRounding = 1e-9;

std::optional<double> number(std::string_view text) {
  double value = 0;
  const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), value);
  if (error != std::errc{} || end != text.data() + text.size()) return std::nullopt;
  return value;
}

/// A text that is no number has no smaller changes.
bool is_small(std::string_view before, std::string_view now, const model::ReportRule& rule) {
  const auto from = number(before);
  const auto to = number(now);
  if (rule.min_change <= 0 || !from || !to) return false;
  const double least = rule.is_percent ? std::abs(*from) * rule.min_change / 100 : rule.min_change;
  return std::abs(*to - *from) < least - kRounding * std::max({1.0, std::abs(*from), std::abs(*to)});
}

}  // namespace

void ReportFilter::begin(model::ParameterRef parameter, std::string_view value) {
  Last& last = last_[parameter];
  put_off(parameter, last, std::nullopt);
  last = {std::string(value), std::nullopt, std::nullopt};
}

void ReportFilter::reported(model::ParameterRef parameter, std::string_view value, base::SteadyTime now) {
  begin(parameter, value);
  last_[parameter].reported = now;
}

bool ReportFilter::is_news(model::ParameterRef parameter, std::string_view value, base::SteadyTime now,
                           const model::ReportRule& rule) {
  const auto found = last_.find(parameter);
  std::optional<base::SteadyTime> due;
  const bool is_news = found == last_.end() || decide(found->second, value, now, rule, due);
  if (is_news) {
    reported(parameter, value, now);
  } else {
    put_off(parameter, found->second, due);
  }
  return is_news;
}

bool ReportFilter::decide(const Last& last, std::string_view value, base::SteadyTime now, const model::ReportRule& rule,
                          std::optional<base::SteadyTime>& due) const {
  if (last.value == value) return false;
  const bool is_small = acs::is_small(last.value, value, rule);
  if (is_small && rule.max_interval.count() == 0) return false;
  const auto wait = is_small ? std::max(rule.min_interval, rule.max_interval) : rule.min_interval;
  // A smaller change waits from the change on where no report came before.
  const base::SteadyTime from = last.reported.value_or(is_small ? now : now - wait);
  if (from + wait <= now) return true;
  due = last.reported || !last.due ? from + wait : *last.due;
  return *due <= now;
}

void ReportFilter::put_off(model::ParameterRef parameter, Last& last, std::optional<base::SteadyTime> due) {
  if (last.due) due_.erase({*last.due, parameter});
  if (due) due_.insert({*due, parameter});
  last.due = due;
}

std::optional<base::SteadyTime> ReportFilter::next_due() const {
  return due_.empty() ? std::nullopt : std::optional(due_.begin()->first);
}

std::vector<model::ParameterRef> ReportFilter::take_due(base::SteadyTime now) {
  std::vector<model::ParameterRef> taken;
  while (!due_.empty() && due_.begin()->first <= now) {
    taken.push_back(due_.begin()->second);
    due_.erase(due_.begin());
  }
  return taken;
}

std::vector<model::ParameterRef> ReportFilter::parameters() const {
  std::vector<model::ParameterRef> all;
  for (const auto& [parameter, last] : last_) all.push_back(parameter);
  return all;
}

void ReportFilter::forget(model::ParameterRef parameter) {
  const auto found = last_.find(parameter);
  if (found == last_.end()) return;
  put_off(parameter, found->second, std::nullopt);
  last_.erase(found);
}

void ReportFilter::forget(model::Row& row) {
  auto at = last_.lower_bound({&row, 0});  // in the order of the rows
  while (at != last_.end() && at->first.row == &row) {
    put_off(at->first, at->second, std::nullopt);
    at = last_.erase(at);
  }
}

}  // namespace proxy::acs
