// SPDX-License-Identifier: Apache-2.0
// Shows files behind the daemon: plain ones and the kernel's are read through the ACS and notified, a set writes them,
// and one that vanishes keeps its value until it is back.
#include <filesystem>

#include "tests/integration/fixture/proxied_device.hpp"
#include "tests/integration/fixture/single_adapter.hpp"
#include "tests/support/catch.hpp"

using namespace tests::acs;
using namespace tests::integration;
using tests::support::read_text;
using tests::support::TempDir;

namespace {

// Longer than any test: a value that is read before has been notified by the kernel.
const std::string kSection = R"(  parameters:
    - path: Mode
      values: { day: Day, night: Night }
      notify: active
      source: { file: @/mode, interval_s: 86400 }
      sink: { file: @/mode }
    - { path: Watts, type: decimal, scale: 0.1, source: { file: @/state, pointer: /power, interval_s: 86400 } }
    - { path: Loopback, source: { file: /sys/class/net/lo/address } }
    - { path: Fixed, sink: { file: /sys/class/net/lo/address } }
  tables:
    - path: Zone.{i}.
      rows: { file: "@/zone/{name}/temp", interval_s: 1 }
      parameters:
        - { path: Name, value: "{name}" }
        - { path: Temperature, type: decimal, scale: 0.001, source: {} }
        - { path: Limit, type: int, source: { file: "@/zone/{name}/limit", interval_s: 1 }, sink: { file: "@/zone/{name}/limit" } }
)";

struct Devices {
  TempDir folder;
  Devices() {
    write("mode", "day\n");
    write("state", R"({"power": 125})");
    for (const char* zone : {"a", "b"}) write("zone/" + std::string(zone) + "/temp", "21500\n");
  }
  void write(const std::string& name, const std::string& text) const {
    std::filesystem::create_directories((folder.path() / name).parent_path());
    std::filesystem::rename(folder.write("next", text), folder.path() / name);
  }
  GatewayOptions options() const { return with_adapter("file", kSection, folder.path().string()); }
};

}  // namespace

TEST_CASE("files are read and written through the ACS", "[devices_file]") {
  const Devices devices;
  Gateway gateway(devices.options());
  gateway.first_contact();
  wait_for_value(gateway, "Zone.2.Temperature", "21.5");
  wait_for_value(gateway, "Loopback", "00:00:00:00:00:00");
  gateway.ask(get_parameter_values({kMount}))
      .with_parameter(kMount + "Mode", "Day", "xsd:string")
      .with_parameter(kMount + "Watts", "12.5", "xsd:decimal")
      .with_parameter(kMount + "Zone.1.Name", "a")
      .with_parameter(kMount + "Zone.1.Limit", "0", "xsd:int");  // there is no such file

  gateway.ask(set_parameter_values({{kMount + "Mode", "Night"}, {kMount + "Zone.2.Limit", "80", "xsd:int"}}))
      .with_argument("Status", "0");
  CHECK(read_text(devices.folder.file("mode")) == "night");
  CHECK(read_text(devices.folder.file("zone/b/limit")) == "80");
  wait_for_value(gateway, "Zone.2.Limit", "80");
  gateway.ask_in_vain(set_parameter_values({{kMount + "Mode", "Noon"}})).with_parameter_fault(kMount + "Mode", 9007);
  // The kernel refuses each write to it, and the values that were set together with it are rolled back.
  gateway.ask_in_vain(set_parameter_values({{kMount + "Mode", "Day"}, {kMount + "Fixed", "x"}}));
  wait_for_value(gateway, "Mode", "Night");
}

TEST_CASE("a change of a plain file is notified at once, also when it has been away", "[devices_file]") {
  const Devices devices;
  Gateway gateway(devices.options());
  gateway.first_contact();
  wait_for_value(gateway, "Mode", "Day");
  devices.write("mode", "night\n");
  std::optional<Exchange> inform;
  // The number of rows may be reported before.
  Session session = gateway.session_about(kMount + "Mode", "Night", &inform);
  inform->with_only_events({"4 VALUE CHANGE"});
  session.run_to_end();

  std::filesystem::remove(devices.folder.file("mode"));
  gateway.wait_for_log(devices.folder.file("mode") + ": No such file or directory");
  CHECK(gateway.get(kMount + "Mode") == "Night");
  devices.write("mode", "day\n");
  Session next = gateway.session_about(kMount + "Mode", "Day", &inform);
  inform->with_only_events({"4 VALUE CHANGE"});
  next.run_to_end();
}

TEST_CASE("a row lives as long as its file, and its number for ever", "[devices_file]") {
  const Devices devices;
  Gateway gateway(devices.options());
  gateway.first_contact();
  wait_for_value(gateway, "ZoneNumberOfEntries", "2");
  std::filesystem::remove_all(devices.folder.file("zone/a"));
  wait_for_value(gateway, "ZoneNumberOfEntries", "1");
  gateway.stop();
  std::filesystem::remove_all(devices.folder.file("zone/b"));  // while the adapter does not run
  devices.write("zone/c/temp", "1000");
  gateway.start();
  gateway.session().run_to_end();
  wait_for_value(gateway, "Zone.3.Temperature", "1");
  wait_for_value(gateway, "ZoneNumberOfEntries", "1");
  devices.write("zone/a/temp", "2000");
  wait_for_value(gateway, "Zone.1.Temperature", "2");
}

TEST_CASE("files are devices in the standard shape, each of a pattern and a single one", "[devices_file]") {
  const Devices devices;
  const std::string section = R"(  devices:
    - rows: { file: "@/zone/{name}/temp", interval_s: 1 }
      name: "Zone {name}"
      type: Sensor
      capabilities:
        - { name: Temperature, class: LevelSensor, type: Temperature, unit: degC, scale: 0.001, source: {} }
    - identity: board
      name: Board
      capabilities:
        - name: Mode
          class: EnumControl
          type: OperatingMode
          values: { day: Day, night: Night }
          source: { file: @/mode, interval_s: 86400 }
          sink: { file: @/mode }
        - { name: Power, class: LevelSensor, type: Power, unit: W, scale: 0.1, source: { file: @/state, pointer: /power } }
)";
  Gateway gateway(with_adapter("file", section, devices.folder.path().string()));
  gateway.first_contact();
  wait_for_capability(gateway, "Zone b", "LevelSensor", "Temperature", "21.5");
  wait_for_capability(gateway, "Board", "LevelSensor", "Power", "12.5");
  const std::string mode = wait_for_capability(gateway, "Board", "EnumControl", "OperatingMode", "Day");
  gateway.ask(set_parameter_values({{mode, "Night"}})).with_argument("Status", "0");
  CHECK(read_text(devices.folder.file("mode")) == "night");
  gateway.ask_in_vain(set_parameter_values({{mode, "Noon"}})).with_parameter_fault(mode, 9007);
  std::filesystem::remove(devices.folder.path() / "zone/a/temp");
  wait_for_devices(gateway, [](const DeviceValues& all) { return device_path(all, "Zone a").empty(); });
}
