// SPDX-License-Identifier: Apache-2.0
// Shows devices in the standard shape as an ACS sees them: what is below a row, what may be set, which name holds, who
// keeps his number; two bridges in one table, and five hundred devices at once.
#include <algorithm>
#include <chrono>
#include <iostream>
#include <string>

#include "tests/integration/fixture/single_adapter.hpp"
#include "tests/support/catch.hpp"
#include "tests/support/process_cost.hpp"

using namespace tests::acs;
using namespace tests::integration;

namespace {

const std::string kTable = "Device.X_00D09E_ProxiedDevice.";
const std::string kNumber = "Device.X_00D09E_ProxiedDeviceNumberOfEntries";
const std::string kLevel = kTable + "1.IoTCapability.2.LevelControl.Value";

std::string bridge(const std::string& name, const std::string& more = {}) {
  return "- name: " + name + "\n  plugin: shows_devices\n  mount: Device.X_00D09E_" + name + ".\n" + more;
}

Settings settings(const std::string& adapters) {
  Settings made;
  made.adapters = adapters;
  made.adapter_dir = BAD_ADAPTERS;
  return made;
}

void reload(Gateway& gateway, const std::string& adapters) {
  gateway.configure(settings(adapters));
  CHECK(gateway.ctl({"reload"}).exit_code == 0);
}

}  // namespace

TEST_CASE("each capability has the one sub-object of its class", "[devices_shape]") {
  Gateway gateway({.settings = settings(bridge("Home"))});
  gateway.first_contact();
  gateway.wait_for_value(kLevel, "50");
  const std::string row = kTable + "1.";
  Exchange answer = gateway.ask(get_parameter_names(row, false));
  const auto& names = answer.message().names;
  const auto has = [&](const std::string& name) {
    return std::any_of(names.begin(), names.end(), [&](const auto& entry) { return entry.name == row + name; });
  };
  for (const char* name :
       {"Alias", "Name", "Type", "Description", "Online", "LastTimeContacted", "ProxyProtocol",
        "IoTCapabilityNumberOfEntries", "IoTCapability.", "IoTCapability.1.", "IoTCapability.1.BinaryControl.",
        "IoTCapability.1.BinaryControl.Value", "IoTCapability.2.LevelControl.MaxValue",
        "IoTCapability.3.EnumControl.ValidValues", "IoTCapability.3.Class"}) {
    INFO(name);
    CHECK(has(name));
  }
  CHECK_FALSE(has("IoTCapability.1.LevelControl."));
  answer = gateway.ask(get_parameter_values({row, "Device.ManagementServer.EmbeddedDevice."}));
  answer.with_parameter(row + "Name", "Device 1")
      .with_parameter(row + "Type", "Light")
      .with_parameter(row + "Online", "true", "xsd:boolean")
      .with_parameter(row + "ProxyProtocol", "ZigBee")
      .with_parameter(row + "IoTCapability.1.BinaryControl.Value", "true", "xsd:boolean")
      .with_parameter(row + "IoTCapability.2.LevelControl.Unit", "%")
      .with_parameter(row + "IoTCapability.3.EnumControl.Type", "X_00D09E_effect_mode")
      .with_parameter(row + "IoTCapability.3.EnumControl.ValidValues", "blink,one%2C two,80%25")
      .with_parameter("Device.ManagementServer.EmbeddedDevice.1.Reference", kTable + "1");
  CHECK(answer.message().parameter(row + "LastTimeContacted").value.starts_with("2"));
}

TEST_CASE("a capability is set within its own bounds, and a name holds until the device has another",
          "[devices_shape]") {
  Gateway gateway({.settings = settings(bridge("Home"))});
  gateway.first_contact();
  gateway.wait_for_value(kLevel, "50");
  gateway.ask_in_vain(set_parameter_values({{kLevel, "101", "xsd:decimal"}}, "key"))
      .with_fault(9003)
      .with_parameter_fault(kLevel, 9007);
  gateway.ask(set_parameter_values({{kLevel, "70", "xsd:decimal"}, {kTable + "1.Name", "Lamp", "xsd:string"}}, "key"))
      .with_argument("Status", "0");
  CHECK(gateway.get(kLevel) == "70");
  gateway.restart();
  gateway.session().run_to_end();
  CHECK(gateway.get(kTable + "1.Name") == "Lamp");
  reload(gateway, bridge("Home", "  device_name: Bulb\n"));
  gateway.wait_for_value(kTable + "1.Name", "Bulb 1");
}

TEST_CASE("two bridges share the table; who leaves comes back with his number", "[devices_shape]") {
  const std::string second = bridge("Garden", "  device_name: Garden\n");
  Gateway gateway({.settings = settings(bridge("Home", "  devices: 3\n") + second)});
  gateway.first_contact();
  gateway.wait_for_value(kNumber, "4");
  CHECK(gateway.get(kTable + "4.Name") == "Garden 1");
  reload(gateway, bridge("Home", "  devices: 1\n  leaves: \"2\"\n") + second);
  gateway.wait_for_value(kNumber, "3");
  CHECK(gateway.ctl({"get", kTable + "2."}).exit_code == 1);
  CHECK(gateway.get(kTable + "3.Name") == "Device 3");  // known, although no message mentions it
  reload(gateway, bridge("Home", "  devices: 2\n") + second);
  gateway.wait_for_value(kTable + "2.IoTCapabilityNumberOfEntries", "3");
  CHECK(gateway.get(kTable + "2.Name") == "Device 2");
  const std::string devices = gateway.ctl({"devices"}).output;
  CHECK(devices.find("a coordinator") != std::string::npos);
  CHECK(devices.find(kTable.substr(0, kTable.size() - 1) + ".4") != std::string::npos);
  reload(gateway, second);
  gateway.wait_for_value(kNumber, "1");
}

TEST_CASE("a reload that leaves the number of devices as it was sends no notification", "[devices_shape]") {
  const std::string second = bridge("Garden", "  device_name: Garden\n");
  Gateway gateway({.settings = settings(bridge("Home", "  devices: 2\n") + second)});
  gateway.first_contact();
  gateway.wait_for_value(kNumber, "3");
  gateway.ask(set_parameter_attributes({{.name = kNumber, .notification = 2}}));
  reload(gateway, bridge("Home", "  devices: 2\n  device_name: Lamp\n") + second);
  gateway.wait_for_value(kTable + "2.Name", "Lamp 2");
  CHECK(gateway.ctl({"inform"}).exit_code == 0);
  std::optional<Exchange> inform;
  Session session = gateway.session(&inform);
  inform->with_only_events({});
  session.run_to_end();

  reload(gateway, bridge("Home", "  devices: 2\n  device_name: Lamp\n"));
  Session told = gateway.session(&inform);
  inform->with_only_events({"4 VALUE CHANGE"}).with_parameter(kNumber, "2");
  told.run_to_end();
}

TEST_CASE("five hundred devices at once", "[devices_shape]") {
  Gateway gateway({.settings = settings(bridge("Home", "  devices: 500\n"))});
  gateway.first_contact();
  const auto begin = std::chrono::steady_clock::now();
  gateway.wait_for_value(kTable + "500.IoTCapabilityNumberOfEntries", "3");
  Exchange answer = gateway.ask(get_parameter_values({kTable + "500."}));
  answer.with_parameter(kTable + "500.IoTCapability.2.LevelControl.Value", "50");
  const double memory = tests::support::memory_of(gateway.daemon().pid()).private_kb;
  const auto taken = std::chrono::duration_cast<std::chrono::milliseconds>(std::chrono::steady_clock::now() - begin);
  std::cout << "500 devices, 1500 capabilities: shown " << taken.count() << " ms after the first session, " << memory
            << " kB of its own" << std::endl;
  gateway.restart();
  gateway.session().run_to_end();
  CHECK(gateway.get(kTable + "500.IoTCapability.2.LevelControl.Value") == "50");
}
