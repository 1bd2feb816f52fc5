// SPDX-License-Identifier: Apache-2.0
// Shows devices in the standard shape that come, leave and return, over a restart too, and those of two adapters.
#include "tests/support/catch.hpp"
#include "tests/support/sync_count.hpp"
#include "tests/unit/plugin/devices/bridge.hpp"

namespace tests::plugin {

TEST_CASE("what is known of devices is shown before they speak, with what an ACS made of it") {
  const support::TempDir folder;
  const std::string capability = std::string(kTable) + "1.IoTCapability.1.";
  {
    Fixture fixture(folder.path());
    Bridge bridge;
    fixture.start(bridge.script);
    bridge.running->publish(bridge.temperature, sdk::kValue, "19");
    CHECK(fixture.run_until([&] { return fixture.value(capability + "LevelSensor.Value") == "19"; }));
    // What a set of an ACS leaves.
    const auto name = *fixture.tree.find(std::string(kTable) + "1.Name");
    fixture.store.set_values.put(fixture.tree.path(name), "upstairs", fixture.router->configured(name), false);
    fixture.tree.set_value(name, "upstairs", proxy::model::Origin::acs);
    CHECK(fixture.router->configured(name) == "hall");
    fixture.store.attributes.put({capability + "LevelSensor.Value", 2, true});
    fixture.store.set_values.put(std::string(kTable) + "1.IoTCapability.2.LevelControl.Value", "23", {}, true);
  }
  Fixture fixture(folder.path());
  Bridge bridge;
  bridge.shows = false;
  const auto instance = fixture.start(bridge.script);
  CHECK(value(fixture, "1.Name") == "upstairs");
  CHECK(value(fixture, "1.Type") == "Thermostat");
  CHECK(value(fixture, "1.Online") == "true");  // as it was: nothing has contradicted it
  CHECK(fixture.value(capability + "LevelSensor.Value") == "19");
  CHECK(fixture.value(capability + "LevelSensor.Unit") == "degC");
  CHECK(value(fixture, "1.IoTCapability.2.LevelControl.Value") == "23");
  CHECK(value(fixture, "1.IoTCapability.2.LevelControl.MaxValue") == "30");
  CHECK(value(fixture, "1.IoTCapability.3.EnumControl.ValidValues") == "off,heat,a%2Cb");
  const auto sensor = *fixture.tree.find(capability + "LevelSensor.Value");
  CHECK(fixture.tree.attributes(sensor).notification == proxy::model::Notification::active);
  CHECK(fixture.told.front() == "bridge/0x01 known ZigBee");
  CHECK(instance->links().unreachable(proxy::plugin::Subtree::cell(sensor)));
  CHECK(bridge.script.applied.empty());

  // The device speaks with the name that it had: the ACS's holds. The set reaches it.
  bridge.show();
  CHECK(fixture.run_until([&] { return bridge.script.applied == std::vector<std::string>{"23"}; }));
  CHECK(value(fixture, "1.Name") == "upstairs");
  bridge.name = "cellar";
  bridge.show();
  CHECK(fixture.run_until([&] { return value(fixture, "1.Name") == "cellar"; }));
}

TEST_CASE("a device that leaves takes its rows along, and has its numbers when it returns") {
  const support::TempDir folder;
  Fixture fixture(folder.path());
  Bridge bridge;
  fixture.start(bridge.script);
  const auto first = bridge.device;
  bridge.identity = "0x02";
  bridge.show();
  CHECK(fixture.run_until([&] { return value(fixture, "2.IoTCapabilityNumberOfEntries") == "3"; }));
  bridge.running->remove_row(bridge.temperature);
  CHECK(fixture.run_until([&] { return value(fixture, "2.IoTCapabilityNumberOfEntries") == "2"; }));
  bridge.running->remove_device(first);
  CHECK(fixture.run_until([&] { return fixture.value("Device.X_00D09E_ProxiedDeviceNumberOfEntries") == "1"; }));
  CHECK(fixture.told.back() == "bridge/0x01 removed");
  CHECK(value(fixture, "1.Name") == "no such parameter");
  bridge.show();
  CHECK(fixture.run_until([&] { return value(fixture, "2.IoTCapabilityNumberOfEntries") == "3"; }));
  CHECK(value(fixture, "2.IoTCapability.1.Class") == "LevelSensor");
  bridge.identity = "0x01";
  bridge.show();
  CHECK(fixture.run_until([&] { return value(fixture, "1.IoTCapabilityNumberOfEntries") == "3"; }));
  CHECK(value(fixture, "1.IoTCapability.2.Class") == "LevelControl");
  CHECK(fixture.value("Device.X_00D09E_ProxiedDeviceNumberOfEntries") == "2");
}

TEST_CASE("devices that come all at once, or leave, cost few writes") {
  constexpr int kDevices = 200;
  const support::TempDir folder;
  Fixture fixture(folder.path());
  Bridge bridge;
  bridge.shows = false;
  fixture.start(bridge.script);
  std::vector<sdk::Device> shown;
  const auto rows = [&] { return fixture.value("Device.X_00D09E_ProxiedDeviceNumberOfEntries"); };
  int before = support::sync_count();
  for (int i = 0; i < kDevices; ++i) {
    const std::string identity = std::to_string(i);
    bridge.identity = identity.c_str();
    bridge.show();
    shown.push_back(bridge.device);
  }
  CHECK(fixture.run_until([&] { return rows() == std::to_string(kDevices); }));
  CHECK(support::sync_count() - before < 10);
  before = support::sync_count();
  for (const sdk::Device device : shown) bridge.running->remove_device(device);
  CHECK(fixture.run_until([&] { return rows() == "0"; }));
  CHECK(support::sync_count() - before < 10);
}

TEST_CASE("two adapters share the table, and neither shows a device of the other") {
  const support::TempDir folder;
  Fixture fixture(folder.path());
  Bridge bridge;
  fixture.start(bridge.script);
  proxy::config::Diagnostics diagnostics;
  Bridge second;
  second.identity = "0x02";
  auto instance = fixture.router->create(section("second", "scripted", "Device.X_00D09E_Second."),
                                         *proxy::plugin::AdapterLibrary::linked(scripted(second.script)), diagnostics);
  REQUIRE(instance);
  CHECK(fixture.router->start(instance).empty());
  CHECK(value(fixture, "2.IoTCapabilityNumberOfEntries") == "3");
  CHECK(fixture.set({{std::string(kTable) + "2.IoTCapability.2.LevelControl.Value", "20"}}) == "applied");
  CHECK(second.script.applied == std::vector<std::string>{"20"});
  CHECK(bridge.script.applied.empty());
  second.identity = "0x01";
  second.show();
  CHECK(fixture.run_until([&] { return instance->board().counters().rejected == 4; }));  // with its three capabilities
  CHECK(value(fixture, "1.Name") == "hall");
  fixture.router->remove("second");
  CHECK(fixture.value("Device.X_00D09E_ProxiedDeviceNumberOfEntries") == "1");
}

TEST_CASE("a value never heard is not 0: a sensor of an earlier run comes back with its value, or with its first one") {
  const support::TempDir folder;
  {
    Fixture fixture(folder.path());
    Bridge bridge;
    fixture.start(bridge.script);
    fixture.store.attributes.put({std::string(kTable) + "1.IoTCapability.1.LevelSensor.Value", 2, true});
  }
  Fixture fixture(folder.path());
  Bridge bridge;
  bridge.shows = false;
  fixture.start(bridge.script);
  CHECK(value(fixture, "1.IoTCapability.1.LevelSensor.Value") == "no such parameter");
  CHECK(value(fixture, "1.IoTCapability.3.EnumControl.Value").empty());
  CHECK(value(fixture, "1.IoTCapabilityNumberOfEntries") == "2");
  const sdk::Device known = bridge.running->device({.controller = "bridge", .identity = "0x01", .protocol = "ZigBee"});
  CHECK_FALSE(bridge.running->known_capability(known, Bridge::sensor("temperature")));
  bridge.show();
  CHECK(bridge.running->known_capability(known, Bridge::sensor("temperature")) == bridge.temperature);
  bridge.running->publish(bridge.temperature, sdk::kValue, "21");
  CHECK(fixture.run_until([&] { return value(fixture, "1.IoTCapability.1.LevelSensor.Value") == "21"; }));
  const auto sensor = *fixture.tree.find(std::string(kTable) + "1.IoTCapability.1.LevelSensor.Value");
  CHECK(fixture.tree.attributes(sensor).notification == proxy::model::Notification::active);
}

}  // namespace tests::plugin
