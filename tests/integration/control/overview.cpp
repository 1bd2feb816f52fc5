// SPDX-License-Identifier: Apache-2.0
// Shows what tr069-proxyctl says at a glance: whether all is well, and how the devices are.
#include "tests/integration/fixture/proxied_device.hpp"
#include "tests/support/catch.hpp"
#include "tests/support/servers/mqtt_peer.hpp"

#include <boost/json.hpp>

#include <string>

using namespace tests::acs;
using namespace tests::integration;
using tests::support::MqttPeer;

namespace {

GatewayOptions options() {
  GatewayOptions options;
  options.settings.adapters =
      "- name: garden\n  plugin: mqtt\n  broker: { url: \"@BROKER@\" }\n  devices:\n"
      "    - rows: { topic: \"weather/{place}\" }\n"
      "      name: \"Weather {place}\"\n"
      "      type: Sensor\n"
      "      capabilities:\n"
      "        - { name: Battery, class: LevelSensor, type: Battery, unit: \"%\", source: { pointer: /bat } }\n"
      "        - { name: Battery low, class: BinarySensor, type: BatteryLow, source: { pointer: /low } }\n"
      "        - { name: Link, class: LevelSensor, type: LinkQuality, unit: lqi, source: { pointer: /lqi } }\n"
      "        - { name: Signal, class: LevelSensor, type: SignalStrength, unit: dBm, source: { pointer: /rssi } }\n";
  options.broker = tests::support::BrokerOptions{};
  return options;
}

/// Waits until the summary of the status begins so.
void wait_for_summary(const Gateway& gateway, const std::string& wanted) {
  wait_until(wanted, [&] { return gateway.ctl({"status"}).output.starts_with(wanted); });
}

boost::json::object device(const Gateway& gateway, const std::string& identity) {
  const boost::json::value list = boost::json::parse(gateway.ctl({"--json", "devices"}).output);
  for (const boost::json::value& one : list.as_array()) {
    if (one.at("identity") == boost::json::value(identity)) return one.as_object();
  }
  throw std::runtime_error("no device " + identity);
}

}  // namespace

TEST_CASE("status says in a sentence whether all is well, and --check makes it an exit code", "[control_overview]") {
  Gateway gateway(options());
  gateway.first_contact();
  wait_for_summary(gateway, "All is well: the last session with the ACS succeeded at ");
  const std::string status = gateway.ctl({"status"}).output;
  CHECK(status.find("1 adapter is up, 0 of 0 devices are online.\nversion: ") != std::string::npos);
  CHECK(gateway.ctl({"status", "--check"}).exit_code == 0);
  const auto good = boost::json::parse(gateway.ctl({"--json", "status"}).output);
  CHECK(good.at("healthy") == true);

  gateway.broker().stop();
  wait_for_summary(gateway, "Not all is well: adapter garden: Down: ");
  CHECK(gateway.ctl({"status"}).exit_code == 0);
  CHECK(gateway.ctl({"status", "--check"}).exit_code == 3);
  CHECK(gateway.ctl({"--json", "status", "--check"}).exit_code == 3);
}

TEST_CASE("devices shows names, kinds, batteries and links, and identities with -v", "[control_overview]") {
  Gateway gateway(options());
  gateway.first_contact();
  MqttPeer peer(gateway.broker().port());
  peer.publish("weather/roof", R"({"bat": 87, "low": false, "lqi": 120, "rssi": -61})", 1, true);
  peer.publish("weather/shed", R"({"low": true, "rssi": -70})", 1, true);
  peer.publish("weather/yard", R"({"low": false})", 1, true);
  wait_for_devices(gateway, [](const DeviceValues& all) {
    return !device_path(all, "Weather roof").empty() && !device_path(all, "Weather shed").empty() &&
           !device_path(all, "Weather yard").empty();
  });

  wait_until("the batteries and the links", [&] {
    return device(gateway, "roof").at("link") == "120 lqi" && device(gateway, "roof").at("battery") == "87 %" &&
           device(gateway, "shed").at("link") == "-70 dBm" && device(gateway, "shed").at("battery") == "low" &&
           device(gateway, "yard").at("battery") == "ok";
  });

  const std::string table = gateway.ctl({"devices"}).output;
  INFO(table);
  CHECK(table.starts_with("name          kind    online  last contact"));
  CHECK(table.find("identity") == std::string::npos);
  CHECK(table.find("\nWeather roof  Sensor  ") != std::string::npos);
  CHECK(table.find("  87 %") != std::string::npos);
  CHECK(gateway.ctl({"devices", "-v"}).output.find("identity") != std::string::npos);

  CHECK(device(gateway, "roof").at("kind") == "Sensor");
  CHECK(device(gateway, "yard").at("link").is_null());
  CHECK(device(gateway, "yard").at("name") == "Weather yard");

  // What the broker has kept is no contact; what the device sends now is one.
  peer.publish("weather/yard", R"({"low": false})");
  wait_until("a contact with the yard", [&] { return device(gateway, "yard").at("last_contact").is_string(); });
  CHECK(device(gateway, "yard").at("last_contact").is_string());
}
