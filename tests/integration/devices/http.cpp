// SPDX-License-Identifier: Apache-2.0
// Shows a real web server behind the daemon: its documents are read through the ACS and notified, a set is a request of
// its, and while it is away values stay and sets wait. No password is in the log.
#include "tests/integration/fixture/proxied_device.hpp"
#include "tests/integration/fixture/single_adapter.hpp"
#include "tests/support/catch.hpp"
#include "tests/support/servers/web_server.hpp"

using namespace tests::acs;
using namespace tests::integration;
using tests::support::WebServer;

namespace {

const std::string kSection = R"(  server: { url: "@/digest", username: gateway, password: "se:cret" }
  parameters:
    - path: Power
      type: boolean
      notify: active
      source: { url: /status.json, pointer: /on, interval_s: 1 }
      sink: { url: /status.json, payload: '{"on": ${value}, "watts": 20}', confirm: state }
    - { path: Watts, type: decimal, source: { url: /status.json, pointer: /watts, interval_s: 1 } }
    - { path: Nowhere, sink: { url: /no/such/folder, method: PUT } }
  tables:
    - path: Light.{i}.
      rows: { url: "@/lights", interval_s: 1 }
      parameters:
        - { path: Name, source: { pointer: /name } }
        - { path: Level, type: int, source: { pointer: /level }, sink: { url: "/light-${name}" } }
)";

struct Device {
  WebServer server;
  Device() {
    server.write("digest/status.json", R"({"on": false, "watts": 1.5})");
    server.write("lights", R"({"7": {"name": "Hall", "level": 30}})");
  }
  GatewayOptions options() const { return with_adapter("http", kSection, server.url()); }
};

void check_log(const Gateway& gateway) { CHECK(gateway.log().find("se:cret") == std::string::npos); }

}  // namespace

TEST_CASE("a web server is read and written through the ACS", "[devices_http]") {
  Device device;
  Gateway gateway(device.options());
  gateway.first_contact();
  wait_for_value(gateway, "Light.1.Name", "Hall");
  wait_for_value(gateway, "Watts", "1.5");
  gateway.ask(get_parameter_values({kMount}))
      .with_parameter(kMount + "Power", "false", "xsd:boolean")
      .with_parameter(kMount + "Light.1.Level", "30", "xsd:int");

  gateway
      .ask(set_parameter_values({{kMount + "Power", "1", "xsd:boolean"}, {kMount + "Light.1.Level", "80", "xsd:int"}}))
      .with_argument("Status", "0");
  CHECK(device.server.read("digest/status.json") == R"({"on": true, "watts": 20})");
  CHECK(device.server.read("digest/light-7") == "80");
  wait_for_value(gateway, "Watts", "20");
  gateway.ask_in_vain(set_parameter_values({{kMount + "Nowhere", "x"}})).with_parameter_fault(kMount + "Nowhere", 9001);
  check_log(gateway);
}

TEST_CASE("what changes there is notified", "[devices_http]") {
  Device device;
  Gateway gateway(device.options());
  gateway.first_contact();
  wait_for_value(gateway, "Watts", "1.5");
  device.server.write("digest/status.json", R"({"on": true, "watts": 9})");
  std::optional<Exchange> inform;
  Session session = gateway.session_about(kMount + "Power", "true", &inform);
  inform->with_only_events({"4 VALUE CHANGE"}).with_parameter(kMount + "Power", "true");
  session.run_to_end();
  check_log(gateway);
}

TEST_CASE("while it is away values stay and a set waits; once it is back the set is sent", "[devices_http]") {
  Device device;
  Gateway gateway(device.options());
  gateway.first_contact();
  wait_for_value(gateway, "Watts", "1.5");
  device.server.kill();
  gateway.wait_for_log("/status.json: Could");  // "n't", or " not", "connect to server", as libcurl has it
  gateway.ask(set_parameter_values({{kMount + "Power", "1", "xsd:boolean"}})).with_argument("Status", "1");
  CHECK(gateway.get(kMount + "Watts") == "1.5");
  CHECK(gateway.get(kMount + "Power") == "true");  // what was set reads back

  device.server.start();
  gateway.wait_for_log("plugin.set.confirmed " + kMount + "Power:");
  CHECK(device.server.read("digest/status.json") == R"({"on": true, "watts": 20})");
  check_log(gateway);
}

TEST_CASE("the members of a document are devices in the standard shape, with the names that it gives them",
          "[devices_http]") {
  Device device;
  const std::string section = R"(  server: { url: "@/digest", username: gateway, password: "se:cret" }
  devices:
    - rows: { url: "@/lights", interval_s: 1 }
      name_pointer: /name
      type: Light
      capabilities:
        - name: Level
          class: LevelControl
          type: Brightness
          range: { min: 0, max: 100 }
          source: { pointer: /level }
          sink: { url: "/light-${name}" }
    - identity: plug
      capabilities:
        - { name: Power, class: LevelSensor, type: Power, source: { url: /status.json, pointer: /watts, interval_s: 1 } }
)";
  Gateway gateway(with_adapter("http", section, device.server.url()));
  gateway.first_contact();
  wait_for_capability(gateway, "plug", "LevelSensor", "Power", "1.5");
  const std::string level = wait_for_capability(gateway, "Hall", "LevelControl", "Brightness", "30");
  gateway.ask(set_parameter_values({{level, "80", "xsd:decimal"}})).with_argument("Status", "0");
  CHECK(device.server.read("digest/light-7") == "80");
  device.server.write("lights", R"({"8": {"name": "Porch", "level": 5}})");
  wait_for_capability(gateway, "Porch", "LevelControl", "Brightness", "5");
  wait_for_devices(gateway, [](const DeviceValues& all) { return device_path(all, "Hall").empty(); });
  check_log(gateway);
}
