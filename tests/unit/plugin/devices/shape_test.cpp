// SPDX-License-Identifier: Apache-2.0
// Shows devices in the standard shape: one row each, and one for each thing they measure or can be told.
#include "proxy/base/log.hpp"
#include "tests/support/catch.hpp"
#include "tests/unit/plugin/devices/bridge.hpp"

namespace tests::plugin {

TEST_CASE("a device is shown as one row, and its capabilities as rows with the sub-object of their class") {
  const support::TempDir folder;
  Fixture fixture(folder.path());
  Bridge bridge;
  fixture.start(bridge.script);
  CHECK(fixture.value("Device.X_00D09E_ProxiedDeviceNumberOfEntries") == "1");
  CHECK(value(fixture, "1.Alias") == "cpe-1");
  CHECK(value(fixture, "1.Name") == "hall");
  CHECK(value(fixture, "1.Type") == "Thermostat");
  CHECK(value(fixture, "1.Description") == "Acme T1");
  CHECK(value(fixture, "1.Online") == "false");
  CHECK(value(fixture, "1.ProxyProtocol") == "ZigBee");
  CHECK(value(fixture, "1.IoTCapabilityNumberOfEntries") == "3");
  CHECK(value(fixture, "1.IoTCapability.1.Class") == "LevelSensor");
  CHECK(value(fixture, "1.IoTCapability.1.LevelSensor.Unit") == "degC");
  CHECK(value(fixture, "1.IoTCapability.2.LevelControl.MaxValue") == "30");
  CHECK(value(fixture, "1.IoTCapability.3.EnumControl.ValidValues") == "off,heat,a%2Cb");
  CHECK(value(fixture, "1.IoTCapability.1.LevelControl.Value") == "no such parameter");
  CHECK(fixture.told ==
        std::vector<std::string>{"bridge/0x01 added ZigBee", "bridge/0x01 at Device.X_00D09E_ProxiedDevice.1"});
  bridge.running->publish(bridge.temperature, sdk::kValue, "21.50");
  CHECK(fixture.run_until([&] { return value(fixture, "1.IoTCapability.1.LevelSensor.Value") == "21.5"; }));
  CHECK(value(fixture, "1.Online") == "true");
}

TEST_CASE("a capability is set within the bounds of its own row") {
  const support::TempDir folder;
  Fixture fixture(folder.path());
  Bridge bridge;
  fixture.start(bridge.script);
  const std::string target = std::string(kTable) + "1.IoTCapability.2.LevelControl.Value";
  const std::string mode = std::string(kTable) + "1.IoTCapability.3.EnumControl.Value";
  CHECK(fixture.check(target, "4.9") == "9007");
  CHECK(fixture.check(target, "30.1") == "9007");
  CHECK(fixture.check(target, "30") == "acceptable");
  CHECK(fixture.check(mode, "cool") == "9007");
  CHECK(fixture.check(mode, "a,b") == "acceptable");
  CHECK(fixture.set({{target, "21"}, {mode, "heat"}}) == "applied");
  CHECK(fixture.value(target) == "21");
  CHECK(bridge.script.applied == std::vector<std::string>{"21", "heat"});
}

TEST_CASE("a level whose bounds are not known has none, and those that become known") {
  const support::TempDir folder;
  Fixture fixture(folder.path());
  Bridge bridge;
  bridge.minimum = bridge.maximum = "";
  fixture.start(bridge.script);
  const std::string level = "1.IoTCapability.2.LevelControl.";
  const std::string target = kTable + level + "Value";
  const std::string none = "no such parameter";
  CHECK(value(fixture, level + "MinValue") == none);
  CHECK(value(fixture, level + "MaxValue") == none);
  CHECK(value(fixture, level + "Unit") == "degC");
  CHECK(value(fixture, "1.IoTCapability.2.Class") == "LevelControl");
  CHECK(fixture.check(target, "-3000") == "acceptable");
  bridge.running->publish(bridge.target, sdk::kValue, "21");
  CHECK(fixture.run_until([&] { return fixture.value(target) == "21"; }));

  bridge.maximum = "30";
  bridge.show();
  CHECK(fixture.run_until([&] { return value(fixture, level + "MaxValue") == "30"; }));
  CHECK(value(fixture, level + "MinValue") == none);
  CHECK(fixture.check(target, "30.5") == "9007");
  CHECK(fixture.check(target, "-3000") == "acceptable");
  bridge.minimum = "5";
  bridge.show();
  CHECK(fixture.run_until([&] { return value(fixture, level + "MinValue") == "5"; }));
  CHECK(value(fixture, level + "MaxValue") == "30");
  CHECK(fixture.check(target, "4") == "9007");
  bridge.minimum = bridge.maximum = "";
  bridge.show();
  CHECK(fixture.run_until([&] { return value(fixture, level + "MaxValue") == none; }));
  CHECK(value(fixture, level + "MinValue") == none);
  CHECK(value(fixture, "1.IoTCapability.2.Class") == "LevelControl");
  CHECK(fixture.check(target, "4") == "acceptable");
  CHECK(fixture.value(target) == "21");
}

TEST_CASE("a set to a device that is away is kept, and sent once it is there") {
  const support::TempDir folder;
  Fixture fixture(folder.path());
  Bridge bridge;
  fixture.start(bridge.script);
  const std::string target = std::string(kTable) + "1.IoTCapability.2.LevelControl.Value";
  bridge.running->presence(bridge.device, ADAPTER_ONLINE);
  CHECK(fixture.run_until([&] { return value(fixture, "1.Online") == "true"; }));
  bridge.running->presence(bridge.device, ADAPTER_OFFLINE);
  CHECK(fixture.run_until([&] { return value(fixture, "1.Online") == "false"; }));
  CHECK(fixture.set({{target, "22"}}) == "committed");
  CHECK(fixture.value(target) == "22");
  CHECK(bridge.script.applied.empty());
  bridge.running->presence(bridge.device, ADAPTER_ONLINE);
  CHECK(fixture.run_until([&] { return !bridge.script.applied.empty(); }));
  CHECK(fixture.run_until([&] { return fixture.store.set_values.all().empty(); }));
}

TEST_CASE("the log says at info which devices are found, renamed, skipped and gone, each once") {
  const support::TempDir folder;
  const auto lines = [](const std::string& text) {
    const std::string log = proxy::base::log::recent();
    std::size_t count = 0;
    for (std::size_t at = log.find(text); at != std::string::npos; at = log.find(text, at + 1)) ++count;
    return count;
  };
  Bridge bridge;
  bridge.identity = "0xlogged";
  {
    Fixture fixture(folder.path());
    fixture.start(bridge.script);
    const std::string found =
        "info plugin.device.found adapter home: found 'hall', 0xlogged, shown as Device.X_00D09E_ProxiedDevice.1\n";
    CHECK(lines(found) == 1);
    bridge.show();
    bridge.name = "cellar";
    bridge.show();
    bridge.running->skipped("0xunwanted", "deny has it");
    bridge.running->skipped("0xunwanted", "deny has it");
    CHECK(fixture.run_until([&] { return value(fixture, "1.Name") == "cellar"; }));
    CHECK(lines(found) == 1);
    CHECK(lines(": Device.X_00D09E_ProxiedDevice.1 is named 'cellar' now, it was 'hall'\n") == 1);
    CHECK(lines(": 0xunwanted is not shown: deny has it\n") == 1);
  }
  // It is known after a restart.
  Fixture fixture(folder.path());
  fixture.start(bridge.script);
  CHECK(lines(" 0xlogged, shown as") == 1);
  bridge.running->remove_device(bridge.device);
  CHECK(fixture.run_until([&] { return lines(": 0xlogged is gone, it was Device.X_00D09E_ProxiedDevice.1\n") == 1; }));
}

TEST_CASE("what is given wrong is refused, dropped, or made a vendor's word") {
  const support::TempDir folder;
  Fixture fixture(folder.path());
  Bridge bridge;
  const auto instance = fixture.start(bridge.script);
  const auto& host = *bridge.running;
  CHECK(host.capability({}, Bridge::sensor("x")).value == ADAPTER_NONE);
  CHECK(host.capability(bridge.device, Bridge::sensor("")).value == ADAPTER_NONE);
  adapter_capability capability = Bridge::sensor("odd");
  capability.capability_class = 9;
  CHECK(host.capability(bridge.device, capability).value == ADAPTER_NONE);
  capability.capability_class = ADAPTER_ENUM_SENSOR;
  const std::string long_word(65, 'x');
  const char* const words[] = {"50%", long_word.c_str(), ""};
  capability.type = "Door state";
  capability.words = words;
  capability.word_count = 3;
  CHECK(host.capability(bridge.device, capability).value != ADAPTER_NONE);
  capability = Bridge::sensor("flow");
  capability.type = "";
  capability.unit = "m\u00b3/d";
  CHECK(host.capability(bridge.device, capability).value != ADAPTER_NONE);
  const std::uint64_t rejected = instance->board().counters().rejected;
  host.publish(bridge.temperature, sdk::kValue, "warm");
  CHECK(instance->board().counters().rejected == rejected + 1);
  CHECK(fixture.run_until([&] { return value(fixture, "1.IoTCapabilityNumberOfEntries") == "5"; }));
  CHECK(value(fixture, "1.IoTCapability.4.EnumSensor.ValidValues") == "50%25");
  CHECK(value(fixture, "1.IoTCapability.4.EnumSensor.Type") == "X_00D09E_Door_state");
  CHECK(value(fixture, "1.IoTCapability.5.LevelSensor.Unit") == "X_00D09E_m__d");
  CHECK(value(fixture, "1.IoTCapability.5.LevelSensor.Type") == "X_00D09E_Other");
  host.show_device(bridge.device, {.name = "hall", .type = "", .description = ""});
  CHECK(fixture.run_until([&] { return value(fixture, "1.Type") == "X_00D09E_Other"; }));
}

TEST_CASE("the time of a device's last contact is read on request") {
  const support::TempDir folder;
  Fixture fixture(folder.path());
  Bridge bridge;
  fixture.start(bridge.script);
  const std::string path = std::string(kTable) + "1.LastTimeContacted";
  const auto refreshed = [&] {
    bool done = false;
    const std::vector<proxy::model::ParameterRef> parameters{*fixture.tree.find(path)};
    fixture.router->refresh(parameters, [&] { done = true; });
    CHECK(fixture.run_until([&] { return done; }));
    return fixture.value(path);
  };
  CHECK(refreshed() == "0001-01-01T00:00:00Z");
  bridge.running->publish(bridge.temperature, sdk::kValue, "20");
  CHECK(fixture.run_until([&] { return value(fixture, "1.Online") == "true"; }));
  CHECK(refreshed().substr(0, 3) == "202");
}

TEST_CASE("tr069-proxyctl devices shows what is known of devices, and what was skipped") {
  const support::TempDir folder;
  Fixture fixture(folder.path());
  Bridge bridge;
  fixture.start(bridge.script);
  bridge.running->skipped("0x07", "it has no model");
  bridge.running->skipped("0x01", "its description is broken");
  bridge.show();  // which takes that back
  bridge.running->publish(bridge.temperature, sdk::kValue, "20");
  CHECK(fixture.run_until([&] { return value(fixture, "1.Online") == "true"; }));
  const auto devices = fixture.router->device_statistics();
  REQUIRE(devices.size() == 1);
  CHECK(devices[0].path == "Device.X_00D09E_ProxiedDevice.1");
  CHECK(devices[0].online);
  CHECK(devices[0].values == 3);
  REQUIRE(devices[0].unseen.size() == 2);
  CHECK(devices[0].unseen[0].path == std::string(kTable) + "1.IoTCapability.2.LevelControl.Value");
  CHECK(devices[0].unseen[0].writable);
  const auto skipped = fixture.router->skipped();
  REQUIRE(skipped.size() == 1);
  CHECK(skipped[0].identity == "0x07");
  CHECK(skipped[0].reason == "it has no model");
}

TEST_CASE("the echo that confirms a set is contact with the device") {
  const support::TempDir folder;
  Fixture fixture(folder.path());
  Bridge bridge;
  fixture.start(bridge.script);
  CHECK(value(fixture, "1.Online") == "false");
  CHECK(fixture.set({{std::string(kTable) + "1.IoTCapability.2.LevelControl.Value", "20"}}) == "applied");
  CHECK(value(fixture, "1.Online") == "true");
  const std::string path = std::string(kTable) + "1.LastTimeContacted";
  const std::vector<proxy::model::ParameterRef> parameters{*fixture.tree.find(path)};
  bool done = false;
  fixture.router->refresh(parameters, [&] { done = true; });
  CHECK(fixture.run_until([&] { return done; }));
  CHECK(fixture.value(path) != "0001-01-01T00:00:00Z");
}

TEST_CASE("a value never heard is not 0: LastChange is Unknown Time until the device has reported") {
  const support::TempDir folder;
  constexpr const char* kUnknownTime = "0001-01-01T00:00:00Z";
  std::string sensor_changed;
  {
    Fixture fixture(folder.path());
    Bridge bridge;
    fixture.start(bridge.script);
    CHECK(value(fixture, "1.IoTCapability.1.LevelSensor.LastChange") == kUnknownTime);
    CHECK(value(fixture, "1.IoTCapability.2.LevelControl.X_00D09E_LastChange") == kUnknownTime);
    CHECK(value(fixture, "1.IoTCapability.3.EnumControl.X_00D09E_LastChange") == kUnknownTime);
    bridge.running->publish(bridge.temperature, sdk::kValue, "0");  // as it reads before, and now it is true
    bridge.running->publish_retained(bridge.mode, sdk::kValue, "heat");
    CHECK(fixture.run_until([&] { return value(fixture, "1.IoTCapability.3.EnumControl.Value") == "heat"; }));
    sensor_changed = value(fixture, "1.IoTCapability.1.LevelSensor.LastChange");
    CHECK(sensor_changed.starts_with("20"));
    CHECK(value(fixture, "1.IoTCapability.3.EnumControl.X_00D09E_LastChange").starts_with("20"));
    CHECK(value(fixture, "1.IoTCapability.2.LevelControl.X_00D09E_LastChange") == kUnknownTime);
    // A set that the device confirms is a report; one that it does not answer is none.
    CHECK(fixture.set({{std::string(kTable) + "1.IoTCapability.2.LevelControl.Value", "20"}}) == "applied");
    CHECK(value(fixture, "1.IoTCapability.2.LevelControl.X_00D09E_LastChange").starts_with("20"));
    CHECK(fixture.router->device_statistics().at(0).values == 3);
  }
  Fixture fixture(folder.path());
  Bridge bridge;
  bridge.shows = false;
  fixture.start(bridge.script);
  CHECK(value(fixture, "1.IoTCapability.1.LevelSensor.Value") == "0");
  CHECK(value(fixture, "1.IoTCapability.1.LevelSensor.LastChange") == sensor_changed);
}

}  // namespace tests::plugin
