// SPDX-License-Identifier: Apache-2.0
// Shows that the counters and gauges say what has happened: sessions, requests of the ACS, adapters and their devices.
#include "tests/acs/connection_request.hpp"
#include "tests/integration/fixture/proxied_device.hpp"
#include "tests/support/catch.hpp"
#include "tests/support/servers/mqtt_peer.hpp"

#include <boost/json.hpp>

#include <ctime>
#include <optional>
#include <stdexcept>
#include <string>
#include <utility>

using namespace tests;
using namespace tests::integration;
using Catch::Matchers::ContainsSubstring;
namespace json = boost::json;

namespace {

json::object family(const Gateway& gateway, const std::string& name) {
  const json::value reply = json::parse(gateway.ctl({"--json", "metrics"}).output);
  for (const json::value& one : reply.at("families").as_array()) {
    if (one.at("name") == json::value(name)) return one.as_object();
  }
  throw std::runtime_error("no family " + name);
}

/// The sample that has the label, or the first one.
json::object sample(const Gateway& gateway, const std::string& name, const json::object& labels = {}) {
  const json::object found = family(gateway, name);
  for (const json::value& one : found.at("samples").as_array()) {
    if (one.at("labels") == json::value(labels)) return one.as_object();
  }
  throw std::runtime_error("no such sample of " + name);
}

double value(const Gateway& gateway, const std::string& name, const json::object& labels = {}) {
  return sample(gateway, name, labels).at("value").to_number<double>();
}

/// Waits until the sample has the value.
void wait_for(const Gateway& gateway, const std::string& name, const json::object& labels, double wanted) {
  std::string what;
  wait_until(what, [&] {
    const double is = value(gateway, name, labels);
    what = name + " is " + std::to_string(wanted) + ", but: " + std::to_string(is);
    return is == wanted;
  });
}

const std::string kSessions = "tr069_proxy_sessions";
const json::object kSuccess{{"outcome", "success"}};
const json::object kFailed{{"outcome", "failed"}};

json::object by_http(const char* outcome) { return {{"outcome", outcome}, {"transport", "http"}}; }

}  // namespace

TEST_CASE("sessions are counted by outcome, with their durations and the last success", "[control_metrics]") {
  Gateway gateway;
  CHECK(value(gateway, kSessions, kSuccess) == 0);
  CHECK(value(gateway, "tr069_proxy_last_successful_session_timestamp_seconds") == 0);
  gateway.first_contact();
  wait_for(gateway, kSessions, kSuccess, 1);
  const double last = value(gateway, "tr069_proxy_last_successful_session_timestamp_seconds");
  const auto now = static_cast<double>(std::time(nullptr));
  CHECK((last > now - 3600 && last < now + 3600));

  gateway.ctl({"inform"});
  gateway.acs().expect("Inform").reply(acs::http_status(503));
  wait_for(gateway, kSessions, kFailed, 1);
  CHECK(value(gateway, kSessions, kSuccess) == 1);
  CHECK(value(gateway, "tr069_proxy_last_successful_session_timestamp_seconds") == last);

  const json::object durations = sample(gateway, "tr069_proxy_session_duration_seconds");
  CHECK(durations.at("count") == 2);
  CHECK(durations.at("sum").to_number<double>() > 0);
  const json::array& buckets = durations.at("buckets").as_array();
  CHECK(buckets.front().at("le") == 0.1);
  CHECK(buckets.back().at("le") == "+Inf");
  CHECK(buckets.back().at("count") == 2);
  for (std::size_t bucket = 1; bucket < buckets.size(); ++bucket)
    CHECK(buckets[bucket].at("count").as_int64() >= buckets[bucket - 1].at("count").as_int64());
}

TEST_CASE("each family has a type, a help, and a unit that its name ends with", "[control_metrics]") {
  Gateway gateway;
  const json::value reply = json::parse(gateway.ctl({"--json", "metrics"}).output);
  for (const json::value& one : reply.at("families").as_array()) {
    CAPTURE(one.at("name").as_string().c_str());
    CHECK_FALSE(one.at("name").as_string().ends_with("_total"));
    CHECK_FALSE(one.at("type").as_string().empty());
    CHECK_FALSE(one.at("help").as_string().empty());
    const json::string& unit = one.at("unit").as_string();
    if (!unit.empty()) CHECK(one.at("name").as_string().ends_with(std::string("_") + unit.c_str()));
  }
  CHECK(value(gateway, "process_resident_memory_bytes") > 1000000);
  CHECK(sample(gateway, "tr069_proxy_build_info", {{"version", "0.1.0"}}).at("value") == 1);
  const std::string text = gateway.ctl({"metrics"}).output;
  CHECK_THAT(text, ContainsSubstring("tr069_proxy_build_info{version=\"0.1.0\"} 1\n"));
  CHECK_THAT(text, ContainsSubstring("tr069_proxy_session_duration_seconds 0, in all 0"));
}

TEST_CASE("connection requests are counted by outcome", "[control_metrics]") {
  Gateway gateway;
  std::optional<acs::Exchange> inform;
  gateway.session(&inform).run_to_end();
  const std::string url = (*inform)->parameter("Device.ManagementServer.ConnectionRequestURL").value;
  CHECK(acs::connection_request(url, "acs", "secret").status == 200);
  gateway.session(&inform).run_to_end();
  CHECK(acs::connection_request(url, "acs", "wrong").status == 401);
  CHECK(acs::connection_request(url + "x", "acs", "secret").status == 404);
  const std::string name = "tr069_proxy_connection_requests";
  CHECK(value(gateway, name, by_http("accepted")) == 1);
  CHECK(value(gateway, name, by_http("rejected")) == 2);
  CHECK(value(gateway, name, by_http("limited")) == 0);
  CHECK(value(gateway, name, {{"outcome", "accepted"}, {"transport", "udp"}}) == 0);
}

TEST_CASE("adapters, devices, notifications and pending sets are counted", "[control_metrics]") {
  GatewayOptions options;
  options.settings.adapters =
      "- name: garden\n  plugin: mqtt\n  broker: { url: \"@BROKER@\" }\n  devices:\n"
      "    - rows: { topic: \"weather/{place}\" }\n"
      "      name: \"Weather {place}\"\n"
      "      capabilities:\n"
      "        - { name: Power, class: BinaryControl, type: Switch, notify: active, source: { pointer: /on },\n"
      "            sink: { topic: \"weather/{place}/set\", payload: \"${value}\" } }\n";
  options.broker = support::BrokerOptions{};
  Gateway gateway(std::move(options));
  gateway.first_contact();
  const json::object adapter{{"adapter", "garden"}};
  wait_for(gateway, "tr069_proxy_adapter_up", adapter, 1);
  CHECK(value(gateway, "tr069_proxy_devices", {{"state", "online"}}) == 0);
  gateway.broker().wait_for_log("Sending SUBACK to ");

  support::MqttPeer peer(gateway.broker().port());
  peer.publish("weather/roof", R"({"on": true})");
  wait_for(gateway, "tr069_proxy_devices", {{"state", "online"}}, 1);
  CHECK(value(gateway, "tr069_proxy_adapter_messages", adapter) == 1);
  CHECK(value(gateway, "tr069_proxy_adapter_values", adapter) >= 1);
  const double rejected = value(gateway, "tr069_proxy_adapter_rejected", adapter);
  peer.publish("weather/roof", R"({"on": 17})");
  wait_for(gateway, "tr069_proxy_adapter_rejected", adapter, rejected + 1);

  // The new device is reported; and what was reported is counted once the ACS has acknowledged it.
  CHECK(value(gateway, "tr069_proxy_notifications", {{"kind", "inform"}}) == 0);
  // There may be two sessions: the device can be in an Inform before its value is.
  std::optional<acs::Exchange> inform;
  gateway.session_about("Device.X_00D09E_ProxiedDevice.1.IoTCapability.1.BinaryControl.Value", "true", &inform)
      .run_to_end();
  wait_for(gateway, "tr069_proxy_pending_events", {}, 0);
  CHECK(value(gateway, "tr069_proxy_notifications", {{"kind", "inform"}}) > 0);

  // Nothing confirms the set.
  CHECK(gateway.ctl({"set", "Weather roof", "Power", "off"}).exit_code == 0);
  CHECK(value(gateway, "tr069_proxy_pending_sets", adapter) == 1);

  CHECK(value(gateway, "tr069_proxy_adapter_reconnects", adapter) == 0);
  gateway.broker().stop();
  wait_for(gateway, "tr069_proxy_adapter_up", adapter, 0);
  CHECK(value(gateway, "tr069_proxy_devices", {{"state", "unknown"}}) == 1);
  gateway.broker().start();
  wait_for(gateway, "tr069_proxy_adapter_up", adapter, 1);
  wait_for(gateway, "tr069_proxy_adapter_reconnects", adapter, 1);
}
