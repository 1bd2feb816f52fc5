// SPDX-License-Identifier: Apache-2.0
#pragma once
// Which changes of a parameter are worth a report to the ACS.
// Thread: pure

#include <chrono>

namespace proxy::model {

/// A rule holds for the parameter's notifications alone: its value in the tree is always the newest.
struct ReportRule {
  double min_change = 0;                 ///< against the value last reported; a number's smaller change is no news
  bool is_percent = false;               ///< min_change is in percent of the value last reported
  std::chrono::seconds min_interval{0};  ///< between two reports; a change meanwhile is reported at its end
  std::chrono::seconds max_interval{0};  ///< a smaller change is reported after this time; 0: never
  bool operator==(const ReportRule&) const = default;
};

}  // namespace proxy::model
