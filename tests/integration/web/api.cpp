// SPDX-License-Identifier: Apache-2.0
// Shows tr069-proxy-web with a real daemon behind its monitor socket: what a page reads, and what it may set.
#include "tests/integration/fixture/web_under_test.hpp"
#include "tests/support/catch.hpp"

#include <boost/json.hpp>

#include <string>

using namespace tests::integration;
using boost::json::parse;

namespace {

constexpr const char* kPath = "Device.ManagementServer.STUNUsername";
constexpr const char* kBody = R"({"path": "Device.ManagementServer.STUNUsername", "value": "set here"})";

}  // namespace

TEST_CASE("a page gets the results of the daemon's commands", "[web_api]") {
  Gateway gateway(monitored());
  const Web web(monitor_socket(gateway));
  const HttpResponse status = web.get("/api/status");
  CHECK(status.result_int() == 200);
  CHECK(status["Content-Type"] == "application/json");
  CHECK(status["Cache-Control"] == "no-store");
  CHECK(parse(status.body()).at("version").is_string());
  for (const char* path : {"/api/devices", "/api/adapters", "/api/events", "/api/problems"})
    CHECK(parse(web.get(path).body()).is_array());
  const auto tree = parse(web.get("/api/tree?path=Device.DeviceInfo.").body());
  CHECK(tree.at(0).at("path").as_string().starts_with("Device.DeviceInfo."));
  CHECK(web.get("/api/get?path=Device.ManagementServer.STUNUsername").result_int() == 200);
}

TEST_CASE("an error of the daemon has a status that fits and says what is wrong", "[web_api]") {
  Gateway gateway(monitored());
  const Web web(monitor_socket(gateway));
  const HttpResponse missing = web.get("/api/get?path=Device.None");
  CHECK(missing.result_int() == 404);
  CHECK(parse(missing.body()).at("error").at("fault") == 9005);
  CHECK(web.get("/api/get").result_int() == 400);
  CHECK(web.get("/api/none").result_int() == 404);
  CHECK(web.get("/api/explain?argument=x").result_int() == 400);
}

TEST_CASE("a set needs allow_set of web.yaml and of the daemon", "[web_api]") {
  for (const auto& [here, there] : {std::pair(false, false), std::pair(false, true), std::pair(true, false)}) {
    Gateway gateway(monitored(there));
    Web web(monitor_socket(gateway), {.more = here ? "allow_set: true\n" : ""});
    CHECK(web.open_session().at("allow_set") == false);
    const HttpResponse refused = web.post("/api/set", kBody);
    CHECK(refused.result_int() == 403);
    CHECK(refused.body().find(here ? "monitor.allow_set is false" : "allow_set is false in web.yaml") !=
          std::string::npos);
    CHECK(gateway.get(kPath).empty());
  }
  Gateway gateway(monitored(true));
  Web web(monitor_socket(gateway), {.more = "allow_set: true\n"});
  CHECK(web.open_session().at("allow_set") == true);
  CHECK(web.post("/api/set", kBody).result_int() == 200);
  CHECK(gateway.get(kPath) == "set here");
  const HttpResponse wrong = web.post("/api/set", R"({"path": "Device.RootDataModelVersion", "value": "3"})");
  CHECK(wrong.result_int() == 400);
  CHECK(parse(wrong.body()).at("error").at("fault") == 9008);
}

TEST_CASE("a socket that is not there is named with the key that opens it", "[web_api]") {
  const Web web(kNoDaemon);
  const HttpResponse lost = web.get("/api/status");
  CHECK(lost.result_int() == 503);
  CHECK(lost.body().find(kNoDaemon) != std::string::npos);
  CHECK(lost.body().find("with the key monitor.socket") != std::string::npos);
}

TEST_CASE("without a daemon a page gets 503 and the reason, and healthz says so", "[web_api]") {
  Gateway gateway(monitored());
  const Web web(monitor_socket(gateway));
  gateway.kill();
  const HttpResponse lost = web.get("/api/status");
  CHECK(lost.result_int() == 503);
  CHECK(lost.body().find("no daemon at ") != std::string::npos);
  CHECK(web.get("/healthz").result_int() == 503);
  CHECK(web.get("/healthz").body() == "the daemon does not answer\n");
  CHECK(web.get("/").result_int() == 200);
  gateway.start();
  CHECK(web.get("/api/status").result_int() == 200);
}

TEST_CASE("healthz says what status --check says", "[web_api]") {
  Gateway gateway(monitored());
  const Web web(monitor_socket(gateway));
  gateway.first_contact();
  CHECK(gateway.ctl({"status", "--check"}).exit_code == 0);
  CHECK(web.get("/healthz").result_int() == 200);
  CHECK(web.get("/healthz").body() == "ok\n");
}
