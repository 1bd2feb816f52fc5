// SPDX-License-Identifier: Apache-2.0
// Shows the events of an open page: a value that changes, a daemon that ends and comes back, a session that ends.
#include "tests/integration/fixture/web_under_test.hpp"
#include "tests/support/catch.hpp"

#include <boost/json.hpp>

#include <list>
#include <stop_token>
#include <string>
#include <thread>
#include <utility>
#include <vector>

using namespace tests::integration;
using boost::json::value;

namespace {

constexpr const char* kStream = "/api/stream?path=Device.ManagementServer.";
constexpr const char* kPath = "Device.ManagementServer.STUNUsername";

/// Runs a command again and again while it lives: a page watches and follows only shortly after it knows that the
/// daemon is up.
class Repeated {
 public:
  Repeated(const Gateway& gateway, std::vector<std::vector<std::string>> commands)
      : thread_([&gateway, commands = std::move(commands)](const std::stop_token& stop) {
          while (!stop.stop_requested())
            for (const std::vector<std::string>& command : commands) gateway.ctl(command);
        }) {}

 private:
  std::jthread thread_;
};

void expect_change(const Gateway& gateway, EventSource& events, const std::string& text) {
  events.wait_for("status");
  const Repeated sets(gateway, {{"set", kPath, text + "?"}, {"set", kPath, text}});
  const value change = events.wait_for("change", [&](const value& one) { return one.at("value") == value(text); });
  CHECK(change.at("path") == value(kPath));
}

}  // namespace

TEST_CASE("a page that is open sees values change", "[web_stream]") {
  Gateway gateway(monitored());
  gateway.first_contact();
  const Web web(monitor_socket(gateway));
  EventSource events(web, kStream);
  CHECK(events.status() == 200);
  CHECK(events.head().find("Content-Type: text/event-stream\r\n") != std::string::npos);
  CHECK(events.wait_for("daemon").at("up") == true);
  expect_change(gateway, events, "first");
}

TEST_CASE("a page that is open sees that the daemon is gone and back, and then values again", "[web_stream]") {
  Gateway gateway(monitored());
  gateway.first_contact();
  const Web web(monitor_socket(gateway));
  EventSource events(web, kStream);
  CHECK(events.wait_for("daemon").at("up") == true);
  gateway.kill();
  CHECK(events.wait_for("daemon").at("up") == false);
  gateway.start();
  CHECK(events.wait_for("daemon").at("up") == true);
  expect_change(gateway, events, "after the restart");
}

TEST_CASE("a page that follows the log gets new lines, and /api/log has the recent ones", "[web_stream]") {
  Gateway gateway(monitored());
  gateway.first_contact();
  const Web web(monitor_socket(gateway));
  EventSource events(web, "/api/stream?log=1");
  CHECK(events.wait_for("daemon").at("up") == true);
  events.wait_for("status");
  const value line = [&] {
    const Repeated reloads(gateway, {{"reload"}});
    return events.wait_for("log", [](const value& one) { return one.at("id").as_string().starts_with("daemon."); });
  }();
  CHECK(line.at("level") == value("info"));
  const value log = boost::json::parse(web.get("/api/log").body());
  CHECK_FALSE(log.at("recent").as_array().empty());
}

TEST_CASE("a watch of what is not there is refused once, and the stream goes on", "[web_stream]") {
  Gateway gateway(monitored());
  const Web web(monitor_socket(gateway));
  EventSource events(web, "/api/stream?path=Device.None.");
  CHECK(events.wait_for("refused").at("fault") == 9005);
  gateway.kill();
  CHECK(events.wait_for("daemon", [](const value& one) { return one.at("up") == false; }).at("up") == false);
}

TEST_CASE("a stream ends soon after its session, and only so many are open", "[web_stream]") {
  Web web(kNoDaemon, {.password = "correct horse"});
  web.login("correct horse");
  {
    std::list<EventSource> streams;
    for (int i = 0; i < 8; ++i) CHECK(streams.emplace_back(web, kStream, web.session_headers()).status() == 200);
    CHECK(web.get(kStream, web.session_headers()).result_int() == 503);
    CHECK(web.post("/api/logout", "").result_int() == 200);
    streams.front().wait_for_end();  // at the next heartbeat
  }
  web.login("correct horse");
  CHECK(EventSource(web, kStream, web.session_headers()).status() == 200);
}
