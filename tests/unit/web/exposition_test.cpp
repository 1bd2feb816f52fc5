// SPDX-License-Identifier: Apache-2.0
// Shows that the daemon's metrics are written as Prometheus' text format and OpenMetrics have it: names, suffixes,
// escapes, histograms; and which of the two a client gets.
#include "proxy/web/metrics/exposition.hpp"
#include "tests/support/catch.hpp"
#include "tests/support/open_metrics.hpp"

#include <boost/json.hpp>

#include <string>

using namespace proxy::web;
using tests::support::read_open_metrics;

namespace {

const boost::json::value kMetrics = boost::json::parse(R"({"families": [
  {"name": "tr069_proxy_build_info", "type": "info", "help": "The version.", "unit": "",
   "samples": [{"labels": {"version": "0.1.0"}, "value": 1}]},
  {"name": "tr069_proxy_sessions", "type": "counter", "help": "Sessions.", "unit": "",
   "samples": [{"labels": {"outcome": "success"}, "value": 7}, {"labels": {"outcome": "failed"}, "value": 2}]},
  {"name": "tr069_proxy_session_duration_seconds", "type": "histogram", "help": "How long.", "unit": "seconds",
   "samples": [{"labels": {}, "sum": 4.5, "count": 9,
                "buckets": [{"le": 0.25, "count": 3}, {"le": 1, "count": 8}, {"le": "+Inf", "count": 9}]}]},
  {"name": "tr069_proxy_adapter_up", "type": "gauge", "help": "A \\ and a \"quote\"\nof two lines.", "unit": "",
   "samples": [{"labels": {"adapter": "a\"b\\c\nd"}, "value": 1}]},
  {"name": "process_resident_memory_bytes", "type": "gauge", "help": "Memory.", "unit": "bytes",
   "samples": [{"labels": {}, "value": 5000000}]}]})");

std::string older() { return exposition(kMetrics, MetricsFormat::text_0_0_4); }
std::string open() { return exposition(kMetrics, MetricsFormat::open_metrics_1_0_0); }

bool has(const std::string& text, const std::string& part) { return text.find(part) != std::string::npos; }

}  // namespace

TEST_CASE("a counter ends in _total in both formats, its family in the older one alone", "[web]") {
  CHECK(has(older(), "# TYPE tr069_proxy_sessions_total counter\n"));
  CHECK(has(older(), "\ntr069_proxy_sessions_total{outcome=\"failed\"} 2\n"));
  const auto families = read_open_metrics(open());
  CHECK(families.at("tr069_proxy_sessions").type == "counter");
  CHECK(families.at("tr069_proxy_sessions").samples.at("tr069_proxy_sessions_total{outcome=\"success\"}") == "7");
}

TEST_CASE("a histogram has cumulative buckets up to +Inf, a sum and a count", "[web]") {
  CHECK(has(older(), "_bucket{le=\"0.25\"} 3\n"));
  CHECK(has(older(), "_bucket{le=\"1\"} 8\n"));
  CHECK(has(older(), "_bucket{le=\"+Inf\"} 9\ntr069_proxy_session_duration_seconds_sum 4.5\n"));
  const auto histogram = read_open_metrics(open()).at("tr069_proxy_session_duration_seconds");
  CHECK(histogram.unit == "seconds");
  CHECK(histogram.samples.at("tr069_proxy_session_duration_seconds_bucket{le=\"1.0\"}") == "8");
  CHECK(histogram.samples.at("tr069_proxy_session_duration_seconds_count") == "9");
}

TEST_CASE("an info is a gauge in the older format", "[web]") {
  CHECK(has(older(), "# TYPE tr069_proxy_build_info gauge\n"));
  CHECK(has(older(), "tr069_proxy_build_info{version=\"0.1.0\"} 1\n"));
  CHECK(read_open_metrics(open()).at("tr069_proxy_build").type == "info");
}

TEST_CASE("quotes, backslashes and line ends are escaped where each format wants it", "[web]") {
  CHECK(has(older(), "adapter=\"a\\\"b\\\\c\\nd\""));
  CHECK(has(older(), "# HELP tr069_proxy_adapter_up A \\\\ and a \"quote\"\\nof two lines.\n"));
  CHECK(read_open_metrics(open()).at("tr069_proxy_adapter_up").help == "A \\\\ and a \\\"quote\\\"\\nof two lines.");
}

TEST_CASE("OpenMetrics ends with # EOF and nothing after it, the older format has none", "[web]") {
  CHECK(open().ends_with("\n# EOF\n"));
  CHECK_FALSE(has(older(), "# EOF"));
  CHECK(read_open_metrics(open()).size() == 5);
  CHECK(read_open_metrics(exposition(nullptr, MetricsFormat::open_metrics_1_0_0)).empty());
}

TEST_CASE("what is no metric is left out", "[web]") {
  const auto wrong = boost::json::parse(R"({"families": [1, {"name": "a b", "type": "gauge", "samples": []},
    {"name": "x", "type": "summary", "samples": []}, {"name": "y", "type": "gauge", "samples": [{"value": "text"}, 3]}]})");
  CHECK(exposition(wrong, MetricsFormat::text_0_0_4) == "# TYPE y gauge\n");
}

TEST_CASE("a client gets OpenMetrics only if it asks for it", "[web]") {
  constexpr auto kOpen = MetricsFormat::open_metrics_1_0_0;
  constexpr auto kOlder = MetricsFormat::text_0_0_4;
  // As Prometheus 2.42 sends it.
  CHECK(preferred_format("application/openmetrics-text;version=1.0.0,application/openmetrics-text;version=0.0.1;q=0.75,"
                         "text/plain;version=0.0.4;q=0.5,*/*;q=0.1") == kOpen);
  CHECK(preferred_format("") == kOlder);
  CHECK(preferred_format("*/*") == kOlder);
  CHECK(preferred_format("text/plain, application/openmetrics-text;q=0.1") == kOlder);
  CHECK(preferred_format("application/openmetrics-text;q=0") == kOlder);
}

TEST_CASE("the reader of the test finds what is not OpenMetrics", "[web]") {
  CHECK_THROWS(read_open_metrics("# TYPE a counter\na 1\n# EOF\n"));
  CHECK_THROWS(read_open_metrics("# TYPE a gauge\na 1\n"));
  CHECK_THROWS(read_open_metrics("# TYPE a gauge\na 1\n# EOF\n\n"));
  CHECK_THROWS(read_open_metrics("# TYPE a gauge\na{b=\"\n\"} 1\n# EOF\n"));
  CHECK_THROWS(read_open_metrics("# TYPE a histogram\na_bucket{le=\"1.0\"} 2\na_sum 1\na_count 2\n# EOF\n"));
  CHECK_THROWS(read_open_metrics("# TYPE a_s gauge\n# UNIT a_s bytes\na_s 1\n# EOF\n"));
}
