// SPDX-License-Identifier: Apache-2.0
// Shows a real Modbus server behind the daemon: its units are rows that are read through the ACS and notified, a set is
// a write of its, and while it is away values stay and sets wait.
#include "tests/integration/fixture/proxied_device.hpp"
#include "tests/integration/fixture/single_adapter.hpp"
#include "tests/support/catch.hpp"
#include "tests/support/servers/modbus_peer.hpp"

using namespace tests::acs;
using namespace tests::integration;
using tests::support::ModbusPeer;

namespace {

const std::string kSection = R"(  bus: { url: "tcp://@", response_timeout_ms: 200 }
  parameters:
    - path: Heating
      type: boolean
      notify: active
      source: { unit: 1, coil: 3, interval_s: 1 }
      sink: { confirm: state }
    - { path: Nowhere, type: int, source: { unit: 1, holding: 900 }, sink: {} }
  tables:
    - path: Meter.{i}.
      rows: { units: "1-3" }
      parameters:
        - { path: Name, value: "{name}" }
        - { path: Online, type: boolean, source: { availability: true } }
        - { path: Volts, type: decimal, scale: 0.1, source: { input: 0, interval_s: 1 } }
        - { path: Limit, type: unsignedInt, range: { max: 70000 }, source: { holding: 10, as: uint32, interval_s: 1 }, sink: {} }
)";

const std::string kUnits = R"({"1": {"coil": {"3": [0]}, "input": {"0": [2301]}, "holding": {"10": [0, 16]}},
                               "2": {"input": {"0": [2295]}, "holding": {"10": [1, 0]}}})";

/// False, and a word of warning, where the server is not installed.
bool have_peer() {
  if (!ModbusPeer::missing().empty()) WARN(ModbusPeer::missing());
  return ModbusPeer::missing().empty();
}

}  // namespace

TEST_CASE("a Modbus server is read and written through the ACS", "[devices_modbus]") {
  if (!have_peer()) return;
  ModbusPeer peer(kUnits);
  Gateway gateway(with_adapter("modbus", kSection, peer.address()));
  gateway.first_contact();
  wait_for_value(gateway, "Meter.1.Volts", "230.1");
  wait_for_value(gateway, "Meter.2.Limit", "65536");
  wait_for_value(gateway, "Meter.3.Online", "false");
  gateway.ask(get_parameter_values({kMount}))
      .with_parameter(kMount + "Heating", "false", "xsd:boolean")
      .with_parameter(kMount + "Meter.1.Name", "unit 1", "xsd:string")
      .with_parameter(kMount + "Meter.2.Volts", "229.5", "xsd:decimal");

  gateway
      .ask(set_parameter_values(
          {{kMount + "Heating", "1", "xsd:boolean"}, {kMount + "Meter.1.Limit", "65540", "xsd:unsignedInt"}}))
      .with_argument("Status", "0");
  peer.wait_for_request("unit 1 function 5 address 3");
  peer.wait_for_request("unit 1 function 16 address 10 count 2");
  wait_for_value(gateway, "Meter.1.Limit", "65540");
  gateway.ask_in_vain(set_parameter_values({{kMount + "Nowhere", "70000", "xsd:int"}}))
      .with_parameter_fault(kMount + "Nowhere", 9007);
  gateway.ask_in_vain(set_parameter_values({{kMount + "Nowhere", "7", "xsd:int"}}))
      .with_parameter_fault(kMount + "Nowhere", 9001);
}

TEST_CASE("what changes in a register is notified", "[devices_modbus]") {
  if (!have_peer()) return;
  ModbusPeer peer(kUnits);
  Gateway gateway(with_adapter("modbus", kSection, peer.address()));
  gateway.first_contact();
  wait_for_value(gateway, "Meter.1.Volts", "230.1");
  wait_for_value(gateway, "Meter.1.Limit", "16");
  gateway.wait_for_log("unit 1, holding 900: Illegal data address");
  peer.set("1 coil 3 1");
  std::optional<Exchange> inform;
  Session session = gateway.session_about(kMount + "Heating", "true", &inform);
  inform->with_only_events({"4 VALUE CHANGE"}).with_parameter(kMount + "Heating", "true");
  session.run_to_end();
}

TEST_CASE("while the server is away values stay and a set waits; once it is back the set is sent", "[devices_modbus]") {
  if (!have_peer()) return;
  ModbusPeer peer(kUnits);
  Gateway gateway(with_adapter("modbus", kSection, peer.address()));
  gateway.first_contact();
  wait_for_value(gateway, "Meter.2.Limit", "65536");
  peer.kill();
  wait_for_value(gateway, "Meter.2.Online", "false");
  gateway.ask(set_parameter_values({{kMount + "Meter.2.Limit", "5", "xsd:unsignedInt"}})).with_argument("Status", "1");
  CHECK(gateway.get(kMount + "Meter.2.Volts") == "229.5");
  CHECK(gateway.get(kMount + "Meter.2.Limit") == "5");  // what was set reads back

  peer.start();
  gateway.wait_for_log("plugin.set.confirmed " + kMount + "Meter.2.Limit:");
  peer.wait_for_request("unit 2 function 16 address 10 count 2");
  wait_for_value(gateway, "Meter.2.Online", "true");
}

TEST_CASE("units are devices in the standard shape, and what registers hold is explained", "[devices_modbus]") {
  if (!have_peer()) return;
  ModbusPeer peer(kUnits);
  const std::string section = R"(  bus: { url: "tcp://@", response_timeout_ms: 200 }
  devices:
    - rows: { units: "1,2" }
      name: "Meter, {name}"
      type: Sensor
      capabilities:
        - { name: Voltage, class: LevelSensor, type: Voltage, unit: V, scale: 0.1, source: { input: 0, interval_s: 1 } }
        - name: Limit
          class: LevelControl
          type: Limit
          range: { max: 70000 }
          source: { holding: 10, as: uint32, interval_s: 1 }
          sink: {}
        - { name: Heating, class: BinaryControl, type: Switch, source: { coil: 3, interval_s: 1 }, sink: { confirm: state } }
)";
  Gateway gateway(with_adapter("modbus", section, peer.address()));
  gateway.first_contact();
  CHECK(wait_for_capability(gateway, "Meter, unit 2", "LevelSensor", "X_00D09E_Voltage", "229.5") != "");
  const std::string limit = wait_for_capability(gateway, "Meter, unit 1", "LevelControl", "X_00D09E_Limit", "16");
  const std::string heating = wait_for_capability(gateway, "Meter, unit 1", "BinaryControl", "Switch", "false");
  const DeviceValues values = proxied_devices(gateway);
  CHECK(value_path(values, "Meter, unit 2", "BinaryControl", "Switch").empty());  // it has no such coil
  CHECK(values.at(device_path(values, "Meter, unit 1") + "Online") == "true");

  gateway.ask(set_parameter_values({{limit, "65540", "xsd:decimal"}, {heating, "1", "xsd:boolean"}}))
      .with_argument("Status", "0");
  peer.wait_for_request("unit 1 function 16 address 10 count 2");
  peer.wait_for_request("unit 1 function 5 address 3");
  wait_for_capability(gateway, "Meter, unit 1", "LevelControl", "X_00D09E_Limit", "65540");
  gateway.ask_in_vain(set_parameter_values({{limit, "70001", "xsd:decimal"}})).with_parameter_fault(limit, 9007);

  const auto explained = [&](const char* registers, const char* words) {
    return gateway.ctl({"explain", "--topic", registers, "--payload", words}).output;
  };
  CHECK(explained("unit 2 input 0", "2301 0x10") ==
        "test:\n"
        "  unit 2/input 0 uint16 ABCD: 2301\n"
        "  the device unit 2, there once it has answered:\n"
        "    Voltage (LevelSensor) = 230.1 V\n");
  CHECK(explained("unit 1 holding 10", "1").find("2 registers belong to it, of which 1 is given") != std::string::npos);
  CHECK(explained("unit 1 holding 11", "1 2").find("the nearest that is:\n    unit 1/holding 10\n") !=
        std::string::npos);
  CHECK(explained("boiler/state", "1")
            .find("nothing here is about boiler/state; expected the first register, such as: unit 20 holding 8") !=
        std::string::npos);
}
