// SPDX-License-Identifier: Apache-2.0
// Shows the parameters of lightweight notifications: initial values, rejected values, and values in effect.
#include "tests/support/catch.hpp"
#include "tests/unit/gateway/management_server/management_server_part.hpp"

using namespace tests::gateway;
using namespace std::chrono_literals;

TEST_CASE("lightweight notifications are off at first") {
  const Gateway gateway;
  CHECK(gateway.get("LightweightNotificationProtocolsSupported") == "UDP");
  CHECK(gateway.get("LightweightNotificationProtocolsUsed").empty());
  CHECK(gateway.get("LightweightNotificationTriggerInterval") == "0");
  CHECK(gateway.get("LightweightNotificationTriggerTime") == "0001-01-01T00:00:00Z");
  CHECK(gateway.get("UDPLightweightNotificationHost").empty());
  CHECK(gateway.get("UDPLightweightNotificationPort") == "7547");
  CHECK(gateway.server.settings().lightweight == proxy::gateway::LightweightSettings{});
}

TEST_CASE("set values of lightweight notifications are in effect") {
  Gateway gateway;
  for (const auto& [name, text] : Sets{{"LightweightNotificationProtocolsUsed", "UDP"},
                                       {"LightweightNotificationTriggerInterval", "86400"},
                                       {"LightweightNotificationTriggerTime", "2026-11-22T00:00:00Z"},
                                       {"UDPLightweightNotificationHost", "lwn.example"},
                                       {"UDPLightweightNotificationPort", "9000"}})
    CHECK(gateway.set(name, text).empty());
  const auto& settings = gateway.server.settings().lightweight;
  CHECK(settings.over_udp);
  CHECK(settings.host == "lwn.example");
  CHECK(settings.port == 9000);
  CHECK(settings.trigger_interval == 24h);
  REQUIRE(settings.trigger_time);
  CHECK(settings.trigger_time->time_since_epoch() % 24h == 0s);
}

TEST_CASE("invalid values of lightweight notifications are rejected") {
  Gateway gateway;
  const auto refused = [&](const char* name, const std::string& text) { return fault(gateway.set(name, text)); };
  for (const char* list : {"TCP", "UDP,TCP", "UDP,", ",UDP", "udp", "UDP UDP"}) {
    CAPTURE(list);
    CHECK(refused("LightweightNotificationProtocolsUsed", list) == base::Fault::invalid_parameter_value);
  }
  CHECK(refused("LightweightNotificationProtocolsSupported", "UDP") == base::Fault::non_writable_parameter);
  CHECK(refused("LightweightNotificationTriggerTime", "2026-11-22T00:00:00") == base::Fault::invalid_parameter_value);
  CHECK(refused("UDPLightweightNotificationHost", std::string(257, 'x')) == base::Fault::invalid_parameter_value);
  CHECK(refused("UDPLightweightNotificationPort", "0") == base::Fault::invalid_parameter_value);
  CHECK(refused("UDPLightweightNotificationPort", "65536") == base::Fault::invalid_parameter_value);
  for (const char* list : {"", " UDP ", "UDP, UDP"})
    CHECK(gateway.set("LightweightNotificationProtocolsUsed", list).empty());
}
