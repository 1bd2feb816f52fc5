// SPDX-License-Identifier: Apache-2.0
// Shows the levels of the log: per module in the configuration, changed at run time, followed by tr069-proxyctl; and
// the log as JSON.
#include "tests/integration/fixture/gateway_under_test.hpp"
#include "tests/support/catch.hpp"

#include <boost/json.hpp>

#include <chrono>
#include <sstream>
#include <string>

using namespace tests;
using namespace tests::integration;
using Catch::Matchers::ContainsSubstring;

namespace {

const std::string kGarden =
    "- name: garden\n  plugin: mqtt\n  mount: Device.X_00D09E_Garden.\n  broker: { url: \"@BROKER@\" }\n"
    "  parameters: [{ path: A, source: { topic: a } }]\n";

GatewayOptions with_log(const std::string& keys) {
  GatewayOptions options;
  options.settings.log_level = keys;
  options.settings.adapters = kGarden;
  options.broker = support::BrokerOptions{};
  return options;
}

}  // namespace

TEST_CASE("a module has a level of its own in the configuration, and a reload changes it", "[control_log]") {
  Gateway gateway(with_log("error, modules: { daemon: info, acs: debug, mqtt: info }"));
  gateway.first_contact();
  gateway.wait_for_log(" debug acs.http.sent ");
  gateway.wait_until_logged(" info adapter.garden mqtt.");

  gateway.configure(with_log("error, modules: { daemon: info, mqtt: info, garden: error }").settings);
  CHECK(gateway.ctl({"reload"}).exit_code == 0);
  gateway.wait_for_log(" info daemon.reload.done ");
  const std::size_t before = gateway.log().size();
  gateway.ctl({"inform"});
  gateway.first_contact();
  gateway.broker().stop();
  wait_until(
      "the adapter is down", [&] { return gateway.ctl({"adapters"}).output.find("  Down  ") != std::string::npos; },
      std::chrono::seconds{15});
  CHECK(gateway.log().substr(before).empty());
}

TEST_CASE("each line of a log as JSON is one object", "[control_log]") {
  Gateway gateway(with_log("debug, format: json"));
  gateway.first_contact();
  gateway.wait_for_log("\"id\":\"acs.session.completed\"");
  std::istringstream lines(gateway.log());
  int count = 0;
  for (std::string line; std::getline(lines, line); ++count) {
    CAPTURE(line);
    const boost::json::object entry = boost::json::parse(line).as_object();
    CHECK(entry.size() == 4);
    CHECK(entry.at("time").as_string().ends_with('Z'));
    for (const char* member : {"level", "id", "text"}) CHECK(entry.at(member).is_string());
  }
  CHECK(count > 5);
}

TEST_CASE("tr069-proxyctl log shows the levels and the recent lines", "[control_log]") {
  Gateway gateway(with_log("info, modules: { acs: debug }"));
  gateway.first_contact();
  gateway.wait_for_log("acs.session.completed");
  const std::string text = gateway.ctl({"log"}).output;
  CHECK(text.starts_with("level: info\nmodules:\n  acs: debug\n"));
  CHECK_THAT(text, ContainsSubstring(" info daemon.process.started tr069-proxyd "));
  const auto reply = boost::json::parse(gateway.ctl({"--json", "log"}).output);
  CHECK(reply.at("level") == "info");
  CHECK(reply.at("modules") == boost::json::value{{"acs", "debug"}});
  const boost::json::object last = reply.at("recent").as_array().back().as_object();
  CHECK(last.at("time").as_string().ends_with('Z'));
  CHECK(last.at("id").is_string());
  CHECK(last.at("level").is_string());
  CHECK_FALSE(last.at("text").as_string().empty());
}

TEST_CASE("tr069-proxyctl log changes a level until the next reload", "[control_log]") {
  Gateway gateway(with_log("info"));
  gateway.first_contact();
  const auto said = gateway.ctl({"log", "acs", "debug"});
  CHECK(said.exit_code == 0);
  CHECK(said.output == "the level of acs is debug until the next reload or restart\n");
  CHECK(gateway.ctl({"log", "error"}).exit_code == 0);
  CHECK(gateway.ctl({"log"}).output.starts_with("level: error\nmodules:\n  acs: debug\n"));
  gateway.ctl({"inform"});
  gateway.first_contact();
  gateway.wait_for_log(" debug acs.http.sent ");

  CHECK(gateway.ctl({"reload"}).exit_code == 0);
  CHECK(gateway.ctl({"log"}).output.starts_with("level: info\n20"));
}

TEST_CASE("tr069-proxyctl log refuses unknown levels and modules", "[control_log]") {
  Gateway gateway(with_log("info"));
  gateway.first_contact();
  const auto level = gateway.ctl({"log", "acs", "loud"});
  CHECK(level.exit_code == 1);
  CHECK_THAT(level.output, ContainsSubstring("the level must be one of debug, info, warning, error, not \"loud\""));
  const auto module = gateway.ctl({"log", "gardn", "debug"});
  CHECK(module.exit_code == 1);
  CHECK_THAT(module.output, ContainsSubstring("unknown module \"gardn\"; did you mean \"garden\"?"));
  CHECK_THAT(gateway.ctl({"log", "nonsense", "debug"}).output,
             ContainsSubstring("garden, gateway, model, mqtt, plugin"));
}

TEST_CASE("tr069-proxyctl log follow prints new lines as they are written", "[control_log]") {
  Gateway gateway(with_log("info"));
  gateway.first_contact();
  gateway.wait_for_log("acs.session.completed");
  support::Process text({CTL, "--socket", gateway.folder().file("control.sock"), "log", "follow"});
  support::Process json({CTL, "--socket", gateway.folder().file("control.sock"), "--json", "log", "follow"});
  // Until both have begun to follow, the lines come again and again.
  wait_until("both follow the log", [&] {
    gateway.ctl({"log", "acs", "info"});
    const std::string line = "daemon.log.level_changed";
    return text.output().find(line) != std::string::npos && json.output().find(line) != std::string::npos;
  });
  gateway.ctl({"log", "state", "warning"});
  CHECK_THAT(text.wait_for_line("the level of state is"),
             ContainsSubstring("Z info daemon.log.level_changed the level of state is warning until the next reload"));
  const auto line = boost::json::parse(json.wait_for_line("the level of state is"));
  CHECK(line.at("id") == "daemon.log.level_changed");
  CHECK(line.at("level") == "info");
  CHECK_THAT(text.output(), !ContainsSubstring("daemon.process.started"));
}
