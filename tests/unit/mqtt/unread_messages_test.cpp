// SPDX-License-Identifier: Apache-2.0
// Shows that a message of which nothing was read is a line of its topic, once, and that the lines are bounded.
#include "adapters/mqtt/unread_messages.hpp"
#include "adapters/mqtt/discovered_devices.hpp"
#include "tests/support/catch.hpp"
#include "tests/unit/sdk/config_text.hpp"
#include "tests/unit/sdk/fake_host.hpp"

using namespace adapters;
using Calls = std::vector<std::string>;

namespace {

/// What the host is given of the messages at a topic, one after the other, with a convention.
Calls told(const std::string& convention, const std::string& topic, const std::vector<std::string>& payloads) {
  test::ConfigText config(R"({"discovery":{"convention":")" + convention + "\"}}");
  test::FakeHost host;
  mapping::SetConfirmation confirmation{sdk::Host(host.api())};
  mapping::DeviceEngine engine{sdk::Host(host.api()), mapping::Admission(config.root()), confirmation};
  mqtt::UnreadMessages unread{sdk::Host(host.api())};
  mqtt::DiscoveredDevices devices{sdk::Host(host.api()), config.root(), {}, engine, unread};
  for (const std::string& payload : payloads) devices.describe(topic, payload, true);
  Calls lines;
  for (const std::string& call : host.take()) {
    if (call.starts_with("skipped ")) lines.push_back(call);
  }
  return lines;
}

}  // namespace

TEST_CASE("an announcement that is no JSON is a line in every convention, and goes with a better one") {
  const std::pair<const char*, const char*> kAnnouncements[] = {{"zigbee2mqtt", "zigbee2mqtt/bridge/devices"},
                                                                {"homeassistant", "homeassistant/sensor/attic/config"},
                                                                {"homeassistant", "homeassistant/device/x/config"},
                                                                {"tasmota", "tasmota/discovery/AABBCCDDEEFF/config"},
                                                                {"shelly-gen1", "shellies/announce"},
                                                                {"homie", "homie/5/box/$description"},
                                                                {"openmqttgateway", "home/g/BTtoMQTT/AABBCCDDEEFF"}};
  for (const auto& [convention, topic] : kAnnouncements) {
    CAPTURE(convention, topic);
    const Calls once = told(convention, topic, {"{\"a\":", "{\"a\":", "{\"a\":"});
    REQUIRE(once.size() == 1);
    CHECK(once.front().find(topic) != std::string::npos);
    CHECK(once.front().find("not JSON") != std::string::npos);
  }
  CHECK(told("homeassistant", "homeassistant/sensor/attic/config", {"{", ""}).size() == 2);  // the second withdraws it
}

TEST_CASE("lines are bounded, and a topic that is too long is counted alone") {
  test::FakeHost host;
  mqtt::UnreadMessages unread{sdk::Host(host.api())};
  for (int i = 0; i < 300; ++i) unread.add("t/" + std::to_string(i), "not JSON");
  unread.add(std::string(300, 'x'), "not JSON");
  Calls calls = host.take();
  CHECK(std::count_if(calls.begin(), calls.end(), [](const auto& call) { return call.starts_with("skipped "); }) ==
        200);
  CHECK(std::count_if(calls.begin(), calls.end(), [](const auto& call) { return call.starts_with("rejected "); }) ==
        301);
  unread.add("t/0", "not JSON");
  CHECK(host.take() == Calls{"rejected t/0: not JSON"});
  unread.remove("t/0");
  unread.remove("t/0");
  CHECK(host.take().size() == 1);
}
