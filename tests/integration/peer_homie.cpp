// SPDX-License-Identifier: Apache-2.0
// Shows real Homie devices, of versions 3 and 5, behind the daemon: they appear in the standard shape, are read and
// set, and are offline when they are killed.
#include "tests/integration/peers.hpp"
#include "tests/integration/proxied_device.hpp"
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
  House house(
      {.settings = {.top = "profile_dir: " PROFILES "\n", .adapters = kAdapter}, .broker = support::BrokerOptions{}});
  house.first_contact();
  const auto device = run_peer({PEERS_SOURCE "/" + program, std::to_string(house.broker().port())});
  wait_for_capability(house, name, "LevelSensor", "Temperature", "21.5");
  const std::string power = wait_for_capability(house, name, "BinaryControl", "Switch", "false");
  const std::string row = device_path(proxied_devices(house), name);
  CHECK(house.get(row + "Online") == "true");
  house.ask(acs::set_parameter_values({{power, "true", "xsd:boolean"}})).with_argument("Status", "0");
  CHECK(house.get(power) == "true");

  device->kill();  // its last will speaks for it
  wait_for_devices(house, [&](const DeviceValues& values) { return values.at(row + "Online") == "false"; });
  CHECK(house.get(power) == "true");
}

}  // namespace

TEST_CASE("a Homie 3 device is read and set, and offline when it is killed", "[peer_homie]") {
  if (have_peers()) show("homie3_device.js", "Porch");
}

TEST_CASE("a Homie 5 device is read and set, and offline when it is killed", "[peer_homie]") {
  if (have_peers()) show("homie5_device.js", "Cellar");
}
