// SPDX-License-Identifier: Apache-2.0
// Shows devices in the standard shape: one row each, and one for each thing they measure or can be told.
#include "tests/support/catch.hpp"
#include "tests/unit/plugin/house.hpp"

namespace tests::plugin {
namespace {

constexpr const char* kTable = "Device.X_00D09E_ProxiedDevice.";

/// A bridge with one thermostat, whose facts the test changes.
struct Bridge {
  Bridge() {
    script.start = [this](const sdk::Host& host) {
      running = host;
      if (shows) show();
    };
    script.apply = [this](const sdk::Host& host, sdk::Items items) {
      for (const sdk::Item& item : items) {
        CHECK(item.column.value == ADAPTER_VALUE);
        host.reply(item.token, ADAPTER_SENT);
        if (echoes) host.publish(item.row, item.column, std::string(item.value));
      }
    };
  }
  void show() {
    device = running->device({.controller = "bridge", .identity = identity, .protocol = "ZigBee"});
    running->show_device(device, {.name = name.c_str(), .type = "Thermostat", .description = "Acme T1"});
    temperature = running->capability(device, sensor("temperature"));
    adapter_capability setpoint = sensor("setpoint");
    setpoint.capability_class = ADAPTER_LEVEL_CONTROL;
    setpoint.minimum = "5";
    setpoint.maximum = "30.0";
    target = running->capability(device, setpoint);
    const char* const words[] = {"off", "heat", "a,b"};
    adapter_capability control{};
    control.identity = "mode";
    control.capability_class = ADAPTER_ENUM_CONTROL;
    control.type = "ThermostatMode";
    control.words = words;
    control.word_count = 3;
    mode = running->capability(device, control);
  }
  static adapter_capability sensor(const char* identity) {
    adapter_capability capability{};
    capability.identity = identity;
    capability.capability_class = ADAPTER_LEVEL_SENSOR;
    capability.name = identity;
    capability.type = "Temperature";
    capability.unit = "degC";
    return capability;
  }

  Script script;
  std::optional<sdk::Host> running;
  const char* identity = "0x01";
  std::string name = "hall";
  bool shows = true, echoes = true;
  sdk::Device device{};
  sdk::Row temperature{}, target{}, mode{};
};

std::string value(const House& house, const std::string& path) { return house.value(kTable + path); }

}  // namespace

TEST_CASE("a device is shown as one row, and its capabilities as rows with the sub-object of their class") {
  const support::TempDir folder;
  House house(folder.path());
  Bridge bridge;
  house.start(bridge.script);
  CHECK(house.value("Device.X_00D09E_ProxiedDeviceNumberOfEntries") == "1");
  CHECK(value(house, "1.Alias") == "cpe-1");
  CHECK(value(house, "1.Name") == "hall");
  CHECK(value(house, "1.Type") == "Thermostat");
  CHECK(value(house, "1.Description") == "Acme T1");
  CHECK(value(house, "1.Online") == "false");
  CHECK(value(house, "1.ProxyProtocol") == "ZigBee");
  CHECK(value(house, "1.IoTCapabilityNumberOfEntries") == "3");
  CHECK(value(house, "1.IoTCapability.1.Class") == "LevelSensor");
  CHECK(value(house, "1.IoTCapability.1.LevelSensor.Unit") == "degC");
  CHECK(value(house, "1.IoTCapability.2.LevelControl.MaxValue") == "30");
  CHECK(value(house, "1.IoTCapability.3.EnumControl.ValidValues") == "off,heat,a%2Cb");
  CHECK(value(house, "1.IoTCapability.1.LevelControl.Value") == "no such parameter");
  CHECK(house.told ==
        std::vector<std::string>{"bridge/0x01 added ZigBee", "bridge/0x01 at Device.X_00D09E_ProxiedDevice.1"});
  bridge.running->publish(bridge.temperature, sdk::kValue, "21.50");
  CHECK(house.run_until([&] { return value(house, "1.IoTCapability.1.LevelSensor.Value") == "21.5"; }));
  CHECK(value(house, "1.Online") == "true");
}

TEST_CASE("a capability is set within the bounds of its own row") {
  const support::TempDir folder;
  House house(folder.path());
  Bridge bridge;
  house.start(bridge.script);
  const std::string target = std::string(kTable) + "1.IoTCapability.2.LevelControl.Value";
  const std::string mode = std::string(kTable) + "1.IoTCapability.3.EnumControl.Value";
  CHECK(house.check(target, "4.9") == "9007");
  CHECK(house.check(target, "30.1") == "9007");
  CHECK(house.check(target, "30") == "acceptable");
  CHECK(house.check(mode, "cool") == "9007");
  CHECK(house.check(mode, "a,b") == "acceptable");
  CHECK(house.set({{target, "21"}, {mode, "heat"}}) == "applied");
  CHECK(house.value(target) == "21");
  CHECK(bridge.script.applied == std::vector<std::string>{"21", "heat"});
}

TEST_CASE("a set to a device that is away is kept, and sent once it is there") {
  const support::TempDir folder;
  House house(folder.path());
  Bridge bridge;
  house.start(bridge.script);
  const std::string target = std::string(kTable) + "1.IoTCapability.2.LevelControl.Value";
  bridge.running->presence(bridge.device, ADAPTER_ONLINE);
  CHECK(house.run_until([&] { return value(house, "1.Online") == "true"; }));
  bridge.running->presence(bridge.device, ADAPTER_OFFLINE);
  CHECK(house.run_until([&] { return value(house, "1.Online") == "false"; }));
  CHECK(house.set({{target, "22"}}) == "committed");
  CHECK(house.value(target) == "22");
  CHECK(bridge.script.applied.empty());
  bridge.running->presence(bridge.device, ADAPTER_ONLINE);
  CHECK(house.run_until([&] { return !bridge.script.applied.empty(); }));
  CHECK(house.run_until([&] { return house.store.set_values().empty(); }));
}

}  // namespace tests::plugin
