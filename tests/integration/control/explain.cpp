// SPDX-License-Identifier: Apache-2.0
// Shows what tr069-proxyctl explain says of a message: asked of a daemon that runs, and of a configuration file alone.
#include "tests/integration/fixture/mqtt_home.hpp"
#include "tests/support/catch.hpp"

#include <boost/json.hpp>

#include <string>

using namespace tests::integration;
using tests::support::Finished;
using tests::support::run;

namespace {

const std::string kPlug = R"({"state": "ON", "pwr": 7})";
const std::string kExplained =
    "home:\n"
    "  Plug.{i}., the row of kitchen, made if it is not there:\n"
    "    Power: left as it is: there is nothing at /power; there is state, pwr\n"
    "    Note: left as it is: there is nothing at /note; there is state, pwr\n"
    "    State = true\n";

Finished without_daemon(const Home& home, std::vector<std::string> more, std::string_view input = {}) {
  more.insert(more.begin(), {CTL, "explain", "--config", home.config_file()});
  return run(std::move(more), input);
}

}  // namespace

TEST_CASE("a daemon explains what a message would set, and sets nothing", "[control_explain]") {
  Home home;
  home.start();
  const Finished said = home.ctl({"explain", "--topic", "plug/kitchen", "--payload", kPlug});
  INFO(said.output);
  CHECK(said.exit_code == 0);
  CHECK(said.output == kExplained);
  CHECK(run({CTL, "--socket", home.control_socket(), "explain", "--topic", "plug/kitchen", "--payload", "-"}, kPlug)
            .output == kExplained);
  CHECK(home.value("Device.X_00D09E_Home.PlugNumberOfEntries") == "0");
  CHECK(home.rejected() == 0);

  const auto json = home.ctl_json({"explain", "--topic", "boiler/temperature", "--payload", "653"});
  CHECK(boost::json::serialize(json) == R"({"home":["Boiler.Temperature = 65.3"]})");
  const Finished nearest = home.ctl({"explain", "--topic", "boiler/presure", "--payload", "1"});
  CHECK(nearest.exit_code == 0);
  CHECK(nearest.output.find("nothing here is about boiler/presure; the nearest that is:\n    boiler/pressure") !=
        std::string::npos);
}

TEST_CASE("one adapter can be explained alone, and an unknown adapter is rejected", "[control_explain]") {
  Home home;
  home.set_more_adapters(
      "- { name: other, plugin: mqtt, mount: Device.X_Other., broker: { url: \"@BROKER@\", client_id: adapter-other } "
      "}\n"
      "- { name: silent, plugin: example_c, mount: Device.X_Silent. }\n");
  home.start();
  const auto explain = [&](std::vector<std::string> more) {
    more.insert(more.begin(), {"explain", "--topic", "plug/kitchen", "--payload", kPlug});
    return home.ctl(std::move(more));
  };
  const std::string all = explain({}).output;
  CHECK(all.find("home:\n") == 0);
  CHECK(all.find("other:") == std::string::npos);  // it has nothing that fits
  CHECK(all.find("silent") == std::string::npos);
  CHECK(explain({"--adapter", "home"}).output == kExplained);
  const std::string alone = explain({"--adapter", "other"}).output;
  CHECK(alone.find("other:\n  nothing here is about plug/kitchen; there is nothing to listen to\n") !=
        std::string::npos);
  const std::string none = home.ctl({"explain", "--topic", "boiler/presure", "--payload", "1"}).output;
  CHECK(none.find("home:\n  nothing here is about boiler/presure; the nearest that is:\n    boiler/pressure\n") == 0);
  CHECK(none.find("other:\n  nothing here is about boiler/presure; there is nothing to listen to\n") !=
        std::string::npos);
  for (const char* name : {"nobody", "silent"}) {
    const Finished refused = explain({"--adapter", name});
    INFO(refused.output);
    CHECK(refused.exit_code == 1);
  }
  CHECK(explain({"--adapter", "nobody"}).output == "no adapter \"nobody\"\n");
}

TEST_CASE("a configuration file explains without a daemon", "[control_explain]") {
  Home home;
  const Finished said = without_daemon(home, {"--topic", "plug/kitchen", "--payload", kPlug});
  INFO(said.output);
  CHECK(said.exit_code == 0);
  CHECK(said.output == kExplained);
  CHECK(without_daemon(home, {"--topic", "plug/kitchen", "--payload", "-"}, kPlug).output == kExplained);
  const Finished json = without_daemon(home, {"--json", "--adapter", "home", "--topic", "fence", "--payload", "7"});
  CHECK(json.output == "{\"home\":[\"Fence = 7\"]}\n");
  CHECK_FALSE(std::filesystem::exists(home.state_dir()));

  home.set_more_adapters("- { name: typo, plugin: mqtt, mount: Device.X_T., broker: { url: \"@BROKER@\", prt: 1 } }\n");
  const Finished wrong = without_daemon(home, {"--topic", "fence", "--payload", "7"});
  INFO(wrong.output);
  CHECK(wrong.exit_code == 1);
  CHECK(wrong.output.find(".broker: unknown key \"prt\"") != std::string::npos);
  CHECK(run({DAEMON, "--config", home.config_file(), "--adapter", "home", "--explain", "fence"}, "8").output ==
        "home:\n  Fence = 8\n");
}

TEST_CASE("a question that cannot be answered is reported with the exit codes of the other commands",
          "[control_explain]") {
  Home home;
  CHECK(home.ctl({"explain", "--topic", "fence"}).exit_code == 2);
  CHECK(home.ctl({"explain", "--topic", "fence", "--payload", "1"}).exit_code == 2);  // no daemon
  const std::string config = home.config_file() + ".missing";
  CHECK(run({CTL, "explain", "--config", config, "--topic", "fence", "--payload", "1"}).exit_code == 1);
  home.start();
  const std::string long_payload(300'000, 'x');
  const Finished refused =
      run({CTL, "--socket", home.control_socket(), "explain", "--topic", "fence", "--payload", "-"}, long_payload);
  CHECK(refused.exit_code == 2);
  CHECK(refused.output.find("the payload is too long for a request") != std::string::npos);
  const Finished alone = without_daemon(home, {"--topic", "fence", "--payload", "-"}, long_payload);
  INFO(alone.output);
  CHECK(alone.exit_code == 0);
  CHECK(alone.output.find("Fence: left as it is: 'xxx") != std::string::npos);
  CHECK(alone.output.size() < 1000);
}

TEST_CASE("a bridge's message names its devices, and a daemon that has received it explains theirs",
          "[control_explain]") {
  const std::string kDevices =
      R"([{"ieee_address":"0x1","friendly_name":"desk","definition":{"model":"P","vendor":"V","exposes":[)"
      R"({"name":"power","label":"Power","access":1,"type":"numeric","property":"power","unit":"W"}]}}])";
  const std::string kTopic = "zigbee2mqtt/bridge/devices";
  Home home;
  home.set_more_adapters(
      "- { name: bridge, plugin: mqtt, mount: Device.X_Bridge., broker: { url: \"@BROKER@\", client_id: adapter-bridge "
      "}, "
      "discovery: { convention: zigbee2mqtt } }\n");
  const Finished alone = without_daemon(home, {"--adapter", "bridge", "--topic", kTopic, "--payload", kDevices});
  INFO(alone.output);
  CHECK(alone.output.find("bridge:\n  describes the device desk (0x1): ") == 0);
  CHECK(alone.output.find("\n    Power, in W\n") != std::string::npos);
  // A file knows no devices.
  const std::string of_a_file =
      without_daemon(home, {"--adapter", "bridge", "--topic", "zigbee2mqtt/desk", "--payload", "1"}).output;
  CHECK(of_a_file.find("only a running daemon knows the devices that have been described") != std::string::npos);
  const std::string empty = without_daemon(home, {"--adapter", "bridge", "--topic", kTopic, "--payload", "[]"}).output;
  CHECK(empty == "bridge:\n  nothing here is about " + kTopic + " with this payload; other payloads there are read\n");

  home.start();
  home.wait_for_subscription();  // of the second adapter
  const auto of_bridge = [&](const std::string& topic, const std::string& payload) {
    return home.ctl({"explain", "--adapter", "bridge", "--topic", topic, "--payload", payload}).output;
  };
  const std::string before = of_bridge("zigbee2mqtt/desk", "1");
  CHECK(before.find("no device has been described yet") != std::string::npos);
  CHECK(before.find("running daemon") == std::string::npos);
  home.publish(kTopic, kDevices);
  home.wait_for_value("Device.X_00D09E_ProxiedDevice.1.Name", "desk");
  const Finished said = home.ctl(
      {"explain", "--adapter", "bridge", "--topic", "zigbee2mqtt/desk", "--payload", R"({"power": 7, "state": "ON"})"});
  CHECK(said.output == "bridge:\n  the device desk (zigbee2mqtt, 0x1):\n    Power (LevelSensor) = 7 W\n");
  // The daemon that runs is not recommended to itself.
  CHECK(of_bridge("zigbee2mqtt/dsk", "1") ==
        "bridge:\n  nothing here is about zigbee2mqtt/dsk; the nearest that is:\n    zigbee2mqtt/desk\n"
        "    zigbee2mqtt/bridge/devices\n    zigbee2mqtt/bridge/logging\n");
}
