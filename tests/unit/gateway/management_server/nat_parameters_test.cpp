// SPDX-License-Identifier: Apache-2.0
// Shows the parameters for STUN: initial values, rejected values, and values in effect.
#include "tests/support/catch.hpp"
#include "tests/unit/gateway/management_server/management_server_part.hpp"

using namespace tests::gateway;
using namespace std::chrono_literals;

TEST_CASE("STUN is off at first") {
  const Gateway gateway;
  CHECK(gateway.get("STUNEnable") == "false");
  CHECK(gateway.get("STUNServerAddress").empty());
  CHECK(gateway.get("STUNServerPort") == "3478");
  CHECK(gateway.get("STUNUsername").empty());
  CHECK(gateway.get("STUNMaximumKeepAlivePeriod") == "-1");
  CHECK(gateway.get("STUNMinimumKeepAlivePeriod") == "20");
  CHECK(gateway.get("NATDetected") == "false");
  CHECK(gateway.get("UDPConnectionRequestAddress").empty());
  CHECK(gateway.server.settings().nat == proxy::gateway::NatSettings{});
}

TEST_CASE("set values are in effect, and the password is never shown") {
  Gateway gateway;
  for (const auto& [name, text] : Sets{{"STUNEnable", "1"},
                                       {"STUNServerAddress", "stun.example"},
                                       {"STUNServerPort", "3479"},
                                       {"STUNUsername", "me"},
                                       {"STUNPassword", "secret"},
                                       {"STUNMaximumKeepAlivePeriod", "60"},
                                       {"STUNMinimumKeepAlivePeriod", "30"}})
    CHECK(gateway.set(name, text).empty());
  CHECK(gateway.get("STUNPassword").empty());
  CHECK(gateway.server.settings().nat == proxy::gateway::NatSettings{.stun_enable = true,
                                                                     .server = "stun.example",
                                                                     .server_port = 3479,
                                                                     .username = "me",
                                                                     .password = config::Secret("secret"),
                                                                     .minimum_keep_alive = 30s,
                                                                     .maximum_keep_alive = 60s});
  CHECK(gateway.set("STUNServerPort", "0").empty());
  CHECK(gateway.server.settings().nat.server_port == 3478);
}

TEST_CASE("invalid values of STUN are rejected") {
  Gateway gateway;
  const auto refused = [&](const char* name, const std::string& text) { return fault(gateway.set(name, text)); };
  CHECK(refused("STUNServerAddress", std::string(257, 'x')) == base::Fault::invalid_parameter_value);
  CHECK(refused("STUNServerAddress", "a\nb") == base::Fault::invalid_parameter_value);
  CHECK(refused("STUNServerPort", "65536") == base::Fault::invalid_parameter_value);
  CHECK(refused("STUNMaximumKeepAlivePeriod", "-2") == base::Fault::invalid_parameter_value);
  CHECK(refused("STUNMinimumKeepAlivePeriod", "-1") == base::Fault::invalid_parameter_type);
  CHECK(refused("NATDetected", "true") == base::Fault::non_writable_parameter);
  CHECK(refused("UDPConnectionRequestAddress", "a:1") == base::Fault::non_writable_parameter);
}

TEST_CASE("the address is shown, and its change notifies") {
  Gateway gateway;
  model::ChangeTracker changes(gateway.tree, [] {});
  gateway.tree.set_attributes(gateway.tree.find(Gateway::at("UDPConnectionRequestAddress")).value(),
                              {model::Notification::active, true});
  gateway.server.set_udp_address("203.0.113.9:40000", true);
  CHECK(gateway.get("UDPConnectionRequestAddress") == "203.0.113.9:40000");
  CHECK(gateway.get("NATDetected") == "true");
  CHECK(reported(gateway.tree, changes) == std::vector{Gateway::at("UDPConnectionRequestAddress")});
}
