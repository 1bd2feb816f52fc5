// SPDX-License-Identifier: Apache-2.0
// Shows that memory comes back: after requests of some megabytes and whole answers, and after messages that are much
// too large, of which a broker that speaks MQTT 5 sends none. The bounds are wide: the kernel counts in pages.
#include "tests/integration/fixture/mqtt_home.hpp"
#include "tests/support/catch.hpp"
#include "tests/support/process_cost.hpp"
#include "tests/support/sanitized.hpp"

#include <boost/json.hpp>

#include <chrono>
#include <string>
#include <vector>

using namespace tests;
using namespace tests::integration;

namespace {

constexpr double kRatio = 1.25;
constexpr double kPages = 256;  // kB, of a daemon that has 2 MB

support::Memory memory(Gateway& gateway) { return support::memory_of(gateway.daemon().pid()); }

// Waits until the memory is as small; the result is what it is in the end.
double memory_at_rest(Gateway& gateway, double wanted) {
  const auto end = std::chrono::steady_clock::now() + std::chrono::seconds(10);
  double now = memory(gateway).private_kb;
  while (now > wanted && std::chrono::steady_clock::now() < end) {
    (void)gateway.ctl({"status"});
    now = memory(gateway).private_kb;
  }
  return now;
}

}  // namespace

TEST_CASE("after requests of some megabytes and whole answers the memory is as before", "[resilience_memory]") {
  Gateway gateway;
  gateway.first_contact();
  gateway.ask(acs::get_parameter_values({"Device."}));
  std::vector<acs::SetValue> values;
  for (int i = 0; i < 12'000; ++i) {
    values.push_back({"Device.X_00D09E_Nothing." + std::to_string(i) + ".Temperature", std::string(100, 'x')});
  }
  const double before = memory(gateway).private_kb;
  for (int times = 0; times < 6; ++times) {
    gateway.ask_in_vain(acs::set_parameter_values(values));
    gateway.ask(acs::get_parameter_names("Device.", false));
  }
  const double wanted = before * kRatio + kPages;
  const double after = memory_at_rest(gateway, wanted);
  INFO(before << " kB before, " << after << " kB after");
  if (!support::kSanitized) CHECK(after <= wanted);
}

TEST_CASE("a message much above max_payload_bytes costs no more than twice the limit, which status shows",
          "[resilience_memory]") {
  constexpr std::size_t kLarge = 30'000'000;
  GatewayOptions options;
  options.broker.emplace();
  options.settings.adapters =
      "- {name: home, plugin: mqtt, mount: Device.X_00D09E_Home., broker: {url: \"@BROKER@\"}, "
      "parameters: [{path: A, source: {topic: a}}]}";
  Gateway gateway(std::move(options));
  gateway.first_contact();
  support::MqttPeer peer(gateway.broker().port());
  const auto wait_for = [&](const std::string& value) {
    wait_until("A = " + value, [&] { return gateway.get("Device.X_00D09E_Home.A") == value; });
  };
  peer.publish("a", "1", 1, true);
  wait_for("1");
  const double before = memory(gateway).peak_kb;
  for (int times = 0; times < 2; ++times) peer.publish("a", std::string(kLarge, 'x'));
  peer.publish("a", "2");
  wait_for("2");
  const double more = memory(gateway).peak_kb - before;
  INFO(before << " kB at most before, " << more << " kB more");
  if (!support::kSanitized) CHECK(more * 1000 < kLarge / 4);
  const auto status = boost::json::parse(gateway.ctl({"--json", "status"}).output);
  const boost::json::value& broker = status.at("brokers").at(0);
  CHECK(broker.at("protocol_version").as_string() == "5.0");
  CHECK(broker.at("max_packet_bytes").to_number<int>() == 2 << 20);
  CHECK(gateway.get("Device.MQTT.Client.1.MaximumPacketSize") == "2097152");
}
