// SPDX-License-Identifier: Apache-2.0
// Shows the life of an EmbeddedDevice row: its columns, its number that outlives it, and the row it refers to.
#include "proxy/gateway/management_server/embedded_devices.hpp"
#include "tests/support/catch.hpp"
#include "tests/unit/gateway/fixture.hpp"

using namespace tests::gateway;
using gateway::EmbeddedDevices;
using model::CommandState;

namespace {

constexpr const char* kCount = "Device.ManagementServer.EmbeddedDeviceNumberOfEntries";

std::string column(const model::Tree& tree, EmbeddedDevices::Key key, const char* name) {
  return value(tree, "Device.ManagementServer.EmbeddedDevice." + std::to_string(key) + "." + name);
}

bool exists(const model::Tree& tree, EmbeddedDevices::Key key) {
  return tree.select("Device.ManagementServer.EmbeddedDevice." + std::to_string(key) + ".").has_value();
}

}  // namespace

TEST_CASE("the row of a device and its columns") {
  Home home;
  model::Tree tree;
  EmbeddedDevices devices(tree, home.store, "00D09E");
  CHECK(value(tree, kCount) == "0");
  const auto key = devices.add({"broker", "0x00158d0001", "ZigBee"}, model::Origin::device);
  CHECK(value(tree, kCount) == "1");
  CHECK(column(tree, key, "ControllerID") == "broker");
  CHECK(column(tree, key, "ProxiedDeviceID") == "0x00158d0001");
  CHECK(column(tree, key, "ProxyProtocol") == "ZigBee");
  CHECK(column(tree, key, "CommandProcessed") == "Success");
  CHECK(column(tree, key, "LastSyncTime") == "0001-01-01T00:00:00Z");
  for (const char* name : {"Reference", "Host", "ProxyProtocolReference", "CommandProcessingErrMsg"}) {
    CHECK(column(tree, key, name).empty());
  }
  CHECK(column(tree, key, "SupportedDataModel") == "Device.DeviceInfo.SupportedDataModel.1");
  CHECK_FALSE(tree.select("Device.ManagementServer.EmbeddedDevice.")->table->creatable());

  devices.set_reference(key, "Device.X_00D09E_ProxiedDevice.4.");
  CHECK(column(tree, key, "Reference") == "Device.X_00D09E_ProxiedDevice.4");
  devices.set_command_state(key, CommandState::pending);
  CHECK(column(tree, key, "CommandProcessed") == "Pending");
  devices.set_command_state(key, CommandState::retrying);
  CHECK(column(tree, key, "CommandProcessed") == "Retrying");
  devices.set_command_state(key, CommandState::error, "no route\xff" + std::string(2000, 'x'));
  CHECK(column(tree, key, "CommandProcessed") == "Error");
  CHECK(model::characters(column(tree, key, "CommandProcessingErrMsg")) == 1024);
  devices.set_command_state(key, CommandState::success);
  CHECK(column(tree, key, "CommandProcessed") == "Success");
  CHECK(column(tree, key, "CommandProcessingErrMsg").empty());
  devices.synced(key, base::SystemTime(std::chrono::seconds(1795342530)));
  CHECK(column(tree, key, "LastSyncTime") == "2026-11-22T10:15:30Z");
  CHECK(column(tree, key, "X_00D09E_Presence") == "Unknown");
  devices.set_presence(key, "Silent", model::Origin::device);
  CHECK(column(tree, key, "X_00D09E_Presence") == "Silent");
}

TEST_CASE("a protocol without a standard word gets a vendor's") {
  Home home;
  model::Tree tree;
  EmbeddedDevices devices(tree, home.store, "00D09E");
  const auto word = [&](std::string_view protocol) {
    const auto key = devices.add({"", protocol, protocol}, model::Origin::device);
    return column(tree, key, "ProxyProtocol");
  };
  for (const char* standard : {"Z-Wave", "ZigBee", "UPnP-DM", "ETSI-M2M"}) CHECK(word(standard) == standard);
  CHECK(word("MQTT") == "X_00D09E_MQTT");
  CHECK(word("Modbus/TCP, 2") == "X_00D09E_Modbus_TCP__2");
  CHECK(word(std::string(100, 'P')).size() == 31);
}

TEST_CASE("each device has one row, with a constant number") {
  Home home;
  EmbeddedDevices::Key hall = 0;
  {
    model::Tree tree;
    EmbeddedDevices devices(tree, home.store, "00D09E");
    const auto kitchen = devices.add({"a", "kitchen", "MQTT"}, model::Origin::device);
    hall = devices.add({"a", "hall", "MQTT"}, model::Origin::device);
    CHECK(devices.add({"a", "hall", "MQTT"}, model::Origin::device) == hall);
    CHECK(devices.add({"b", "hall", "MQTT"}, model::Origin::device) != hall);
    CHECK(value(tree, kCount) == "3");
    devices.remove(kitchen);
    CHECK(value(tree, kCount) == "2");
    CHECK_FALSE(exists(tree, kitchen));
    devices.remove(kitchen);
    devices.synced(kitchen, {});
    CHECK(devices.add({"a", "attic", "MQTT"}, model::Origin::device) == 4);
    CHECK(devices.add({"a", "kitchen", "MQTT"}, model::Origin::device) == kitchen);
    devices.synced(hall, base::SystemTime(std::chrono::seconds(1795342530)));
  }
  model::Tree tree;
  EmbeddedDevices devices(tree, home.store, "00D09E");
  CHECK(value(tree, kCount) == "0");
  CHECK(devices.add({"a", "hall", "MQTT"}, model::Origin::start) == hall);
  CHECK(column(tree, hall, "LastSyncTime") == "0001-01-01T00:00:00Z");
}

TEST_CASE("joining and leaving notify, devices known at the start do not") {
  Home home;
  model::Tree tree;
  EmbeddedDevices devices(tree, home.store, "00D09E");
  model::ChangeTracker tracker(tree, [] {});
  tree.set_attributes(tree.find(kCount).value(), {model::Notification::active, true});
  devices.add({"", "known", "MQTT"}, model::Origin::start);
  CHECK(tracker.empty());
  const auto key = devices.add({"", "new", "MQTT"}, model::Origin::device);
  CHECK(reported(tree, tracker) == std::vector<std::string>{kCount});
  devices.remove(key);
  CHECK(reported(tree, tracker) == std::vector<std::string>{kCount});
}

TEST_CASE("long and invalid identities are shown shortened and valid, and stay different") {
  Home home;
  model::Tree tree;
  EmbeddedDevices devices(tree, home.store, "00D09E");
  const std::string name(300, 'n');
  const auto first = devices.add({"", name + "1", "MQTT"}, model::Origin::device);
  const auto second = devices.add({"", name + "2", "MQTT"}, model::Origin::device);
  CHECK(first != second);
  CHECK(column(tree, first, "ProxiedDeviceID").size() == 256);
  const auto broken = devices.add({"", "a\xff\x01", "MQTT"}, model::Origin::device);
  CHECK(column(tree, broken, "ProxiedDeviceID") == "a\xEF\xBF\xBD\xEF\xBF\xBD");
}
