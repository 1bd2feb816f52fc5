// SPDX-License-Identifier: Apache-2.0
#include "adapters/mapping/polling/source_report.hpp"

#include <algorithm>
#include <utility>

namespace adapters::mapping {
namespace {

constexpr std::size_t kFailures = 2;

}  // namespace

void SourceReport::started(bool has_sources) const {
  if (has_sources) host_.status(ADAPTER_CONDITION_UNTRIED);
}

void SourceReport::answered(const std::string& source) {
  sources_[source] = {};
  report();
}

void SourceReport::failed(const std::string& source, const std::string& reason) {
  Source& failing = sources_[source];
  failing.reason = reason;
  if (++failing.failures >= kFailures) report();
}

void SourceReport::gone(const std::string& source, const std::string& reason) {
  sources_[source] = {kFailures, reason};
  report();
}

void SourceReport::report() {
  const auto fails = [](const auto& entry) { return entry.second.failures >= kFailures; };
  const auto failing = static_cast<std::size_t>(std::ranges::count_if(sources_, fails));
  const auto first = std::ranges::find_if(sources_, fails);
  const adapter_condition condition = failing == sources_.size() ? ADAPTER_CONDITION_DOWN : ADAPTER_CONDITION_UP;
  std::string text;
  if (failing != 0) {
    if (sources_.size() > 1) text = std::to_string(failing) + " of " + std::to_string(sources_.size()) + " fail: ";
    text += first->first + ": " + first->second.reason;
  }
  std::string report = std::to_string(condition) + text;
  if (report == reported_) return;
  host_.status(condition, text);
  reported_ = std::move(report);
}

}  // namespace adapters::mapping
