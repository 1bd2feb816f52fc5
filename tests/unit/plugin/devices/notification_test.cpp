// SPDX-License-Identifier: Apache-2.0
// Shows the notification attributes of devices in the standard shape: the defaults of Online and of the counts, those
// that the adapter gives, those that an ACS has set, and what is left of them after a restart.
#include "tests/support/catch.hpp"
#include "tests/unit/plugin/fixture.hpp"

namespace tests::plugin {
namespace {

using proxy::model::Notification;

const std::string kDevice = "Device.X_00D09E_ProxiedDevice.1.";
const std::string kOnline = kDevice + "Online";
const std::string kDoor = kDevice + "IoTCapability.1.BinarySensor.Value";
const std::string kCount = "Device.X_00D09E_ProxiedDeviceNumberOfEntries";

/// A bridge with one door.
struct Bridge {
  Bridge() {
    script.start = [this](const sdk::Host& host) { show(host); };
  }
  void show(const sdk::Host& host) {
    running = host;
    device = host.device({.controller = "bridge", .identity = "0x01", .protocol = "ZigBee"});
    if (online) host.notify_online(device, *online);
    host.show_device(device, {.name = name.c_str(), .type = "Door", .description = ""});
    adapter_capability capability{};
    capability.identity = "contact";
    capability.capability_class = ADAPTER_BINARY_SENSOR;
    capability.type = "DoorOpen";
    capability.notify = notify;
    door = host.capability(device, capability);
  }
  Script script;
  std::optional<sdk::Host> running;
  std::optional<adapter_notify> online;
  std::string name = "hall";
  uint32_t notify = ADAPTER_NOTIFY_OFF;
  sdk::Device device;
  sdk::Row door;
};

Notification attribute(const Fixture& fixture, const std::string& path) {
  return fixture.tree.attributes(fixture.tree.find(path).value()).notification;
}

/// As an ACS does, and with what the store keeps of it.
void set_attribute(Fixture& fixture, const std::string& path, Notification notification) {
  fixture.tree.set_attributes(fixture.tree.find(path).value(), {.notification = notification});
  REQUIRE_FALSE(fixture.store.attributes.put({path, static_cast<std::uint8_t>(notification), true}));
}

const proxy::model::ReportRule* rule(const Fixture& fixture, const std::string& path) {
  return fixture.tree.report_rule(fixture.tree.find(path).value());
}

}  // namespace

TEST_CASE("Online and the number of devices have active notification out of the box") {
  const support::TempDir folder;
  Fixture fixture(folder.path());
  Bridge bridge;
  fixture.start(bridge.script);
  CHECK(attribute(fixture, kOnline) == Notification::active);
  CHECK(attribute(fixture, kCount) == Notification::active);
  CHECK(attribute(fixture, kDevice + "IoTCapabilityNumberOfEntries") == Notification::off);
}

TEST_CASE("the adapter gives Online another attribute, for each show_device() anew") {
  const support::TempDir folder;
  {
    Fixture fixture(folder.path());
    Bridge bridge;
    bridge.online = ADAPTER_NOTIFY_PASSIVE;
    const auto instance = fixture.start(bridge.script);
    CHECK(attribute(fixture, kOnline) == Notification::passive);
    bridge.running->notify_online(bridge.device, static_cast<adapter_notify>(3));
    bridge.running->notify_online({bridge.door.value}, ADAPTER_NOTIFY_OFF);
    CHECK(instance->board().counters().rejected == 2);
    bridge.online.reset();
    bridge.show(*bridge.running);
    CHECK(fixture.run_until([&] { return attribute(fixture, kOnline) == Notification::active; }));
    bridge.online = ADAPTER_NOTIFY_OFF;
    bridge.show(*bridge.running);
    CHECK(fixture.run_until([&] { return attribute(fixture, kOnline) == Notification::off; }));
  }
  Fixture fixture(folder.path());
  Script script;
  script.start = [](const sdk::Host&) {};
  fixture.start(script);
  CHECK(attribute(fixture, kOnline) == Notification::off);  // as before, until the adapter describes the device
}

TEST_CASE("a device that an earlier release has stored gets the new default") {
  const support::TempDir folder;
  {
    Fixture fixture(folder.path());
    Bridge bridge;
    bridge.online = ADAPTER_NOTIFY_OFF;
    fixture.start(bridge.script);
    const std::vector<proxy::state::PathValue> earlier{{kDevice,
                                                        "home\x1fZigBee\x1fhall\x1f"
                                                        "Door\x1f"}};
    REQUIRE_FALSE(fixture.store.last_values.save(earlier));
  }
  Fixture fixture(folder.path());
  Script script;
  script.start = [](const sdk::Host&) {};
  fixture.start(script);
  CHECK(fixture.value(kDevice + "Type") == "Door");
  CHECK(attribute(fixture, kOnline) == Notification::active);
}

TEST_CASE("the attributes that an ACS has set stand over new defaults, a restart and a later first device") {
  const support::TempDir folder;
  {
    Fixture fixture(folder.path());
    Bridge bridge;
    fixture.start(bridge.script);
    set_attribute(fixture, kOnline, Notification::passive);
    set_attribute(fixture, kDoor, Notification::off);
    set_attribute(fixture, kCount, Notification::off);
  }
  Fixture fixture(folder.path());
  Bridge bridge;
  bridge.notify = ADAPTER_NOTIFY_ACTIVE;
  fixture.start(bridge.script);
  CHECK(attribute(fixture, kOnline) == Notification::passive);
  CHECK(attribute(fixture, kDoor) == Notification::off);
  CHECK(attribute(fixture, kCount) == Notification::off);
}

TEST_CASE("the report rule of a capability holds until its next declaration, that of a column for all rows") {
  const support::TempDir folder;
  Fixture fixture(folder.path());
  Bridge bridge;
  sdk::Table table;
  sdk::Column column;
  bridge.script.start = [&](const sdk::Host& host) {
    bridge.show(host);
    table = host.declare_table(sdk::kMount, "Meter");
    column = host.declare(table, {.name = "Power", .type = ADAPTER_DECIMAL});
    host.add_row(table, "a");
    const adapter_report_rule of_column{sizeof(adapter_report_rule), "5", 1, 60, 3600};
    host.report({}, column, &of_column);
    host.add_row(table, "b");
    const adapter_report_rule of_door{sizeof(adapter_report_rule), nullptr, 0, 10, 0};
    host.report(bridge.door, sdk::kValue, &of_door);
  };
  const auto instance = fixture.start(bridge.script);
  REQUIRE(fixture.run_until([&] { return fixture.value("Device.X_00D09E_Home.MeterNumberOfEntries") == "2"; }));
  REQUIRE(fixture.run_until([&] { return rule(fixture, kDoor) != nullptr; }));
  CHECK(*rule(fixture, kDoor) == proxy::model::ReportRule{.min_interval = std::chrono::seconds(10)});
  for (const char* const row : {"1", "2"}) {
    const auto* const found = rule(fixture, std::string("Device.X_00D09E_Home.Meter.") + row + ".Power");
    REQUIRE(found != nullptr);
    CHECK(found->min_change == 5);
    CHECK(found->is_percent);
    CHECK(found->max_interval == std::chrono::seconds(3600));
  }
  bridge.show(*bridge.running);
  REQUIRE(fixture.run_until([&] { return rule(fixture, kDoor) == nullptr; }));
  const adapter_report_rule unfit{sizeof(adapter_report_rule), "-5", 0, 0, 0};
  bridge.running->report(bridge.door, sdk::kValue, &unfit);
  bridge.running->report({}, sdk::kValue, nullptr);
  bridge.running->report(bridge.door, column, nullptr);
  CHECK(instance->board().counters().rejected == 3);
}

}  // namespace tests::plugin
