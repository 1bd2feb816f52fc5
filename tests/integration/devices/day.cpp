// SPDX-License-Identifier: Apache-2.0
// Shows a day of two hundred devices with an ACS that asks as GenieACS does, in simulated time: doors open, sensors
// sleep and wake, the broker and the gateway are restarted. At the end the ACS's picture is the devices', every active
// change was notified once, and none was invented.
#include <algorithm>
#include <chrono>
#include <map>
#include <random>
#include <stdexcept>
#include <string>
#include <vector>

#include "tests/integration/fixture/crawling_acs.hpp"
#include "tests/integration/fixture/gateway_under_test.hpp"
#include "tests/integration/fixture/zigbee_home.hpp"
#include "tests/support/catch.hpp"

using namespace tests::acs;
using namespace tests::integration;

namespace {

const std::string kDevices = "Device.X_00D09E_ProxiedDevice.";
constexpr std::chrono::minutes kStep{5};
// A session in which the ACS reads the whole tree takes half a minute of a processor with a sanitizer.
constexpr std::chrono::seconds kPatience{240};

GatewayOptions options() {
  GatewayOptions options;
  options.settings.acs =
      "periodic_inform: { enable: true, interval_s: 3600 }\nretry_minimum_wait_s: 1\nretry_interval_multiplier: 1000\n";
  options.settings.adapters =
      "- name: zigbee\n  plugin: mqtt\n  profile: zigbee2mqtt\n  broker: { url: \"@BROKER@\", client_id: "
      "adapter-zigbee, keepalive_s: 3600 }\n"
      "- name: fence\n  plugin: mqtt\n  mount: Device.X_00D09E_Home.\n  broker: { url: \"@BROKER@\", client_id: "
      "adapter-fence, keepalive_s: 3600 "
      "}\n"
      "  parameters:\n    - { path: Fence, type: int, source: { topic: zigbee2mqtt/fence } }\n";
  options.settings.top = "profile_dir: " + std::string(PROFILES) + "\n";
  options.broker = tests::support::BrokerOptions{};
  options.controllable_clock = true;
  options.moves_adapters = true;
  return options;
}

using Picture = std::map<std::string, std::string>;

// The rows of the table that the ACS has seen, by the value of their parameter Name: "Device....3.".
std::map<std::string, std::string> rows_by_name(const Picture& picture, const std::string& table) {
  std::map<std::string, std::string> rows;
  for (auto entry = picture.lower_bound(table); entry != picture.end() && entry->first.starts_with(table); ++entry) {
    const auto dot = entry->first.find('.', table.size());
    if (dot != std::string::npos && entry->first.substr(dot + 1) == "Name") {
      rows[entry->second] = entry->first.substr(0, dot + 1);
    }
  }
  return rows;
}

// A gateway, its devices and its ACS, for a day.
class Day {
 public:
  Day() : acs_(gateway_.acs(), "Device.X_00D09E_") {}

  void begin();
  // So many steps of the day: devices report by their habits, some doors open.
  void pass(int steps);
  void restart_broker(int steps_without);
  void restart_gateway();
  void expect_truth();

 private:
  using Device = ZigbeeHome::Device;
  using Kind = ZigbeeHome::Kind;

  void wait_for_last_device();
  void expect_notified_once();
  void step();
  void pass_quiet_hour();
  void change_alarm(Device& device);
  // All that was published is in the tree, and no session is under way.
  void settle();
  // No session is under way: one that is would be late when the time moves on.
  void wait_for_rest();
  bool is_at_rest();
  std::string value_path(const Device& device, const std::string& capability, const std::string& value) const;
  std::string alarm_path(const Device& device) const;
  bool chance(int of_thousand) { return static_cast<int>(random_() % 1000) < of_thousand; }

  Gateway gateway_{options()};
  ZigbeeHome home_;
  CrawlingAcs acs_;
  std::mt19937 random_{20261130};
  std::map<std::string, std::vector<std::string>> expected_;  // by path: the active changes, in order
  int fences_ = 0;
  int now_ = 0;  // steps since the day began
};

// The gateway subscribes to the messages of a device once it knows the device. The last one is the last to be known.
void Day::wait_for_last_device() {
  Device& last = home_.devices().back();
  last.tenths += 10;
  const std::string power = kDevices + std::to_string(home_.devices().size()) + ".IoTCapability.2.LevelSensor.Value";
  const std::string wanted = power + " = " + ZigbeeHome::tenths_text(last) + "\n";
  const auto is_known = [&] {
    home_.report(last);
    settle();
    return gateway_.ctl({"get", power}).output == wanted;
  };
  wait_until("the last device is known", is_known, kPatience);
}

void Day::begin() {
  acs_.wait_for_session_after(0);
  home_.connect(gateway_.broker().port());
  wait_for_last_device();
  for (const Device& device : home_.devices()) home_.report(device);
  settle();
  // The ACS finds what has appeared since its last look at the next periodic Inform.
  for (int i = 0; i < 2; ++i) pass_quiet_hour();
  REQUIRE(rows_by_name(acs_.picture(), kDevices).size() == home_.devices().size());
  acs_.forget_notified();
}

// In steps, as a connection that is older than its keep-alive time is given up.
void Day::pass_quiet_hour() {
  const std::size_t before = acs_.sessions();
  for (auto passed = kStep; passed <= std::chrono::hours{1}; passed += kStep) {
    gateway_.advance(kStep);
    settle();
  }
  acs_.wait_for_session_after(before);
  settle();
}

void Day::pass(int steps) {
  for (int i = 0; i < steps; ++i) step();
}

void Day::step() {
  gateway_.advance(kStep);
  ++now_;
  int number = 0;
  for (Device& device : home_.devices()) {
    ++number;
    const bool is_asleep = device.kind != Kind::plug && (now_ + number) % 10 != 0;
    if (is_asleep || (device.kind == Kind::plug && (now_ + number) % 2 != 0)) continue;
    device.tenths += static_cast<int>(random_() % 11) - 5;
    if (device.battery > 20 && chance(20)) --device.battery;
    home_.report(device);
  }
  for (Device& device : home_.devices()) {
    if (device.kind != Kind::climate && device.kind != Kind::plug && chance(2)) change_alarm(device);
  }
  settle();
}

void Day::change_alarm(Device& device) {
  device.alarm = !device.alarm;
  home_.report(device);
  const std::string path = alarm_path(device);
  expected_[path].push_back(ZigbeeHome::alarm_text(device));
  acs_.wait_for_notified(path, ZigbeeHome::alarm_text(device));
}

void Day::restart_broker(int steps_without) {
  home_.disconnect();
  gateway_.broker().kill();
  gateway_.wait_for_log("mqtt.connection.lost");
  for (const auto& [name, row] : rows_by_name(acs_.picture(), kDevices))
    acs_.wait_for_notified(row + "Online", "false");
  wait_for_rest();
  for (int i = 0; i < steps_without; ++i) gateway_.advance(kStep);
  gateway_.broker().start();
  for (int adapters = 0; adapters < 2; ++adapters) gateway_.broker().wait_for_log("Sending SUBACK to adapter-");
  home_.connect(gateway_.broker().port());
  wait_for_last_device();
  for (const Device& device : home_.devices()) home_.report(device);
  settle();
}

// Doors open while the gateway is down: the bridge retains the messages of some, and the others report when they wake.
void Day::restart_gateway() {
  settle();
  gateway_.stop();
  std::vector<Device*> changed;
  for (std::size_t i = 0; i < 10; ++i) {
    Device& device = home_.devices()[i];
    device.alarm = !device.alarm;
    home_.report(device);
    changed.push_back(&device);
  }
  gateway_.start();
  wait_for_last_device();
  for (Device* device : changed) {
    if (!device->retained) home_.report(*device);
    expected_[alarm_path(*device)].push_back(ZigbeeHome::alarm_text(*device));
    acs_.wait_for_notified(alarm_path(*device), ZigbeeHome::alarm_text(*device));
  }
  settle();
}

bool Day::is_at_rest() {
  return gateway_.ctl({"--json", "status"}).output.find("\"under_way\":false") != std::string::npos;
}

void Day::wait_for_rest() {
  wait_until(
      "the sessions end", [this] { return is_at_rest(); }, kPatience);
}

void Day::settle() {
  const std::string number = std::to_string(++fences_);
  const std::string fence = "Device.X_00D09E_Home.Fence = " + number + "\n";
  const auto is_settled = [&] {
    home_.publish("zigbee2mqtt/fence", number);  // again: the adapter may not have subscribed yet
    return gateway_.ctl({"get", "Device.X_00D09E_Home.Fence"}).output == fence && is_at_rest();
  };
  wait_until("the gateway comes to rest", is_settled, kPatience);
}

std::string Day::value_path(const Device& device, const std::string& capability, const std::string& value) const {
  const Picture picture = acs_.picture();
  const std::string row = rows_by_name(picture, kDevices).at(device.name);
  const auto capabilities = rows_by_name(picture, row + "IoTCapability.");
  const auto found = capabilities.find(capability);
  if (found == capabilities.end()) throw std::runtime_error("the ACS knows no " + capability + " of " + device.name);
  return found->second + value;
}

std::string Day::alarm_path(const Device& device) const {
  return value_path(device, ZigbeeHome::alarm_of(device.kind),
                    device.kind == Kind::plug ? "BinaryControl.Value" : "BinarySensor.Value");
}

void Day::expect_truth() {
  pass_quiet_hour();
  const Picture picture = acs_.picture();
  for (const Device& device : home_.devices()) {
    INFO(device.name);
    if (ZigbeeHome::alarm_of(device.kind) != nullptr) {
      CHECK(picture.at(alarm_path(device)) == ZigbeeHome::alarm_text(device));
    }
    if (device.kind == Kind::climate) {
      CHECK(picture.at(value_path(device, "Temperature", "LevelSensor.Value")) == ZigbeeHome::tenths_text(device));
    }
    if (device.kind == Kind::plug) {
      CHECK(picture.at(value_path(device, "Power", "LevelSensor.Value")) == ZigbeeHome::tenths_text(device));
    } else {
      CHECK(picture.at(value_path(device, "Battery", "LevelSensor.Value")) == std::to_string(device.battery));
    }
  }
  expect_notified_once();
  for (const std::string& complaint : acs_.complaints()) FAIL_CHECK(complaint);
}

// The devices' alarms as they came, and the one outage: nothing else that is active.
void Day::expect_notified_once() {
  const auto notified = acs_.notified();
  for (const auto& [path, values] : expected_) {
    INFO(path);
    CHECK(notified.at(path) == values);
  }
  const std::vector<std::string> outage{"false", "true"};
  for (const auto& [path, values] : notified) {
    INFO(path);
    if (path.ends_with("BinarySensor.Value")) CHECK(expected_.contains(path));
    if (path.ends_with(".Online")) CHECK(values == outage);
    if (path.ends_with(".Status")) CHECK(values == std::vector<std::string>{"Down", "Up"});
    CHECK_FALSE(path.ends_with("NumberOfEntries"));
  }
  const auto is_online = [](const auto& entry) { return entry.first.ends_with(".Online"); };
  CHECK(static_cast<std::size_t>(std::count_if(notified.begin(), notified.end(), is_online)) == home_.devices().size());
}

}  // namespace

TEST_CASE("a day of two hundred devices: the ACS has the truth, and was notified of it once", "[devices_day]") {
  Day day;
  day.begin();
  day.pass(80);
  day.restart_broker(2);
  day.pass(80);
  day.restart_gateway();
  day.pass(80);
  day.expect_truth();
}
