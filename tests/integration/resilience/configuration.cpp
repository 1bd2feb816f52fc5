// SPDX-License-Identifier: Apache-2.0
// Shows how the daemon is started, checked, reloaded and ended, and that a mistake in the configuration is reported
// with its place and changes nothing.
#include "tests/integration/fixture/mqtt_home.hpp"
#include "tests/support/catch.hpp"

#include <boost/json.hpp>

#include <csignal>
#include <filesystem>
#include <fstream>
#include <string>

using namespace tests::acs;
using namespace tests::integration;
using tests::support::Finished;
using tests::support::Process;
using tests::support::run;

namespace {

const std::string kTemperature = "Device.X_00D09E_Home.Boiler.Temperature";
const std::string kPlugs = "Device.X_00D09E_Home.Plug.";

// A second adapter, with one parameter at a mount of its own.
std::string garden(const std::string& name) {
  return "- name: garden\n  plugin: mqtt\n  mount: Device.X_00D09E_Garden.\n"
         "  broker: { url: \"@BROKER@\", client_id: adapter-garden }\n  parameters:\n    - { path: " +
         name + ", type: int, source: { topic: garden/level } }\n";
}

// "FILE:LINE:" of the first line that holds `part`.
std::string place_of(const Home& home, const std::string& part) {
  const std::string text = tests::support::read_text(home.config_file());
  const auto end = text.begin() + static_cast<std::ptrdiff_t>(text.find(part));
  return home.config_file() + ":" + std::to_string(std::count(text.begin(), end, '\n') + 1) + ":";
}

Finished check(const Home& home) { return run({DAEMON, "--config", home.config_file(), "--check-config"}); }

}  // namespace

TEST_CASE("--check-config reports what is wrong, and where", "[resilience_configuration]") {
  Home home;
  Finished checked = check(home);
  INFO(checked.output);
  CHECK(checked.exit_code == 0);

  // Mistakes that only the adapter can know, and one of the daemon's, all in one run.
  home.set_more_adapters(garden("Level") +
                         "    - { path: Depth, type: int, source: { topic: garden/depth, tpoic: x } }\n"
                         "    - { path: Width, type: integer, source: { topic: garden/width } }\n");
  home.set_top("reboot_comand: []\n");
  checked = check(home);
  INFO(checked.output);
  CHECK(checked.exit_code == 1);
  for (const char* mistake : {"tpoic", "type: integer", "reboot_comand"}) {
    INFO(mistake);
    const std::size_t place = checked.output.find(place_of(home, mistake));
    REQUIRE(place != std::string::npos);
    // A column follows.
    const std::size_t column = place + place_of(home, mistake).size();
    CHECK(checked.output.find_first_not_of("0123456789", column) == checked.output.find(':', column));
  }
  CHECK_FALSE(std::filesystem::exists(home.state_dir()));  // nothing was started
}

TEST_CASE("the daemon's exit codes", "[resilience_configuration]") {
  Home home;
  CHECK(run({DAEMON}).exit_code == 2);
  CHECK(run({DAEMON, "--no-such-option"}).exit_code == 2);
  CHECK(run({DAEMON, "--version"}).exit_code == 0);
  CHECK(run({DAEMON, "--config", home.config_file() + ".missing"}).exit_code == 1);

  home.start();
  // The state_dir belongs to the daemon that runs.
  const Finished second = run({DAEMON, "--config", home.config_file()});
  INFO(second.output);
  CHECK(second.exit_code == 3);
  CHECK(second.output.find("another tr069-proxyd") != std::string::npos);
  CHECK(home.ctl({"status"}).exit_code == 0);  // which is not disturbed

  CHECK(std::filesystem::exists(home.control_socket()));
  home.gateway().stop();
  CHECK_FALSE(std::filesystem::exists(home.control_socket()));
  const Finished alone = home.ctl({"status"});
  CHECK(alone.exit_code == 2);
  CHECK(alone.output.find("no daemon at " + home.control_socket()) != std::string::npos);
}

TEST_CASE("a state_dir that cannot be made is exit code 3", "[resilience_configuration]") {
  Home home;
  std::ofstream(home.state_dir()) << "a file where the folder should be";
  const Finished run_it = run({DAEMON, "--config", home.config_file()});
  INFO(run_it.output);
  CHECK(run_it.exit_code == 3);
  CHECK(run_it.output.find(home.state_dir().string()) != std::string::npos);
}

TEST_CASE("a killed daemon's control socket does not hinder the next", "[resilience_configuration]") {
  Home home;
  home.start();
  home.gateway().kill();
  CHECK(home.ctl({"status"}).exit_code == 2);
  home.gateway().start();
  home.acs().accept_session().run_to_end();
  CHECK(home.ctl({"status"}).exit_code == 0);
}

TEST_CASE("a reload replaces the adapters whose section changed, and leaves the others as they are",
          "[resilience_configuration]") {
  Home home;
  home.set_more_adapters(garden("Level"));
  home.start();
  home.wait_for_subscription();  // of the second adapter
  for (const char* name : {"a", "b"}) home.publish("plug/" + std::string(name), R"({"state":"ON","power":7})");
  home.publish("plug/a", "");
  home.wait_for_value(kPlugs + "2.Power", "7");
  home.publish("garden/level", "4");
  home.wait_for_value("Device.X_00D09E_Garden.Level", "4");

  home.set_more_adapters(garden("Depth"));
  const boost::json::value changes = home.ctl_json({"reload"});
  CHECK(boost::json::serialize(changes.at("replaced")) == R"(["garden"])");
  CHECK(boost::json::serialize(changes.at("added")) == "[]");
  home.wait_for_subscription();
  CHECK(home.value("Device.X_00D09E_Garden.Level").empty());
  CHECK(home.value(kPlugs + "2.Power") == "7");
  home.publish("garden/level", "5");
  home.wait_for_value("Device.X_00D09E_Garden.Depth", "5");
  home.publish("plug/c", R"({"state":"ON","power":8})");
  home.wait_for_value(kPlugs + "3.Power", "8");

  // Our own adapter's section: another adapter runs, the rows are the same.
  home.set_confirm_timeout(2);
  CHECK(boost::json::serialize(home.ctl_json({"reload"}).at("replaced")) == R"(["home"])");
  home.wait_for_subscription();
  CHECK(home.value(kPlugs + "1.Name").empty());
  CHECK(home.value(kPlugs + "2.Power") == "7");
  home.publish("plug/d", R"({"state":"ON","power":9})");
  home.wait_for_value(kPlugs + "4.Power", "9");
  home.publish("plug/a", R"({"state":"ON","power":6})");
  home.wait_for_value(kPlugs + "1.Power", "6");

  // By signal, and with an adapter that goes.
  home.set_more_adapters("");
  home.gateway().daemon().signal(SIGHUP);
  home.gateway().daemon().wait_for_line(
      "daemon.reload.done the configuration is reloaded: 0 adapters added, 0 replaced, 1 removed");
  CHECK(home.value("Device.X_00D09E_Garden.Depth").empty());
  CHECK(home.value(kPlugs + "2.Power") == "7");
  home.expect_nothing_to_tell();
}

TEST_CASE("a profile that changed replaces the adapters that use it, and no others", "[resilience_configuration]") {
  const auto profile = [](Home& home, const std::string& parameter) {
    home.gateway().folder().write("garden.yaml",
                                  "broker: { client_id: adapter-garden }\nparameters: [ " + parameter + " ]\n");
  };
  Home home;
  profile(home, "{ path: Level, type: int, source: { topic: garden/level } }");
  home.set_top("profile_dir: .\n");
  home.set_more_adapters(
      "- { name: garden, plugin: mqtt, profile: garden, mount: Device.X_00D09E_Garden., broker: { url: \"@BROKER@\" } "
      "}\n");
  home.start();
  home.wait_for_subscription();  // of the second adapter
  home.publish("garden/level", "4");
  home.wait_for_value("Device.X_00D09E_Garden.Level", "4");

  profile(home, "{ path: Depth, type: int, source: { topic: garden/level } }");
  CHECK(boost::json::serialize(home.ctl_json({"reload"}).at("replaced")) == R"(["garden"])");
  home.wait_for_subscription();
  home.publish("garden/level", "5");
  home.wait_for_value("Device.X_00D09E_Garden.Depth", "5");

  profile(home, "{ path: Depth, typo: int }");
  const Finished refused = home.ctl({"reload"});
  INFO(refused.output);
  CHECK(refused.exit_code == 1);
  CHECK(refused.output.find("garden.yaml:2:30: adapters[1].parameters[0]: unknown key \"typo\"") != std::string::npos);

  // Without the mount that its parameters are below.
  profile(home, "{ path: Depth, type: int, source: { topic: garden/level } }");
  home.set_more_adapters("- { name: garden, plugin: mqtt, profile: garden, broker: { url: \"@BROKER@\" } }\n");
  const Finished checked = check(home);
  INFO(checked.output);
  CHECK(checked.exit_code == 1);
  CHECK(checked.output.find("garden.yaml:2:13: adapters[1].parameters: these need a `mount`") != std::string::npos);
}

TEST_CASE("a set under way is answered although a reload takes its adapter away", "[resilience_configuration]") {
  Home home({.confirm_timeout_s = 20});  // longer than the ACS of this test waits
  home.start();
  home.device().subscribe("plug/+/set");
  home.publish("plug/kitchen", R"({"state":"OFF"})");
  home.wait_for_value(kPlugs + "1.Name", "kitchen");
  Session session = home.session();
  Exchange post = session.expect_empty_post();
  post.reply(set_parameter_values({{kPlugs + "1.State", "1", "xsd:boolean"}}));
  home.device().wait_for("plug/kitchen/set");
  home.set_confirm_timeout(1);
  CHECK(home.ctl({"reload"}).exit_code == 0);
  Exchange answer = session.expect("SetParameterValuesResponse");
  answer.with_argument("Status", "1").reply_no_content();
  session.expect_end();
  home.wait_for_subscription();
  // Once its device has spoken, the new adapter sends what its predecessor could not see confirmed.
  home.publish("plug/kitchen", R"({"state":"OFF"})");
  home.device().wait_for("plug/kitchen/set");
  home.publish("plug/kitchen", R"({"state":"ON"})");
  home.gateway().wait_for_log("plugin.set.confirmed");
}

TEST_CASE("SIGTERM ends the daemon cleanly whatever it waits for", "[resilience_configuration]") {
  Home home({.confirm_timeout_s = 20});
  home.start();
  home.device().subscribe("plug/+/set");
  home.publish("plug/kitchen", R"({"state":"OFF"})");
  home.wait_for_value(kPlugs + "1.Name", "kitchen");
  Session session = home.session();
  Exchange post = session.expect_empty_post();
  SECTION("the answer of the ACS") {}
  SECTION("the confirmation of a device") {
    post.reply(set_parameter_values({{kPlugs + "1.State", "1", "xsd:boolean"}}));
    home.device().wait_for("plug/kitchen/set");
  }
  SECTION("a broker that is away") { home.stop_broker(); }
  home.gateway().stop();
  CHECK_FALSE(std::filesystem::exists(home.control_socket()));
}

TEST_CASE("a reload of a bad file changes nothing and reports what is wrong", "[resilience_configuration]") {
  Home home;
  home.set_more_adapters(garden("Level"));
  home.start();
  home.wait_for_subscription();  // of the second adapter
  home.publish("garden/level", "4");
  home.wait_for_value("Device.X_00D09E_Garden.Level", "4");

  home.set_more_adapters(garden("Level, typo: 1"));
  const Finished refused = home.ctl({"reload"});
  CHECK(refused.exit_code == 1);
  CHECK(refused.output.find(place_of(home, "typo")) != std::string::npos);
  home.gateway().daemon().signal(SIGHUP);
  home.gateway().wait_for_log("daemon.reload.rejected");
  home.gateway().wait_for_log(place_of(home, "typo"));

  home.publish("garden/level", "5");
  home.wait_for_value("Device.X_00D09E_Garden.Level", "5");
  home.set_more_adapters(garden("Level"));
  CHECK(home.ctl({"reload"}).exit_code == 0);
}

TEST_CASE("two daemons never share a control socket", "[resilience_configuration]") {
  Home home;
  home.start();
  std::string text = tests::support::read_text(home.config_file());
  text.replace(text.find(home.state_dir().string()), home.state_dir().string().size(), home.file("other"));
  const std::string other = home.gateway().folder().write("other.yaml", text);
  const Finished second = run({DAEMON, "--config", other});
  INFO(second.output);
  CHECK(second.exit_code == 3);
  CHECK(second.output.find(home.control_socket()) != std::string::npos);
  CHECK(home.ctl({"status"}).exit_code == 0);
}
