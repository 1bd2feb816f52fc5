// SPDX-License-Identifier: Apache-2.0
// Shows /metrics of a real daemon: OpenMetrics by a strict reader, the older format by Prometheus' own promtool.
#include "tests/integration/fixture/web_under_test.hpp"
#include "tests/support/catch.hpp"
#include "tests/support/open_metrics.hpp"
#include "tests/support/process.hpp"

#include <string>

using namespace tests::integration;
using tests::support::read_open_metrics;

namespace {

constexpr const char* kOpenMetrics = "application/openmetrics-text;version=1.0.0,text/plain;version=0.0.4;q=0.5";

/// The session of the test has been counted.
void wait_for_session(const Web& web) {
  wait_until("the session is counted", [&] {
    return web.get("/metrics").body().find("\ntr069_proxy_sessions_total{outcome=\"success\"} 1\n") !=
           std::string::npos;
  });
}

bool has_promtool() { return tests::support::run({"sh", "-c", "command -v promtool"}).exit_code == 0; }

}  // namespace

TEST_CASE("/metrics is OpenMetrics for a client that prefers it", "[web_metrics]") {
  Gateway gateway(monitored());
  gateway.first_contact();
  const Web web(monitor_socket(gateway));
  wait_for_session(web);
  const HttpResponse response = web.get("/metrics", {{"Accept", kOpenMetrics}});
  CHECK(response.result_int() == 200);
  CHECK(response["Content-Type"] == "application/openmetrics-text; version=1.0.0; charset=utf-8");
  const auto families = read_open_metrics(response.body());
  CHECK(families.at("tr069_proxy_sessions").samples.at("tr069_proxy_sessions_total{outcome=\"success\"}") == "1");
  CHECK(families.at("tr069_proxy_session_duration_seconds").type == "histogram");
  CHECK(families.at("tr069_proxy_build").type == "info");
  CHECK(families.contains("process_resident_memory_bytes"));
}

TEST_CASE("promtool has no objection to /metrics", "[web_metrics]") {
  Gateway gateway(monitored());
  gateway.first_contact();
  const Web web(monitor_socket(gateway));
  wait_for_session(web);
  const HttpResponse response = web.get("/metrics");
  CHECK(response["Content-Type"] == "text/plain; version=0.0.4; charset=utf-8");
  CHECK(response.body().find("\ntr069_proxy_sessions_total{outcome=\"success\"} 1\n") != std::string::npos);
  if (!has_promtool()) {
    WARN("left out: promtool is not installed (packaging/install-dependencies.sh prometheus)");
    return;
  }
  const auto checked = tests::support::run({"promtool", "check", "metrics"}, response.body());
  INFO(checked.output << response.body());
  CHECK(checked.exit_code == 0);
  CHECK(checked.output.empty());
}

TEST_CASE("Prometheus reads /metrics by a token of its own", "[web_metrics]") {
  Gateway gateway(monitored());
  const Web web(monitor_socket(gateway), {.password = "correct horse", .more = "metrics_token: 0123456789abcdef\n"});
  const HttpResponse refused = web.get("/metrics");
  CHECK(refused.result_int() == 401);
  CHECK(refused["WWW-Authenticate"] == "Bearer");
  CHECK(web.get("/metrics", {{"Authorization", "Bearer 0123456789abcdee"}}).result_int() == 401);
  CHECK(web.get("/metrics", {{"Authorization", "Bearer 0123456789abcdef"}}).result_int() == 200);
  CHECK(web.get("/api/status", {{"Authorization", "Bearer 0123456789abcdef"}}).result_int() == 401);
}
