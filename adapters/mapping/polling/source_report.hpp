// SPDX-License-Identifier: Apache-2.0
#pragma once
// The status of an adapter that reads its sources at intervals: down when none of them answers, up with a text when
// some do not. A source counts as failing when it fails twice in a row: one answer that is late changes no status.
// Thread: one at a time

#include <cstddef>
#include <map>
#include <string>

#include "adapters/sdk/adapter.hpp"

namespace adapters::mapping {

class SourceReport {
 public:
  explicit SourceReport(sdk::Host host) : host_(host) {}

  /// Before the first read. Without a source the adapter has nothing to report.
  void started(bool has_sources) const;
  /// A source by its name for people: a path, a URL, "unit 20".
  void answered(const std::string& source);
  void failed(const std::string& source, const std::string& reason);
  /// The source fails already for as long as counts.
  void gone(const std::string& source, const std::string& reason);

 private:
  struct Source {
    std::size_t failures = 0;  ///< in a row
    std::string reason = {};
  };
  void report();

  const sdk::Host host_;
  std::map<std::string, Source> sources_;
  std::string reported_;  ///< condition and text; "" for none
};

}  // namespace adapters::mapping
