// SPDX-License-Identifier: Apache-2.0
#pragma once
// A strict reader of OpenMetrics for the tests: it accepts what the specification's grammar does, of the types that we
// write, and throws otherwise.
// Spec: OpenMetrics 1.0.0, "ABNF", "MetricFamily", "Histogram"
// Thread: pure

#include <map>
#include <string>
#include <string_view>

namespace tests::support {

struct MetricFamily {
  std::string type, help, unit;
  std::map<std::string, std::string> samples;  // `name{label="value"}` as written -> its number
};

// Throws std::runtime_error with the line that is wrong.
std::map<std::string, MetricFamily> read_open_metrics(std::string_view text);

}  // namespace tests::support
