// SPDX-License-Identifier: Apache-2.0
// Shows what Bluetooth sensors become that one gateway or several hear.
#include "tests/support/catch.hpp"
#include "tests/unit/mqtt/discovery/bridge.hpp"

using namespace tests;

TEST_CASE("a sensor has what its messages have, from whichever gateway") {
  Bridge bridge = Bridge(discovery::make_openmqttgateway, "home");
  const std::string message =
      R"({"id":"45:F6:8A:76:86:C5","name":"LYWSD03MMC","rssi":-55,"distance":0.495,"model":"LYWSD03MMC_ATC","tempc":21.5,"tempf":70.7,"hum":44,"batt":98})";
  bridge.hear("home/attic/BTtoMQTT/45F68A7686C5", message, false);
  CHECK(bridge.hear("home/attic/BTtoMQTT/45F68A7686C5", message, false).described.empty());
  bridge.hear("home/cellar/BTtoMQTT/45F68A7686C5", message, false);
  const auto& device = bridge.device("45F68A7686C5");
  CHECK(device.name == "LYWSD03MMC");
  CHECK(device.description == "LYWSD03MMC_ATC");
  CHECK(device.capabilities.size() == 5);
  const auto& temperature = find(device, "tempc");
  CHECK(shape(temperature) == "LevelSensor Temperature degC");
  CHECK(shown(temperature, message) == "21.5");
  CHECK(temperature.elsewhere.at(0).address.text() == "home/cellar/BTtoMQTT/45F68A7686C5");
  CHECK(shape(find(device, "batt")) == "LevelSensor Battery %");
  CHECK(shape(find(device, "rssi")) == "LevelSensor SignalStrength dBm");
  CHECK(device.availability.sources.size() == 2);
  CHECK(device.availability.mode == mapping::Availability::Mode::any);
  CHECK(device.availability.stale_after.count() == 3600);
}

TEST_CASE("what passes by and measures nothing is told of once") {
  Bridge bridge = Bridge(discovery::make_openmqttgateway, "home");
  CHECK(bridge.hear("home/attic/BTtoMQTT/AABBCCDDEEFF", R"({"id":"AA:BB:CC:DD:EE:FF","rssi":-80})", false)
            .skipped.size() == 1);
  CHECK(bridge.hear("home/attic/BTtoMQTT/AABBCCDDEEFF", R"({"id":"AA:BB:CC:DD:EE:FF","rssi":-81})", false)
            .skipped.empty());
  bridge.hear("home/attic/BTtoMQTT/AABBCCDDEEFF", "{", false);
  CHECK(bridge.rejected() == 1);
  bridge.hear("home/attic/BTtoMQTT/undecoded", "{\"tempc\":1}", false);
  bridge.hear("home/attic/SYStoMQTT", "{\"tempc\":1}", false);
  CHECK(bridge.count() == 0);
  bridge.hear("home/attic/BTtoMQTT/AABBCCDDEEFF", R"({"rssi":-81,"tempc":4})", false);
  CHECK(bridge.count() == 1);
}
