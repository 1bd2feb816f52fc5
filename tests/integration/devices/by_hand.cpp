// SPDX-License-Identifier: Apache-2.0
// Shows devices that are described in the configuration alone, by `devices`, from an ACS to MQTT devices and back: the
// standard shape without a mount, sets that devices confirm or refuse, events, a restart, and what tr069-proxyctl says.
#include <boost/json.hpp>

#include <string>

#include "tests/integration/fixture/mqtt_home.hpp"
#include "tests/integration/fixture/proxied_device.hpp"
#include "tests/support/catch.hpp"

using namespace tests::acs;
using namespace tests::integration;
namespace json = boost::json;

namespace {

constexpr const char* kAdapter = R"(- name: hand
  plugin: mqtt
  broker: { url: "@BROKER@", client_id: adapter-hand }
  deny: [ "*guest*" ]
  devices:
    - rows: { topic: "house/{room}/{id}" }
      name: "{id} in {room}"
      type: Thermostat
      description: "Radiator {id}"
      protocol: ZigBee
      availability: { topic: "house/{room}/{id}/online", online: "1", offline: "0" }
      capabilities:
        - { name: Temperature, class: LevelSensor, type: Temperature, unit: degC, round: 1, source: { pointer: /t } }
        - { name: Battery low, class: BinarySensor, type: Battery, source: { pointer: /low }, notify: active }
        - name: Target
          class: LevelControl
          type: Temperature
          unit: degC
          range: { min: 5, max: 30 }
          source: { pointer: /target, refresh: { topic: "house/{room}/{id}/ask" } }
          sink: { topic: "house/{room}/{id}/set", payload: '{"target": ${value}}' }
        - name: Mode
          class: EnumControl
          values: { 0: "Off", 1: Heat }
          always: true
          source: { pointer: /mode }
          sink:
            topic: "house/{room}/{id}/rpc"
            payload: '{"id": "${id}", "mode": ${value}}'
            confirm: published
        - { name: Button, class: TextSensor, source: { topic: "house/{room}/{id}/button", reset_after_s: 1 } }
    - rows: { topic: "relays/{name}/state" }
      identity: "relay {name}"
      capabilities:
        - name: Relay
          class: BinaryControl
          type: Switch
          source: { pointer: /on }
          sink:
            topic: "relays/{name}/rpc"
            payload: '{"id": ${id}, "on": ${value}}'
            confirm: response
            confirm_timeout_s: 10
            response: { topic: answers, pointer: /id, error: { pointer: /error } }
)";

struct Hand : Home {
  Hand() : Home({.adapters = kAdapter}) {
    start();
    wait_for_subscription();
  }
};

const std::string kRadiator = R"({"t": 21.34, "low": false, "target": 20, "mode": 1})";

}  // namespace

TEST_CASE("devices described by hand are in the standard shape, and what a device has comes with its messages",
          "[devices_by_hand]") {
  Hand home;
  home.device().subscribe("house/+/+/ask");
  home.publish("house/bath/r1", R"({"t": 21.34})");
  CHECK(home.device().wait_for("house/bath/r1/ask").payload.empty());
  DeviceValues values = wait_for_devices(home.gateway(), [](const DeviceValues& all) {
    return !value_path(all, "r1 in bath", "EnumControl", "X_00D09E_Other", "Mode").empty() &&
           !value_path(all, "r1 in bath", "LevelSensor", "Temperature").empty();
  });
  const std::string device = device_path(values, "r1 in bath");
  CHECK(values[device + "Type"] == "Thermostat");
  CHECK(values[device + "Description"] == "Radiator r1");
  CHECK(values[device + "ProxyProtocol"] == "ZigBee");
  CHECK(values[device + "IoTCapabilityNumberOfEntries"] == "2");
  home.publish("house/bath/r1", kRadiator);
  home.publish("house/bath/r1/online", "1");
  const std::string target = wait_for_capability(home.gateway(), "r1 in bath", "LevelControl", "Temperature", "20");
  home.wait_for_presence("bath/r1", "online");
  const std::string object = target.substr(0, target.size() - std::string("Value").size());
  home.gateway()
      .ask(get_parameter_values({object, device + "Online"}))
      .with_parameter(object + "MinValue", "5", "xsd:decimal")
      .with_parameter(object + "MaxValue", "30", "xsd:decimal")
      .with_parameter(object + "Unit", "degC", "xsd:string")
      .with_parameter(device + "Online", "true", "xsd:boolean");
  CHECK(home.adapter("hand").at("rejected").as_int64() == 0);
}

TEST_CASE("sets of devices described by hand are confirmed by echo or answer, and refused out of range",
          "[devices_by_hand]") {
  Hand home;
  home.device().subscribe("house/+/+/set");
  home.device().subscribe("relays/+/rpc");
  home.publish("house/bath/r1", kRadiator);
  home.publish("relays/r2/state", R"({"on": false})");
  const std::string target = wait_for_capability(home.gateway(), "r1 in bath", "LevelControl", "Temperature", "20");
  const std::string relay = wait_for_capability(home.gateway(), "relay r2", "BinaryControl", "Switch", "false");

  home.gateway().ask_in_vain(set_parameter_values({{target, "31", "xsd:decimal"}})).with_parameter_fault(target, 9007);
  Session session = home.session();
  Exchange last = session.expect_empty_post();
  last.reply(set_parameter_values({{target, "22.5", "xsd:decimal"}}, "key"));
  CHECK(home.device().wait_for("house/bath/r1/set").payload == R"({"target": 22.5})");
  home.publish("house/bath/r1", R"({"target": 22.5})");
  last = session.expect("SetParameterValuesResponse");
  last.with_argument("Status", "0");

  const auto set_relay = [&](const char* value) {
    last.reply(set_parameter_values({{relay, value, "xsd:boolean"}}, "key"));
    return json::serialize(json::parse(home.device().wait_for("relays/r2/rpc").payload).at("id"));
  };
  home.publish("answers", R"({"id":)" + set_relay("1") + "}");
  last = session.expect("SetParameterValuesResponse");
  last.with_argument("Status", "0");
  home.publish("answers", R"({"id":)" + set_relay("0") + R"(,"error":"it is stuck"})");
  last = session.expect("Fault");
  CHECK(last.message().describe().find("it is stuck") != std::string::npos);
  last.with_fault(9003).reply_no_content();
  session.expect_end();
}

TEST_CASE("an event of a device described by hand is over after a while", "[devices_by_hand]") {
  Hand home;
  home.publish("house/bath/r1", kRadiator);
  home.publish("house/bath/r1/button", "double");
  const auto is_there = [](const std::string& value) {
    return [value](const DeviceValues& all) {
      for (const auto& [path, text] : all) {
        if (path.ends_with("X_00D09E_TextSensor.Value") && text == value) return true;
      }
      return false;
    };
  };
  wait_for_devices(home.gateway(), is_there("double"));
  wait_for_devices(home.gateway(), is_there(""));
}

TEST_CASE("a device described by hand keeps its row over a restart, leaves with an empty message, and may be denied",
          "[devices_by_hand]") {
  Hand home;
  home.publish("house/bath/r1", kRadiator);
  wait_for_capability(home.gateway(), "r1 in bath", "LevelControl", "Temperature", "20");
  home.publish("house/hall/r2", kRadiator);
  const std::string path = wait_for_capability(home.gateway(), "r2 in hall", "LevelControl", "Temperature", "20");
  home.restart();
  home.wait_for_subscription();
  CHECK(home.value(path) == "20");
  home.publish("house/hall/r2", R"({"target": 19})");
  home.wait_for_value(path, "19");
  home.publish("house/hall/r2", "");
  wait_for_devices(home.gateway(), [](const DeviceValues& all) { return device_path(all, "r2 in hall").empty(); });
  home.publish("house/bath/guest1", kRadiator);
  home.publish("house/hall/r2", kRadiator);
  CHECK(wait_for_capability(home.gateway(), "r2 in hall", "LevelControl", "Temperature", "20") == path);
  CHECK(device_path(proxied_devices(home.gateway()), "guest1 in bath").empty());
  CHECK(home.ctl({"devices"}).output.find("guest1") != std::string::npos);
}

TEST_CASE("tr069-proxyctl explains what a message would set of a device, and mistakes have a position",
          "[devices_by_hand]") {
  Hand home;
  const auto explained = [&](const char* topic, const char* payload) {
    return home.ctl({"explain", "--adapter", "hand", "--topic", topic, "--payload", payload}).output;
  };
  CHECK(explained("house/bath/r1", R"({"t": 21.34, "low": "flat", "mode": 1})") ==
        "hand:\n"
        "  the device bath/r1, made if it is not there:\n"
        "    Temperature (LevelSensor) = 21.3 degC\n"
        "    Battery low (BinarySensor): left as it is: at /low, 'flat' is no boolean\n"
        "    Target (LevelControl): left as it is: there is nothing at /target; there is t, low, mode\n"
        "    Mode (EnumControl) = Heat\n");
  CHECK(explained("house/bath/guest", "{}").find("it is not shown: 'deny' has it") != std::string::npos);
  CHECK(explained("houses/bath/r1", "{}").find("; the nearest that is:\n    house/+/+\n") != std::string::npos);

  home.set_more_adapters(
      "- name: wrong\n  plugin: mqtt\n  broker: { url: \"@BROKER@\", client_id: adapter-wrong }\n  devices:\n"
      "    - rows: { topic: \"a/{name}\" }\n      capabilities:\n"
      "        - { name: T, class: LevelSensor, source: { pointer: t } }\n"
      "        - { name: U, class: LevelControl, source: { pointer: /u } }\n");
  const std::string said = tests::support::run({DAEMON, "--config", home.config_file(), "--check-config"}).output;
  INFO(said);
  CHECK(said.find(".devices[0].capabilities[0]") != std::string::npos);
  CHECK(said.find("a control needs a sink: where a set goes") != std::string::npos);
}
