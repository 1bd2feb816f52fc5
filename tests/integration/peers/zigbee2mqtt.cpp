// SPDX-License-Identifier: Apache-2.0
// Shows the real zigbee2mqtt, on a Zigbee network that lives in memory, behind the daemon: what joins appears, is read,
// set and told of failures; a new name changes the Name alone, and what leaves leaves its number behind.
#include "tests/integration/fixture/peers.hpp"
#include "tests/integration/fixture/proxied_device.hpp"
#include "tests/support/catch.hpp"

using namespace tests;
using namespace tests::integration;

namespace {

const std::string kWeather = "0x00158d0000000002";
const std::string kPlug = "0x00158d0000000003";
const std::string kBulb = "0x90fd9f0000000004";

// A gateway with one adapter, of which the configuration says name, broker and profile alone; and a bridge.
class Home {
 public:
  Home()
      : gateway_({.settings = {.top = "profile_dir: " PROFILES "\n", .adapters = kAdapter},
                  .broker = support::BrokerOptions{}}) {
    folder_.write("configuration.yaml",
                  "version: 5\n"
                  "mqtt: { base_topic: zigbee2mqtt, server: \"" +
                      gateway_.broker().url() + "\" }\n" + kBridge);
    start_bridge();
    gateway_.first_contact();
  }
  Gateway& gateway() { return gateway_; }
  support::Process& bridge() { return *bridge_; }

  void start_bridge() {
    bridge_ = run_peer({"-r", PEERS_SOURCE "/zigbee_radio.js", peers() + "/node_modules/zigbee2mqtt/index.js"},
                       {{"ZIGBEE2MQTT_DATA", folder_.path()}});
    bridge_->wait_for_line("Zigbee2MQTT started!");
  }
  // The broker hands it to zigbee2mqtt as if a user had asked for it.
  void request(const std::string& what, const std::string& payload) {
    const auto sent = support::run({"mosquitto_pub", "-p", std::to_string(gateway_.broker().port()), "-t",
                                    "zigbee2mqtt/bridge/request/" + what, "-m", payload});
    REQUIRE(sent.exit_code == 0);
  }

 private:
  static constexpr const char* kAdapter =
      "- name: zigbee\n"
      "  plugin: mqtt\n"
      "  broker: { url: \"@BROKER@\" }\n"
      "  profile: zigbee2mqtt\n";
  static constexpr const char* kBridge =
      "serial: { port: /dev/null, adapter: zstack }\n"
      "frontend: { enabled: false }\n"
      "availability: { enabled: true }\n"
      "advanced:\n"
      "  log_output: [console]\n"
      "  network_key: [1, 3, 5, 7, 9, 11, 13, 15, 0, 2, 4, 6, 8, 10, 12, 13]\n"
      "  pan_id: 5674\n"
      "  ext_pan_id: [1, 2, 3, 4, 5, 6, 7, 8]\n"
      "devices:\n"
      "  '0x00158d0000000002': { friendly_name: weather }\n"
      "  '0x00158d0000000003': { friendly_name: plug }\n"
      "  '0x90fd9f0000000004': { friendly_name: kitchen/bulb }\n";

  support::TempDir folder_;
  Gateway gateway_;
  std::unique_ptr<support::Process> bridge_;
};

}  // namespace

TEST_CASE("what zigbee2mqtt knows is there in the standard shape, and its readings come", "[peers_zigbee2mqtt]") {
  if (!have_peers()) return;
  Home home;
  home.bridge().write_line("report " + kWeather + " msTemperatureMeasurement measuredValue 2734");
  const std::string temperature = wait_for_capability(home.gateway(), "weather", "LevelSensor", "Temperature", "27.34");
  const DeviceValues values = wait_for_devices(home.gateway(), [](const DeviceValues& there) {
    return !value_path(there, "plug", "BinaryControl", "Switch").empty() &&
           !value_path(there, "kitchen/bulb", "LevelControl", "Brightness").empty();
  });
  CHECK(device_path(values, "Coordinator").empty());
  const std::string weather = device_path(values, "weather");
  home.gateway()
      .ask(acs::get_parameter_values({kProxiedDevices}))
      .with_parameter(temperature, "27.34", "xsd:decimal")
      .with_parameter(temperature.substr(0, temperature.rfind('.')) + ".Unit", "degC")
      .with_parameter(weather + "ProxyProtocol", "ZigBee")
      .with_parameter(weather + "Online", "true");
}

TEST_CASE("a plug of zigbee2mqtt is switched by the ACS, and a set of a plug that does not answer fails",
          "[peers_zigbee2mqtt]") {
  if (!have_peers()) return;
  Home home;
  std::string plug;
  wait_for_devices(home.gateway(), [&](const DeviceValues& values) {
    plug = value_path(values, "plug", "BinaryControl", "Switch", "State");
    return !plug.empty();
  });
  home.gateway().ask(acs::set_parameter_values({{plug, "1", "xsd:boolean"}})).with_argument("Status", "0");
  home.bridge().wait_for_line("radio: " + kPlug + " genOnOff on");
  CHECK(home.gateway().get(plug) == "true");

  home.bridge().write_line("silence " + kPlug);
  home.gateway().ask_in_vain(acs::set_parameter_values({{plug, "0", "xsd:boolean"}})).with_parameter_fault(plug, 9001);
  CHECK(home.gateway().get(plug) == "true");
}

TEST_CASE("a new name in zigbee2mqtt changes the Name and nothing else; what leaves takes its row and keeps its number",
          "[peers_zigbee2mqtt]") {
  if (!have_peers()) return;
  Home home;
  home.bridge().write_line("report " + kWeather + " msTemperatureMeasurement measuredValue 2150");
  const std::string temperature = wait_for_capability(home.gateway(), "weather", "LevelSensor", "Temperature", "21.5");
  const std::string weather = device_path(proxied_devices(home.gateway()), "weather");

  home.request("device/rename", R"({"from": "weather", "to": "garden/weather"})");
  wait_for_devices(home.gateway(),
                   [&](const DeviceValues& values) { return device_path(values, "garden/weather") == weather; });
  // A reading that comes before we listen at the new name's topic is lost, for the bridge does not have it retained.
  wait_for_devices(home.gateway(), [&](const DeviceValues& values) {
    home.bridge().write_line("report " + kWeather + " msTemperatureMeasurement measuredValue 900");
    return value_path(values, "garden/weather", "LevelSensor", "Temperature") == temperature &&
           values.at(temperature) == "9";
  });

  const std::string bulb = device_path(
      wait_for_devices(home.gateway(),
                       [](const DeviceValues& values) { return !device_path(values, "kitchen/bulb").empty(); }),
      "kitchen/bulb");
  home.bridge().write_line("leave " + kBulb);
  const DeviceValues left = wait_for_devices(
      home.gateway(), [](const DeviceValues& values) { return device_path(values, "kitchen/bulb").empty(); });
  for (const auto& [path, value] : left) CHECK_FALSE(path.starts_with(bulb));
  CHECK(device_path(left, "garden/weather") == weather);

  home.bridge().kill();  // the network forgets nothing: the bulb is there again
  home.start_bridge();
  wait_for_devices(home.gateway(),
                   [&](const DeviceValues& values) { return device_path(values, "kitchen/bulb") == bulb; });
}
