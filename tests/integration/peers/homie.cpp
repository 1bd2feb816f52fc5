// SPDX-License-Identifier: Apache-2.0
// Shows real Homie devices, of versions 3 and 5, behind the daemon: they appear in the standard shape, are read and
// set, and are offline when they are killed.
#include "tests/integration/fixture/peers.hpp"
#include "tests/integration/fixture/proxied_device.hpp"
#include "tests/support/catch.hpp"

using namespace tests;
using namespace tests::integration;

namespace {

const std::string kAdapter =
    "- name: homie\n"
    "  plugin: mqtt\n"
    "  broker: { url: \"@BROKER@\" }\n"
    "  profile: homie\n";

void show(const std::string& program, const std::string& name) {
  Gateway gateway(
      {.settings = {.top = "profile_dir: " PROFILES "\n", .adapters = kAdapter}, .broker = support::BrokerOptions{}});
  gateway.first_contact();
  const auto device = run_peer({PEERS_SOURCE "/" + program, std::to_string(gateway.broker().port())});
  wait_for_capability(gateway, name, "LevelSensor", "Temperature", "21.5");
  const std::string power = wait_for_capability(gateway, name, "BinaryControl", "Switch", "false");
  const std::string row = device_path(proxied_devices(gateway), name);
  CHECK(gateway.get(row + "Online") == "true");
  gateway.ask(acs::set_parameter_values({{power, "true", "xsd:boolean"}})).with_argument("Status", "0");
  CHECK(gateway.get(power) == "true");

  device->kill();  // its last will speaks for it
  wait_for_devices(gateway, [&](const DeviceValues& values) { return values.at(row + "Online") == "false"; });
  CHECK(gateway.get(power) == "true");
}

}  // namespace

TEST_CASE("a Homie 3 device is read and set, and offline when it is killed", "[peers_homie]") {
  if (have_peers()) show("homie3_device.js", "Porch");
}

TEST_CASE("a Homie 5 device is read and set, and offline when it is killed", "[peers_homie]") {
  if (have_peers()) show("homie5_device.js", "Cellar");
}
