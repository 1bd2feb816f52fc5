// SPDX-License-Identifier: Apache-2.0
// Shows the replies to metrics, sessions and config as a person reads them.
#include "proxy/control/monitor_text.hpp"

#include "tests/support/catch.hpp"

#include <boost/json.hpp>

using namespace proxy::control;
namespace json = boost::json;

TEST_CASE("metrics have a line for each sample", "[control]") {
  const json::value reply = json::parse(R"({"families": [
    {"name": "sessions", "samples": [{"labels": {"outcome": "failed", "a": "b\"c"}, "value": 3}]},
    {"name": "seconds", "samples": [{"labels": {}, "buckets": [{"le": 0.1, "count": 1}, {"le": "+Inf", "count": 2}],
                                     "sum": 1.5, "count": 2}]},
    {"name": "none", "samples": []},
    {"name": "time", "samples": [{"labels": {}, "value": 1795000000.25}]}]})");
  CHECK(metrics_text(reply.as_object()) ==
        "sessions{outcome=\"failed\", a=\"b\\\"c\"} 3\nseconds 2, in all 1.5\ntime 1795000000.25\n");
}

TEST_CASE("sessions are a table; verbose shows the envelopes, and none acts on the terminal", "[control]") {
  const json::value reply = json::parse(R"([
    {"number": 12, "begin": "2026-11-22T10:00:00Z", "duration_ms": 1234, "events": ["1 BOOT", "4 VALUE CHANGE"],
     "acs": "http://acs/", "outcome": "failed", "failure": "no answer", "retry_count": 2,
     "requests": [{"rpc": "GetParameterValues", "fault": 0, "duration_ms": 3},
                  {"rpc": "Download", "fault": 9001, "duration_ms": 1}],
     "envelopes": [{"direction": "sent", "time": "2026-11-22T10:00:01Z", "text": "<a>\u001b[2J</a>"}]}])");
  CHECK(sessions_text(reply.as_array(), false) ==
        "number  begin                 took     outcome  events                  requests\n"
        "12      2026-11-22T10:00:00Z  1.234 s  failed   1 BOOT, 4 VALUE CHANGE  GetParameterValues, Download (fault "
        "9001), no answer\n");
  const std::string verbose = sessions_text(reply.as_array(), true);
  CHECK(verbose.ends_with("\n12: 2026-11-22T10:00:01Z sent\n<a>\\x1b[2J</a>\n"));
  CHECK(sessions_text({}, true) == "none\n");
}

TEST_CASE("the messages of a configuration are comments after it", "[control]") {
  const json::value reply =
      json::parse(R"({"file": "/etc/a.yaml", "text": "acs:\n  url: a\n", "messages": ["a.yaml:2:8: acs.url: no"]})");
  CHECK(config_text(reply.as_object()) == "acs:\n  url: a\n# a.yaml:2:8: acs.url: no\n");
}
