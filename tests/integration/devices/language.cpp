// SPDX-License-Identifier: Apache-2.0
// Shows the mapping's words from an ACS to MQTT devices and back: values that are asked for, devices that answer,
// bridges and silences, events that are over, values that are rounded and turned round.
#include "tests/integration/fixture/mqtt_home.hpp"
#include "tests/support/catch.hpp"

#include <boost/json.hpp>

#include <string>

using namespace tests::acs;
using namespace tests::integration;
namespace json = boost::json;

namespace {

constexpr const char* kAdapter = R"(- name: words
  plugin: mqtt
  mount: Device.X_00D09E_Words.
  broker: { url: "@BROKER@", client_id: adapter-words }
  parameters:
    - { path: Fahrenheit, type: decimal, scale: 1.8, offset: 32, round: 1, source: { topic: celsius } }
    - { path: Closed, type: boolean, inverted: true, source: { topic: open } }
    - { path: Button, type: string, notify: active, source: { topic: button, ignore_retained: true, reset_after_s: 1 } }
    - path: Relay
      type: boolean
      sink:
        topic: relay/rpc
        payload: '{"id": ${id}, "params": {"on": ${value}}}'
        confirm: response
        confirm_timeout_s: 10
        response: { topic: us/rpc, pointer: /id, ok: { pointer: /result }, error: { pointer: /error/message } }
  tables:
    - path: Sensor.{i}.
      rows: { topic: "zig/{name}" }
      availability: { sources: [ { topic: zig/bridge/state }, { topic: "zig/{name}/availability" } ], stale_after_s: 2 }
      parameters:
        - { path: Online, type: boolean, source: { availability: true } }
        - { path: Power, type: int, source: { pointer: /power, refresh: { topic: "zig/{name}/get", payload: '{"power": ""}' } } }
        - { path: Voltage, type: int, source: { pointer: /voltage, refresh: { topic: "zig/{name}/get", payload: '{"power": ""}' } } }
)";

const std::string kMountOfWords = "Device.X_00D09E_Words.";

struct Words : Home {
  Words() : Home({.adapters = kAdapter}) {
    start();
    wait_for_subscription();
  }
};

}  // namespace

TEST_CASE("values are rounded, turned round, and over after a while", "[devices_language]") {
  Words home;
  home.publish("celsius", "21.333");
  home.wait_for_value(kMountOfWords + "Fahrenheit", "70.4");
  home.publish("open", "ON");
  home.publish("open", "off");
  home.wait_for_value(kMountOfWords + "Closed", "true");
  home.publish("button", "double");
  home.acs().expect_session().run_to_end();  // that it was pressed
  home.acs().expect_session().run_to_end();  // and that this is over
  CHECK(home.value(kMountOfWords + "Button").empty());
}

TEST_CASE("a device that answers ends its set, one way or the other", "[devices_language]") {
  Words home;
  home.device().subscribe("relay/rpc");
  Session session = home.session();
  Exchange last = session.expect_empty_post();
  const auto set = [&](const char* value) {
    last.reply(set_parameter_values({{kMountOfWords + "Relay", value, "xsd:boolean"}}, "key"));
    const json::value command = json::parse(home.device().wait_for("relay/rpc").payload);
    CHECK(command.at("params").at("on").as_bool() == (std::string(value) == "1"));
    return json::serialize(command.at("id"));
  };
  home.publish("us/rpc", R"({"id":)" + set("1") + R"(,"result":{"was_on":false}})");
  last = session.expect("SetParameterValuesResponse");
  last.with_argument("Status", "0");
  home.publish("us/rpc", R"({"id":)" + set("0") + R"(,"error":{"code":-103,"message":"Overheated"}})");
  last = session.expect("Fault");
  CHECK(last.message().describe().find("Overheated") != std::string::npos);
  last.with_fault(9003).reply_no_content();
  session.expect_end();
}

TEST_CASE("the values that an ACS reads are requested first, once for each device", "[devices_language]") {
  Words home;
  home.device().subscribe("zig/+/get");
  home.publish("zig/plug", R"({"power":1,"voltage":230})");
  home.wait_for_value(kMountOfWords + "Sensor.1.Voltage", "230");
  while (home.device().waiting("zig/+/get") != 0) home.device().wait_for("zig/+/get");

  Session session = home.session();
  Exchange last = session.expect_empty_post();
  last.reply(get_parameter_values({kMountOfWords + "Sensor.1."}));
  CHECK(home.device().wait_for("zig/plug/get").payload == R"({"power": ""})");
  home.publish("zig/plug", R"({"power":2,"voltage":231})");
  last = session.expect("GetParameterValuesResponse");
  last.with_parameter(kMountOfWords + "Sensor.1.Power", "2").with_parameter(kMountOfWords + "Sensor.1.Voltage", "231");
  last.reply(get_parameter_values({kMountOfWords + "Sensor.1.Power"}));
  last = session.expect("GetParameterValuesResponse");  // nobody answers
  last.with_parameter(kMountOfWords + "Sensor.1.Power", "2").reply_no_content();
  session.expect_end();
  CHECK(home.device().waiting("zig/+/get") == 1);
}

TEST_CASE("a bridge takes its devices away, and silence takes them one by one", "[devices_language]") {
  Words home;
  home.publish("zig/bridge/state", "online");
  home.publish("zig/a", R"({"power":1})");
  home.publish("zig/a/availability", "online");
  home.wait_for_presence("a", "online");
  home.publish("zig/bridge/state", "offline");
  home.wait_for_presence("a", "offline");
  home.publish("zig/bridge/state", "online");
  home.wait_for_presence("a", "online");
  home.wait_for_presence("a", "silent");  // it has not spoken for two seconds
  CHECK(home.value(kMountOfWords + "Sensor.1.Online") == "false");
  home.publish("zig/a", R"({"power":2})");
  home.wait_for_presence("a", "online");
}
