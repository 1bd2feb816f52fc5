// SPDX-License-Identifier: Apache-2.0
// Shows what an ACS reads of the presence of a bridge's devices while brokers, bridges, adapters and the daemon come
// and go.
#include <string>

#include "tests/integration/fixture/gateway_under_test.hpp"
#include "tests/support/catch.hpp"
#include "tests/support/servers/mqtt_peer.hpp"

using namespace tests::acs;
using namespace tests::integration;
using tests::support::MqttPeer;

namespace {

const std::string kDoor = "Device.X_00D09E_ProxiedDevice.1.";
const std::string kOpen = kDoor + "IoTCapability.1.BinarySensor.Value";

// A door contact with a battery, as a bridge without availability of single devices lists it.
constexpr const char* kDevices =
    R"([{"ieee_address":"0x00158d0002","friendly_name":"door","type":"EndDevice","power_source":"Battery",)"
    R"("supported":true,"disabled":false,"interview_completed":true,"definition":{"vendor":"Example","model":"D-1",)"
    R"("description":"Door contact","exposes":[{"name":"contact","label":"Contact","access":1,"type":"binary",)"
    R"("property":"contact","value_on":false,"value_off":true}]}}])";

Settings settings(const std::string& keys = {}) {
  Settings settings;
  settings.log_level = "debug";
  settings.adapters =
      "- name: zigbee\n  plugin: mqtt\n  profile: zigbee2mqtt\n  broker: { url: \"@BROKER@\" }\n" + keys;
  settings.top = "profile_dir: " + std::string(PROFILES) + "\n";
  return settings;
}

GatewayOptions options() {
  GatewayOptions options;
  options.settings = settings();
  options.broker = tests::support::BrokerOptions{};
  options.broker->persistence = true;
  return options;
}

struct House {
  House() {
    gateway.first_contact();
    peer.publish("zigbee2mqtt/bridge/state", R"({"state":"online"})", 1, true);
    peer.publish("zigbee2mqtt/bridge/devices", kDevices, 1, true);
    gateway.wait_for_value(kDoor + "Name", "door");
  }
  // A live message, which may come before the adapter has subscribed: it is sent until it has arrived.
  void open_the_door() {
    wait_until("the door opens", [&] {
      peer.publish("zigbee2mqtt/door", R"({"contact":false})");
      return gateway.ctl({"get", kOpen}).output == kOpen + " = true\n";
    });
  }
  // As an ACS reads it: "true Online".
  std::string presence() {
    const Exchange answer = gateway.ask(get_parameter_values({kDoor}));
    return answer.values().at(kDoor + "Online").value + " " + answer.values().at(kDoor + "X_00D09E_Presence").value;
  }
  std::string contact() {
    return gateway.ask(get_parameter_values({kDoor})).values().at(kDoor + "LastTimeContacted").value;
  }

  Gateway gateway{options()};
  MqttPeer peer{gateway.broker().port()};
};

}  // namespace

TEST_CASE("presence is true: a dead broker leaves no device online", "[devices_presence]") {
  House house;
  CHECK(house.presence() == "false Unknown");  // it was never heard
  house.open_the_door();
  CHECK(house.presence() == "true Online");
  house.gateway.broker().kill();
  house.gateway.wait_for_value(kDoor + "X_00D09E_Presence", "Unknown");
  CHECK(house.presence() == "false Unknown");
  CHECK(house.gateway.get("Device.ManagementServer.EmbeddedDevice.1.X_00D09E_Presence") == "Unknown");
  house.gateway.broker().start();
  house.gateway.wait_for_value(kDoor + "X_00D09E_Presence", "Online");
  CHECK(house.presence() == "true Online");
}

TEST_CASE("presence is true: a bridge that is away takes its devices along", "[devices_presence]") {
  House house;
  house.open_the_door();
  house.peer.publish("zigbee2mqtt/bridge/state", R"({"state":"offline"})", 1, true);
  house.gateway.wait_for_value(kDoor + "X_00D09E_Presence", "Offline");
  CHECK(house.presence() == "false Offline");
  house.peer.publish("zigbee2mqtt/bridge/state", R"({"state":"online"})", 1, true);
  house.gateway.wait_for_value(kDoor + "X_00D09E_Presence", "Online");
}

TEST_CASE("presence is true: a restart and a reload keep it with the values, and the last contact",
          "[devices_presence]") {
  House house;
  house.open_the_door();
  const std::string contact = house.contact();
  CHECK(contact.starts_with("20"));
  SECTION("a restart") {
    house.gateway.restart();
    house.gateway.first_contact();
  }
  SECTION("a reload of the adapter") {
    house.gateway.configure(settings("  max_devices: 77\n"));
    CHECK(house.gateway.ctl({"reload"}).exit_code == 0);
  }
  CHECK(house.presence() == "true Online");
  CHECK(house.contact() == contact);
  house.gateway.wait_for_value(kOpen, "true");
}

TEST_CASE("a value never heard is not 0: a sensor comes with its first value", "[devices_presence]") {
  House house;
  CHECK(house.gateway.get(kDoor + "IoTCapabilityNumberOfEntries") == "0");
  house.gateway.ask(get_parameter_values({kDoor})).without_parameter(kOpen);
  house.open_the_door();
  CHECK(house.gateway.get(kDoor + "IoTCapability.1.BinarySensor.LastChange").starts_with("20"));
  house.gateway.restart();
  house.gateway.first_contact();
  CHECK(house.gateway.get(kOpen) == "true");
}

TEST_CASE("what is read when asked is as current for tr069-proxyctl as for the ACS", "[devices_presence]") {
  House house;
  CHECK(house.gateway.get(kDoor + "LastTimeContacted") == "0001-01-01T00:00:00Z");
  house.open_the_door();
  const std::string contact = house.gateway.get(kDoor + "LastTimeContacted");
  CHECK(contact.starts_with("20"));
  CHECK(house.contact() == contact);
  const tests::support::Finished tree = house.gateway.ctl({"tree", kDoor});
  CHECK(tree.output.find(contact) != std::string::npos);
}
