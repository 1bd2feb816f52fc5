// SPDX-License-Identifier: Apache-2.0
// Shows that a restart, a kill and a reload of an adapter neither lose a change nor invent one.
#include "tests/integration/fixture/mqtt_home.hpp"
#include "tests/support/catch.hpp"

#include <optional>
#include <string>

using namespace tests::acs;
using namespace tests::integration;

namespace {

const std::string kState = "Device.X_00D09E_Home.Plug.1.State";
const std::string kLabel = "Device.X_00D09E_Home.Boiler.Label";
constexpr const char* kOn = R"({"state":"ON"})";
constexpr const char* kOff = R"({"state":"OFF"})";

constexpr const char* kAlarm = R"(- name: alarm
  plugin: mqtt
  broker: { url: "@BROKER@", client_id: adapter-alarm }
  devices:
    - rows: { topic: "alarm/{id}" }
      name: "{id}"
      availability: { topic: "alarm/{id}/there" }
      capabilities:
        - { name: Smoke, class: BinarySensor, type: Smoke, source: { pointer: /smoke }, notify: active }
        - { name: Power, class: LevelSensor, type: Power, unit: W, source: { pointer: /power }, notify: active }
)";
const std::string kDevice = "Device.X_00D09E_ProxiedDevice.1.IoTCapability.";
const std::string kSmoke = kDevice + "1.BinarySensor.Value";
const std::string kPower = kDevice + "1.LevelSensor.Value";

void expect_change(Home& home, const std::string& path, const std::string& value) {
  std::optional<Exchange> inform;
  Session session = home.acs().accept_session(&inform);
  inform->with_only_events({"4 VALUE CHANGE"}).with_parameter(path, value);
  session.run_to_end();
}

/// The ACS has been informed of both values.
void begin(Home& home) {
  home.start();
  home.publish("boiler/label", "first");
  home.publish("plug/kitchen", kOn);
  home.wait_for_value(kState, "true");
  home.publish("plug/kitchen", kOff);
  expect_change(home, kState, "false");
  home.publish("boiler/label", "second");
  expect_change(home, kLabel, "second");
}

void start_again(Home& home, bool is_kill) {
  if (is_kill) {
    home.gateway().kill();
    home.start();
  } else {
    home.restart();
  }
}

}  // namespace

TEST_CASE("what changed while the gateway restarted opens a session, and the rest is no change",
          "[resilience_changes]") {
  Home home;
  begin(home);
  start_again(home, GENERATE(false, true));
  home.publish("boiler/label", "second");
  home.publish("plug/kitchen", kOn);
  expect_change(home, kState, "true");
  home.fence();
  home.expect_nothing_to_tell();
}

TEST_CASE("what changed while the gateway was away is in the retained message", "[resilience_changes]") {
  Home home;
  begin(home);
  home.gateway().kill();
  home.device().publish("plug/kitchen", kOn, 1, true);
  home.device().publish("boiler/label", "second", 1, true);
  home.gateway().start();
  std::optional<Exchange> inform;
  home.gateway().session_about(kState, "true", &inform).run_to_end();
  home.wait_for_subscription();
  home.fence();
  home.expect_nothing_to_tell();
}

TEST_CASE("a change that no ACS has taken survives a kill, though its device is silent", "[resilience_changes]") {
  Home home;
  begin(home);
  home.acs().stop();
  home.publish("plug/kitchen", kOn);
  home.gateway().daemon().wait_for_line("acs.session.failed");
  home.gateway().kill();
  home.acs().resume();
  home.gateway().start();
  std::optional<Exchange> inform;
  Session session = home.acs().accept_session(&inform);
  inform->with_only_events({"1 BOOT", "4 VALUE CHANGE"}).with_parameter(kState, "true").without_parameter(kLabel);
  session.run_to_end();
  // It is reported once.
  home.gateway().kill();
  home.gateway().start();
  Session next = home.acs().accept_session(&inform);
  inform->with_only_events({"1 BOOT"});
  next.run_to_end();
}

TEST_CASE("the first message of a smoke alarm is told", "[resilience_changes]") {
  Home home({.adapters = kAlarm});
  home.start();
  home.wait_for_subscription();
  home.publish("alarm/attic", R"({"smoke": true})");
  // That the device is new and online may be reported before.
  std::optional<Exchange> inform;
  home.gateway().session_about(kSmoke, "true", &inform).run_to_end();
}

TEST_CASE("a power meter at 1 Hz makes one session in eight messages", "[resilience_changes]") {
  Home home({.adapters = kAlarm});
  home.start();
  home.wait_for_subscription();
  home.publish("alarm/meter", R"({"power": 100})");
  std::optional<Exchange> inform;
  home.gateway().session_about(kPower, "100", &inform).run_to_end();
  for (int i = 1; i <= 8; ++i) home.publish("alarm/meter", R"({"power": )" + std::to_string(100 + i) + "}");
  home.wait_for_value(kPower, "108");
  CHECK_FALSE(home.in_session());
}

TEST_CASE("what changes while an adapter is loaded anew opens a session", "[resilience_changes]") {
  Home home;
  begin(home);
  home.set_confirm_timeout(2);
  REQUIRE(home.ctl({"reload"}).exit_code == 0);
  home.wait_for_subscription();
  home.publish("boiler/label", "second");
  home.fence();
  home.expect_nothing_to_tell();
  home.publish("plug/kitchen", kOn);
  expect_change(home, kState, "true");
}

TEST_CASE("a device that went offline before a kill is not reported as online after it", "[resilience_changes]") {
  Home home({.adapters = kAlarm});
  home.start();
  home.wait_for_subscription();
  const auto says = [&](const char* word) { home.device().publish("alarm/attic/there", word, 1, true); };
  std::optional<Exchange> inform;
  const std::string online = "Device.X_00D09E_ProxiedDevice.1.Online";
  home.device().publish("alarm/attic", R"({"smoke": false})", 1, true);
  says("online");
  home.gateway().session_about(online, "true", &inform).run_to_end();
  home.restart();  // the presence is in the store now
  home.fence();
  says("offline");
  home.gateway().session_about(online, "false", &inform).run_to_end();
  home.gateway().kill();
  home.start();
  home.fence();
  CHECK(home.value(online) == "false");
  home.expect_nothing_to_tell();
}
