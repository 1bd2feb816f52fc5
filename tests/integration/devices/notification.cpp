// SPDX-License-Identifier: Apache-2.0
// Shows what an ACS is notified of out of the box, without one SetParameterAttributes: the devices of a zigbee2mqtt
// come, doors open, batteries run low, a device goes away. What the ACS or the configuration has set stands above it.
#include <sqlite3.h>

#include <cctype>
#include <filesystem>
#include <fstream>
#include <iterator>
#include <stdexcept>
#include <string>
#include <vector>

#include "tests/integration/fixture/gateway_under_test.hpp"
#include "tests/support/catch.hpp"
#include "tests/support/servers/mqtt_peer.hpp"

using namespace tests::acs;
using namespace tests::integration;
using tests::support::MqttPeer;

namespace {

const std::string kDevices = "Device.X_00D09E_ProxiedDevice.";
const std::string kCount = "Device.X_00D09E_ProxiedDeviceNumberOfEntries";
const std::string kEmbedded = "Device.ManagementServer.EmbeddedDeviceNumberOfEntries";
constexpr int kOff = 0, kPassive = 1, kActive = 2;

std::string binary(const std::string& name, const std::string& on = "true", const std::string& off = "false") {
  return R"({"name":")" + name + R"(","label":")" + name + R"(","access":1,"type":"binary","property":")" + name +
         R"(","value_on":)" + on + R"(,"value_off":)" + off + "}";
}

std::string numeric(const std::string& name, const std::string& unit) {
  return R"({"name":")" + name + R"(","label":")" + name + R"(","access":1,"type":"numeric","property":")" + name +
         R"(","unit":")" + unit + "\"}";
}

// What a bridge says of a device.
std::string entry(const std::string& identity, const std::string& name, const std::string& exposes) {
  return R"({"ieee_address":")" + identity + R"(","friendly_name":")" + name +
         R"(","type":"EndDevice","supported":true,"disabled":false,"interview_completed":true,)"
         R"("definition":{"vendor":"Example","model":"M-1","description":"A thing","exposes":[)" +
         exposes + "]}}";
}

GatewayOptions options(const std::string& keys = {}) {
  GatewayOptions options;
  options.settings.log_level = "debug";
  options.settings.adapters =
      "- name: zigbee\n  plugin: mqtt\n  profile: zigbee2mqtt\n  broker: { url: \"@BROKER@\" }\n" + keys;
  options.settings.top = "profile_dir: " + std::string(PROFILES) + "\n";
  options.broker = tests::support::BrokerOptions{};
  return options;
}

// The bridge, with a door, a window, a smoke detector, a leak sensor and a plug.
struct House {
  explicit House(Gateway& gateway) : gateway_(gateway), bridge(gateway.broker().port()) {
    bridge.publish("zigbee2mqtt/bridge/state", R"({"state":"online"})", 1, true);
    for (const char* const name : {"door", "window", "smoke", "leak", "plug"}) {
      bridge.publish("zigbee2mqtt/" + std::string(name) + "/availability", R"({"state":"online"})", 1, true);
    }
    bridge.publish("zigbee2mqtt/bridge/devices",
                   '[' + entry("0x01", "door", binary("contact", "false", "true") + ',' + binary("battery_low")) + ',' +
                       entry("0x02", "window", binary("window_open") + ',' + numeric("battery", "%")) + ',' +
                       entry("0x03", "smoke", binary("smoke") + ',' + binary("tamper")) + ',' +
                       entry("0x04", "leak", binary("water_leak") + ',' + numeric("temperature", "°C")) + ',' +
                       entry("0x05", "plug", numeric("power", "W") + ',' + numeric("linkquality", "lqi")) + ']',
                   1, true);
    gateway.first_contact();
    expect_notification(kCount, "5");
  }
  void say(const std::string& name, const std::string& payload) {
    bridge.publish("zigbee2mqtt/" + name, payload, 1, false);
  }
  // It may come before the adapter has subscribed.
  void say_first(const std::string& name, const std::string& payload) {
    bridge.publish("zigbee2mqtt/" + name, payload, 1, true);
  }
  // The Inform of 4 VALUE CHANGE that has the parameter with this value, among those of other changes.
  Exchange expect_notification(const std::string& path, const std::string& value) {
    std::optional<Exchange> inform;
    gateway_.session_about(path, value, &inform).run_to_end();
    return inform->with_event("4 VALUE CHANGE");
  }
  Gateway& gateway_;
  MqttPeer bridge;
};

// "Battery low" and "battery_low" are one name.
std::string plain(std::string name) {
  for (char& c : name) c = c == '_' ? ' ' : static_cast<char>(std::tolower(static_cast<unsigned char>(c)));
  return name;
}

// The row of a capability, by its name.
std::string capability(Gateway& gateway, int device, const std::string& name) {
  const std::string table = kDevices + std::to_string(device) + ".IoTCapability.";
  for (int row = 1; row <= 4; ++row) {
    const std::string path = table + std::to_string(row) + ".";
    if (plain(gateway.ctl({"get", path + "Name"}).output) == plain(path + "Name = " + name + "\n")) return path;
  }
  throw std::runtime_error("there is no " + name);
}

int attribute(Gateway& gateway, const std::string& path) {
  const std::string tree = gateway.ctl({"--json", "tree", path}).output;
  const std::string key = "\"notification\":";
  const std::size_t at = tree.find(key);
  return at == std::string::npos ? -1 : tree[at + key.size()] - '0';
}

void wait_for_active(Gateway& gateway, const std::string& path) {
  wait_until(path + " has active notification", [&] { return attribute(gateway, path) == kActive; });
}

// As an operator's tool changes a state.db.
void execute(const std::string& file, const std::string& sql) {
  sqlite3* database = nullptr;
  REQUIRE(sqlite3_open(file.c_str(), &database) == SQLITE_OK);
  char* error = nullptr;
  sqlite3_exec(database, sql.c_str(), nullptr, nullptr, &error);
  const std::string text = error == nullptr ? "" : error;
  sqlite3_free(error);
  sqlite3_close(database);
  REQUIRE(text.empty());
}

}  // namespace

TEST_CASE("a door, a window, smoke, water, a low battery and tampering are notified out of the box",
          "[devices_notification]") {
  Gateway gateway(options());
  House house(gateway);
  const std::vector<std::vector<std::string>> sensors = {
      {"1", "door", R"({"contact":true,"battery_low":false})", R"({"contact":false})", "contact"},
      {"1", "door", R"({"battery_low":false})", R"({"battery_low":true})", "battery_low"},
      {"2", "window", R"({"window_open":false,"battery":80})", R"({"window_open":true})", "window_open"},
      {"3", "smoke", R"({"smoke":false,"tamper":false})", R"({"smoke":true})", "smoke"},
      {"3", "smoke", R"({"tamper":false})", R"({"tamper":true})", "tamper"},
      {"4", "leak", R"({"water_leak":false,"temperature":20})", R"({"water_leak":true})", "water_leak"}};
  for (const auto& sensor : sensors) {
    house.say_first(sensor[1], sensor[2]);
    const std::string table = kDevices + sensor[0] + ".IoTCapability.";
    gateway.wait_for_value(kDevices + sensor[0] + ".Online", "true");
    wait_until(sensor[4] + " is shown", [&] {
      return plain(gateway.ctl({"get", table}).output).find(" = " + plain(sensor[4]) + "\n") != std::string::npos;
    });
    const std::string value = capability(gateway, std::stoi(sensor[0]), sensor[4]) + "BinarySensor.Value";
    gateway.wait_for_value(value, "false");
    CHECK(attribute(gateway, value) == kActive);
    house.say(sensor[1], sensor[3]);
    house.expect_notification(value, "true");
  }
  CHECK(attribute(gateway, kDevices + "1.Online") == kActive);
  CHECK(attribute(gateway, kCount) == kActive);
  CHECK(attribute(gateway, kEmbedded) == kActive);
  CHECK(attribute(gateway, capability(gateway, 2, "battery") + "LevelSensor.Value") == kPassive);
  CHECK(attribute(gateway, capability(gateway, 4, "temperature") + "LevelSensor.Value") == kPassive);
}

TEST_CASE("a device that leaves is notified by its Online, and a new one by the numbers of devices",
          "[devices_notification]") {
  Gateway gateway(options());
  House house(gateway);
  const std::string online = kDevices + "2.Online";
  gateway.wait_for_value(online, "true");
  house.say("window/availability", R"({"state":"offline"})");
  house.expect_notification(online, "false");
  house.bridge.publish("zigbee2mqtt/bridge/devices", '[' + entry("0x09", "gate", binary("contact")) + ']', 1, true);
  house.expect_notification(kEmbedded, "1");
  CHECK(gateway.get(kCount) == "1");
}

TEST_CASE("rules of the section come before the shipped ones, and an ACS's attribute before both",
          "[devices_notification]") {
  Gateway gateway(
      options("  notify:\n"
              "    - { device: door, type: DoorOpen, notify: \"off\" }\n"
              "    - { type: Power, notify: active, min_change: \"5%\", min_interval_s: 60 }\n"
              "    - { device: smoke, online: true, notify: passive }\n"));
  House house(gateway);
  house.say_first("door", R"({"contact":true,"battery_low":false})");
  house.say_first("plug", R"({"power":10,"linkquality":200})");
  const std::string door = kDevices + "1.IoTCapability.1.BinarySensor.Value";
  const std::string low = kDevices + "1.IoTCapability.2.BinarySensor.Value";
  gateway.wait_for_value(low, "false");
  gateway.wait_for_value(kDevices + "5.IoTCapability.1.LevelSensor.Value", "10");
  CHECK(attribute(gateway, door) == kOff);
  CHECK(attribute(gateway, low) == kActive);
  CHECK(attribute(gateway, kDevices + "5.IoTCapability.1.LevelSensor.Value") == kActive);
  CHECK(attribute(gateway, kDevices + "5.IoTCapability.2.LevelSensor.Value") == kOff);
  CHECK(attribute(gateway, kDevices + "3.Online") == kPassive);
  const Exchange answer = gateway.ask(get_parameter_attributes({low, kCount}));
  CHECK(answer->attributes.size() == 2);
  for (const auto& shown : answer->attributes) {
    INFO(shown.name);
    CHECK(shown.notification == kActive);
  }
  gateway.ask(
      set_parameter_attributes({{.name = low, .notification = kOff}, {.name = door, .notification = kPassive}}));
  gateway.restart();
  gateway.wait_for_value(low, "false");
  CHECK(attribute(gateway, low) == kOff);
  CHECK(attribute(gateway, door) == kPassive);
}

TEST_CASE("after an upgrade the attributes that an ACS has set stand, and the others have the new defaults",
          "[devices_notification]") {
  GatewayOptions former = options();
  former.start = false;
  Gateway gateway(former);
  std::ifstream file(std::string(FIXTURES) + "/state/before_notification.sql");
  std::string sql(std::istreambuf_iterator<char>(file), {});
  const std::string url = gateway.acs().url();
  for (std::size_t at = sql.find("@ACS@"); at != std::string::npos; at = sql.find("@ACS@")) sql.replace(at, 5, url);
  std::filesystem::create_directories(gateway.folder().path() / "state");
  execute(gateway.folder().path() / "state" / "state.db", sql);
  gateway.start();
  gateway.first_contact();
  const std::string door = kDevices + "1.IoTCapability.";
  const std::string gate = kDevices + "2.IoTCapability.";
  const auto expect_attributes = [&] {
    CHECK(attribute(gateway, kCount) == kOff);
    CHECK(attribute(gateway, kDevices + "2.Online") == kPassive);
    CHECK(attribute(gateway, gate + "1.BinarySensor.Value") == kOff);
    CHECK(attribute(gateway, door + "2.BinarySensor.Value") == kActive);
    CHECK(attribute(gateway, kEmbedded) == kActive);
    CHECK(attribute(gateway, kDevices + "1.Online") == kActive);
  };
  expect_attributes();
  MqttPeer bridge(gateway.broker().port());
  const std::string contact = binary("contact", "false", "true") + ',' + binary("battery_low");
  bridge.publish("zigbee2mqtt/bridge/state", R"({"state":"online"})", 1, true);
  bridge.publish("zigbee2mqtt/bridge/devices",
                 '[' + entry("0x01", "door", contact) + ',' + entry("0x02", "gate", contact) + ']', 1, true);
  wait_for_active(gateway, door + "1.BinarySensor.Value");
  wait_for_active(gateway, gate + "2.BinarySensor.Value");
  expect_attributes();
}

TEST_CASE("a FactoryReset gives the attributes back that hold out of the box", "[devices_notification]") {
  Gateway gateway(options());
  House house(gateway);
  house.say_first("door", R"({"contact":true,"battery_low":false})");
  const std::string door = kDevices + "1.IoTCapability.1.BinarySensor.Value";
  gateway.wait_for_value(door, "false");
  gateway.ask(set_parameter_attributes({{.name = door, .notification = kOff}, {.name = kCount, .notification = kOff}}));
  CHECK(attribute(gateway, door) == kOff);
  gateway.ask(factory_reset());
  std::optional<Exchange> inform;
  do {
    gateway.session(&inform).run_to_end();
  } while (inform->message().events.front().code != "0 BOOTSTRAP");
  wait_for_active(gateway, kCount);
  house.say_first("door", R"({"contact":true,"battery_low":false})");
  wait_for_active(gateway, door);
}

TEST_CASE("a change that the report rule of a capability finds too small is no news", "[devices_notification]") {
  Gateway gateway(options("  notify:\n    - { type: Power, notify: active, min_change: \"5%\" }\n"));
  House house(gateway);
  house.say_first("plug", R"({"power":100})");
  const std::string power = kDevices + "5.IoTCapability.1.LevelSensor.Value";
  gateway.wait_for_value(power, "100");
  for (const int watts : {101, 103, 104, 96}) {
    house.say("plug", "{\"power\":" + std::to_string(watts) + "}");
    gateway.wait_for_value(power, std::to_string(watts));
  }
  house.say("plug", R"({"power":110})");
  for (std::string reported; reported != "110";) {
    std::optional<Exchange> inform;
    gateway.session(&inform).run_to_end();
    const auto values = inform->values();
    const auto found = values.find(power);
    if (found == values.end()) continue;
    reported = found->second.value;
    CHECK((reported == "100" || reported == "110"));
  }
}
