// SPDX-License-Identifier: Apache-2.0
// Shows a zigbee2mqtt behind the daemon, with nothing configured but its broker: its devices appear in TR-181's shape,
// are read and set by the ACS, renamed, away, and gone.
#include <string>

#include "tests/integration/fixture/gateway_under_test.hpp"
#include "tests/support/catch.hpp"
#include "tests/support/servers/mqtt_peer.hpp"

using namespace tests::acs;
using namespace tests::integration;
using tests::support::MqttPeer;

namespace {

const std::string kDevices = "Device.X_00D09E_ProxiedDevice.";
const std::string kPlug = kDevices + "1.";
const std::string kState = kPlug + "IoTCapability.1.";
const std::string kSwitch = kState + "BinaryControl.Value";
const std::string kPower = kPlug + "IoTCapability.3.";  // what can be set comes before it

// What a bridge says of a device.
std::string entry(const std::string& identity, const std::string& name, const std::string& exposes) {
  return R"({"ieee_address":")" + identity + R"(","friendly_name":")" + name +
         R"(","type":"Router","supported":true,"disabled":false,"interview_completed":true,)"
         R"("definition":{"vendor":"Example","model":"M-1","description":"A thing","exposes":[)" +
         exposes + "]}}";
}

std::string plug(const std::string& name) {
  return entry("0x00158d0001", name,
               R"({"type":"switch","features":[{"name":"state","label":"State","access":7,"type":"binary",)"
               R"("property":"state","value_on":"ON","value_off":"OFF"}]},)"
               R"({"name":"power","label":"Power","access":1,"type":"numeric","property":"power","unit":"kW"},)"
               R"({"name":"mode","label":"Mode","access":3,"type":"enum","property":"mode","values":["a, b","c"]})");
}

std::string door() {
  return entry("0x00158d0002", "hall/door",
               R"({"name":"contact","label":"Contact","access":1,"type":"binary","property":"contact",)"
               R"("value_on":false,"value_off":true})");
}

GatewayOptions options(const std::string& keys = {}) {
  GatewayOptions options;
  options.settings.log_level = "debug";
  options.settings.adapters =
      "- name: zigbee\n  plugin: mqtt\n  profile: zigbee2mqtt\n  broker: { url: \"@BROKER@\" }\n" + keys;
  options.settings.top = "profile_dir: " + std::string(PACKAGING) + "/../config/profiles\n";
  options.broker = tests::support::BrokerOptions{};
  options.broker->persistence = true;
  return options;
}

// The bridge and its devices.
struct Bridge {
  explicit Bridge(Gateway& gateway) : gateway_(gateway), peer(gateway.broker().port()) {
    peer.subscribe("zigbee2mqtt/+/set");
    peer.publish("zigbee2mqtt/bridge/state", R"({"state":"online"})", 1, true);
  }
  void devices(const std::string& list) { peer.publish("zigbee2mqtt/bridge/devices", '[' + list + ']', 1, true); }
  void say(const std::string& topic, const std::string& payload, bool retain = false) {
    peer.publish("zigbee2mqtt/" + topic, payload, 1, retain);
  }
  // "" is no such parameter.
  void wait_for(const std::string& path, const std::string& value) const {
    if (!value.empty()) return gateway_.wait_for_value(path, value);
    wait_until("there is no " + path, [&] { return gateway_.ctl({"get", path}).exit_code != 0; });
  }
  Gateway& gateway_;
  MqttPeer peer;
};

}  // namespace

TEST_CASE("the devices of a bridge appear in the standard shape", "[devices_zigbee2mqtt]") {
  Gateway gateway(options());
  Bridge bridge(gateway);
  gateway.first_contact();
  bridge.devices(plug("kitchen/plug") + ',' + door());
  bridge.wait_for(kPlug + "Name", "kitchen/plug");
  // Retained: it may come before we listen.
  bridge.say("kitchen/plug", R"({"state":"ON","power":0.25,"mode":"a, b","linkquality":null})", true);
  bridge.say("hall/door", R"({"contact":false})", true);
  bridge.say("kitchen/plug/availability", R"({"state":"online"})", true);
  bridge.wait_for(kSwitch, "true");
  bridge.wait_for(kPower + "LevelSensor.Value", "250");
  bridge.wait_for(kPlug + "IoTCapability.2.EnumControl.Value", "a, b");
  bridge.wait_for(kDevices + "2.IoTCapability.1.BinarySensor.Value", "true");
  bridge.wait_for(kPlug + "Online", "true");
  gateway.ask(get_parameter_values({kPlug}))
      .with_parameter(kPlug + "ProxyProtocol", "ZigBee")
      .with_parameter(kPlug + "Description", "Example M-1 A thing")
      .with_parameter(kPlug + "IoTCapabilityNumberOfEntries", "3")
      .with_parameter(kState + "Class", "BinaryControl")
      .with_parameter(kState + "Name", "State")
      .with_parameter(kState + "BinaryControl.Type", "Switch")
      .with_parameter(kSwitch, "true")
      .with_parameter(kPower + "LevelSensor.Type", "Power")
      .with_parameter(kPower + "LevelSensor.Unit", "W")
      .with_parameter(kPower + "LevelSensor.Value", "250")
      .with_parameter(kPlug + "IoTCapability.2.EnumControl.Value", "a, b")
      .with_parameter(kPlug + "IoTCapability.2.EnumControl.ValidValues", "a%2C b,c");
  gateway.ask(get_parameter_values({kDevices + "2."}))
      .with_parameter(kDevices + "2.Type", "Sensor")
      .with_parameter(kDevices + "2.IoTCapability.1.BinarySensor.Type", "DoorOpen");
  CHECK(gateway.get("Device.ManagementServer.EmbeddedDevice.1.Reference") == kDevices + "1");
}

TEST_CASE("a set is confirmed by the echo, and refused when the bridge complains", "[devices_zigbee2mqtt]") {
  Gateway gateway(options());
  Bridge bridge(gateway);
  gateway.first_contact();
  bridge.devices(plug("plug"));
  bridge.wait_for(kPlug + "Name", "plug");
  bridge.say("plug", R"({"state":"OFF"})");
  bridge.say("plug/availability", R"({"state":"online"})", true);
  bridge.wait_for(kPlug + "Online", "true");

  Session session = gateway.open_session();
  Exchange post = session.expect_empty_post();
  post.reply(set_parameter_values({{kSwitch, "1", "xsd:boolean"}}));
  const auto command = bridge.peer.wait_for("zigbee2mqtt/plug/set");
  CHECK(command.payload == R"({"state":"ON"})");
  CHECK_FALSE(command.retained);
  bridge.say("plug", R"({"state":"ON"})");
  Exchange answer = session.expect("SetParameterValuesResponse");
  answer.with_argument("Status", "0");
  answer.reply(set_parameter_values({{kSwitch, "0", "xsd:boolean"}}));
  CHECK(bridge.peer.wait_for("zigbee2mqtt/plug/set").payload == R"({"state":"OFF"})");
  bridge.say("bridge/logging",
             R"({"level":"error","message":"z2m: Publish 'set' 'state' to 'plug' failed: 'no route'"})");
  answer = session.expect("Fault");
  answer.with_parameter_fault(kSwitch, 9001);
  answer.reply_no_content();
  session.expect_end();
  CHECK(gateway.get(kSwitch) == "true");
  gateway.ask_in_vain(set_parameter_values({{kPlug + "IoTCapability.2.EnumControl.Value", "d"}}))
      .with_parameter_fault(kPlug + "IoTCapability.2.EnumControl.Value", 9007);
  CHECK(bridge.peer.waiting("zigbee2mqtt/plug/set") == 0);
}

TEST_CASE("a device is renamed, away, gone and back, and keeps its number", "[devices_zigbee2mqtt]") {
  Gateway gateway(options());
  Bridge bridge(gateway);
  gateway.first_contact();
  bridge.devices(plug("plug") + ',' + door());
  bridge.wait_for(kDevices + "2.Name", "hall/door");
  bridge.devices(plug("desk") + ',' + door());
  bridge.wait_for(kPlug + "Name", "desk");
  bridge.say("desk/availability", R"({"state":"online"})", true);
  bridge.wait_for(kPlug + "Online", "true");
  bridge.say("desk", R"({"power":1})");
  bridge.wait_for(kPower + "LevelSensor.Value", "1000");
  bridge.say("bridge/state", R"({"state":"offline"})", true);
  bridge.wait_for(kPlug + "Online", "false");
  bridge.say("bridge/state", "online", true);  // as old bridges say it
  bridge.wait_for(kPlug + "Online", "true");

  bridge.devices(door());
  bridge.wait_for(kPlug + "Name", "");
  bridge.devices(door() + ',' + plug("plug"));
  bridge.wait_for(kPlug + "Name", "plug");
  CHECK(gateway.get(kDevices + "2.Name") == "hall/door");

  gateway.restart();
  bridge.wait_for(kPlug + "Name", "plug");
  bridge.say("plug", R"({"power":2})");
  bridge.say("plug", R"({"power":2})", true);
  bridge.wait_for(kPower + "LevelSensor.Value", "2000");
}

TEST_CASE("who is not allowed waits, and takes no place", "[devices_zigbee2mqtt]") {
  Gateway gateway(options("  allow: [\"hall/*\"]\n  auto_add: false\n"));
  Bridge bridge(gateway);
  gateway.first_contact();
  bridge.devices(plug("plug") + ',' + door());
  bridge.wait_for(kPlug + "Name", "hall/door");
  CHECK(gateway.get("Device.X_00D09E_ProxiedDeviceNumberOfEntries") == "1");
}
