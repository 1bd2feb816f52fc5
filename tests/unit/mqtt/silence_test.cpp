// SPDX-License-Identifier: Apache-2.0
// Shows after how long a silence a discovered device is silent: by default one with a battery alone.
#include "adapters/mapping/runtime/set_confirmation.hpp"
#include "adapters/mqtt/discovered_devices.hpp"
#include "tests/support/catch.hpp"
#include "tests/unit/sdk/config_text.hpp"
#include "tests/unit/sdk/fake_host.hpp"

using namespace adapters;
using namespace std::chrono_literals;

namespace {

/// What bridge/devices says: one device with these words and exposes.
std::string device(const std::string& words, const std::string& exposes) {
  return R"([{"ieee_address":"0x1","friendly_name":"a","type":"EndDevice",)" + words +
         R"("supported":true,"definition":{"vendor":"V","model":"M","exposes":[)" + exposes + "]}}]";
}

const std::string kContact =
    R"({"name":"contact","access":1,"type":"binary","property":"contact","value_on":false,"value_off":true})";
const std::string kBattery = R"({"name":"battery","access":1,"type":"numeric","property":"battery","unit":"%"})";
const std::string kBatteryPowered = R"("power_source":"Battery",)";
const std::string kMains = R"("power_source":"Mains",)";

struct Discovery {
  explicit Discovery(const std::string& keys = {})
      : config(R"({"discovery":{"convention":"zigbee2mqtt")" + keys + "}}") {}
  /// The time of silence after which it is reported silent; none if it never is. It sends one message.
  std::optional<std::chrono::seconds> silence(const std::string& description) {
    const mapping::DeviceEngine::Time start{1000h};
    devices.describe("zigbee2mqtt/bridge/devices", description, true);
    engine.pass_time(start);
    mapping::Payload message(R"({"contact":true})");
    engine.receive("zigbee2mqtt/a", message, false, start);
    if (!engine.next_time()) return std::nullopt;
    const auto due = *engine.next_time();
    host.take();
    engine.pass_time(due - 1s);
    CHECK(host.take().empty());
    engine.pass_time(due);
    CHECK(host.take().back().ends_with(" 3"));  // ADAPTER_SILENT
    return std::chrono::duration_cast<std::chrono::seconds>(due - start);
  }
  test::ConfigText config;
  test::FakeHost host;
  mapping::SetConfirmation confirmation{sdk::Host(host.api())};
  mapping::DeviceEngine engine{sdk::Host(host.api()), mapping::Admission(config.root()), confirmation};
  mqtt::UnreadMessages unread{sdk::Host(host.api())};
  mqtt::DiscoveredDevices devices{sdk::Host(host.api()), config.root(), {}, engine, unread};
};

}  // namespace

TEST_CASE("stale_after_s of discovered devices: by default 25 h with a battery, and never without one") {
  CHECK(Discovery().silence(device(kBatteryPowered, kContact)) == 25h);
  CHECK(Discovery().silence(device("", kContact + ',' + kBattery)) == 25h);
  CHECK_FALSE(Discovery().silence(device(kMains, kContact)));
  CHECK_FALSE(Discovery().silence(device("", kContact)));
  for (const std::string& words : {kBatteryPowered, kMains}) {
    CHECK(Discovery(R"(,"stale_after_s":600)").silence(device(words, kContact)) == 600s);
    CHECK_FALSE(Discovery(R"(,"stale_after_s":0)").silence(device(words, kContact)));
  }
}
