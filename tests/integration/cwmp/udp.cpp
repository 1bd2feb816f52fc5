// SPDX-License-Identifier: Apache-2.0
// Shows how an ACS reaches the daemon behind a NAT: the binding that STUN finds and keeps alive, and requests over UDP.
#include "tests/acs/udp.hpp"
#include "tests/integration/fixture/gateway_under_test.hpp"
#include "tests/support/catch.hpp"

using namespace std::chrono_literals;
using namespace tests;
using acs::StunServer;
using acs::UdpRequest;
using integration::Gateway;

namespace {

const std::string kAddress = "Device.ManagementServer.UDPConnectionRequestAddress";
const std::string kNatDetected = "Device.ManagementServer.NATDetected";
const std::string kNatAddress = "203.0.113.9:40000";

std::string at(const std::string& name) { return "Device.ManagementServer." + name; }

struct Stun {
  int minimum = 30;
  int maximum = 30;
  std::string username = {};
  std::string password = {};
};

// As an ACS turns it on: with a notification when the address is known.
void turn_on(Gateway& gateway, const StunServer& server, const Stun& stun = {}) {
  gateway.ask(acs::set_parameter_attributes({{kAddress, 2}}));
  gateway
      .ask(acs::set_parameter_values(
          {{at("STUNServerAddress"), "127.0.0.1"},
           {at("STUNServerPort"), std::to_string(server.port()), "xsd:unsignedInt"},
           {at("STUNUsername"), stun.username},
           {at("STUNPassword"), stun.password},
           {at("STUNMinimumKeepAlivePeriod"), std::to_string(stun.minimum), "xsd:unsignedInt"},
           {at("STUNMaximumKeepAlivePeriod"), std::to_string(stun.maximum), "xsd:int"},
           {at("STUNEnable"), "1", "xsd:boolean"}}))
      .with_argument("Status", "0");
}

// The session that reports the address.
void expect_address(Gateway& gateway, const std::string& address) {
  std::optional<acs::Exchange> inform;
  gateway.session(&inform).run_to_end();
  inform->with_only_events({"4 VALUE CHANGE"}).with_parameter(kAddress, address);
}

}  // namespace

TEST_CASE("Without STUN there is no UDP port", "[cwmp_udp]") {
  Gateway gateway;
  gateway.first_contact();
  CHECK(gateway.get(at("STUNEnable")) == "false");
  CHECK(gateway.get(kNatDetected) == "false");
  CHECK(gateway.get(kAddress).empty());
  CHECK(gateway.get(at("SupportedConnReqMethods")) == "HTTP,STUN");
}

TEST_CASE(
    "A NAT's binding is found, reported to the STUN server and to the ACS, and a request through it makes a session",
    "[cwmp_udp]") {
  Gateway gateway;
  gateway.first_contact();
  StunServer server({.mapped = kNatAddress});
  turn_on(gateway, server);
  const auto first = server.wait_for_request();
  CHECK(first.binds);
  CHECK_FALSE(first.tells_change);
  const auto second = server.wait_for_request();
  CHECK(second.binds);
  CHECK(second.tells_change);
  expect_address(gateway, kNatAddress);
  CHECK(gateway.get(kNatDetected) == "true");

  // Copies, as an ACS sends them, make one session.
  const UdpRequest request{.timestamp = 1120673700};
  for (int i = 0; i < 3; ++i) server.send(request.text(), first);
  std::optional<acs::Exchange> inform;
  gateway.session(&inform).run_to_end();
  inform->with_only_events({"6 CONNECTION REQUEST"});

  // A replay, a forgery and noise make none: the next session is that of the good request behind them.
  server.send(request.text(), first);
  server.send(UdpRequest{.password = "guess", .id = "2"}.text(), first);
  server.send(UdpRequest{.username = "nobody", .id = "2"}.text(), first);
  server.send(std::string("\x01\x01\0\x0c", 4) + "not one of its own", first);
  server.send("", first);
  server.send(UdpRequest{.timestamp = 1120673701, .id = "2"}.text(), first);
  gateway.session(&inform).run_to_end();
  inform->with_only_events({"6 CONNECTION REQUEST"});
  CHECK(gateway.acs().stats().sessions == 6);
  const std::string counted = gateway.ctl({"metrics"}).output;
  CHECK_THAT(counted, Catch::Matchers::ContainsSubstring("requests{outcome=\"accepted\", transport=\"udp\"} 2\n") &&
                          Catch::Matchers::ContainsSubstring("requests{outcome=\"rejected\", transport=\"udp\"} 2\n"));
}

TEST_CASE("Without a NAT the address is our own", "[cwmp_udp]") {
  Gateway gateway({.settings = {.connection_request = "udp_listen: \"127.0.0.1:0\""}});
  gateway.first_contact();
  StunServer server;
  turn_on(gateway, server);
  const auto first = server.wait_for_request();
  expect_address(gateway, "127.0.0.1:" + std::to_string(ntohs(first.sender.sin_port)));
  CHECK(gateway.get(kNatDetected) == "false");
}

TEST_CASE("Behind a dual stack port IPv4 is spoken as IPv4", "[cwmp_udp]") {
  Gateway gateway({.settings = {.connection_request = "udp_listen: \"[::]:0\""}});
  gateway.first_contact();
  StunServer server;
  turn_on(gateway, server);
  const auto first = server.wait_for_request();
  expect_address(gateway, "127.0.0.1:" + std::to_string(ntohs(first.sender.sin_port)));
  server.send(UdpRequest{}.text(), first);
  std::optional<acs::Exchange> inform;
  gateway.session(&inform).run_to_end();
  inform->with_only_events({"6 CONNECTION REQUEST"});
}

TEST_CASE("A STUN server that wants signatures gets them", "[cwmp_udp]") {
  Gateway gateway;
  gateway.first_contact();
  StunServer server({.mapped = kNatAddress, .username = "me", .password = "stun secret"});
  turn_on(gateway, server, {.username = "me", .password = "stun secret"});
  CHECK_FALSE(server.wait_for_request().is_signed);
  const auto second = server.wait_for_request();
  CHECK(second.is_signed);
  CHECK(second.username == "me  ");
  expect_address(gateway, kNatAddress);
  CHECK(gateway.log().find("stun secret") == std::string::npos);
}

TEST_CASE("The binding is kept alive, its change is reported, and a silent server makes the address unknown",
          "[cwmp_udp]") {
  Gateway gateway({.controllable_clock = true});
  gateway.first_contact();
  StunServer server({.mapped = kNatAddress});
  turn_on(gateway, server);
  server.wait_for_request();
  server.wait_for_request();
  expect_address(gateway, kNatAddress);
  gateway.advance(31s);
  CHECK(server.wait_for_request().binds);
  server.set({.mapped = "203.0.113.9:40001"});
  gateway.advance(31s);
  CHECK_FALSE(server.wait_for_request().tells_change);
  CHECK(server.wait_for_request().tells_change);
  expect_address(gateway, "203.0.113.9:40001");
  server.set({.silent = true});
  gateway.advance(31s);
  for (int i = 0; i < 9; ++i) {
    server.wait_for_request();
    gateway.advance(2s);
  }
  expect_address(gateway, "");
  server.set({.mapped = kNatAddress});
  gateway.advance(31s);
  expect_address(gateway, kNatAddress);
}

TEST_CASE("The lifetime of the binding is sought from a second port", "[cwmp_udp]") {
  Gateway gateway({.controllable_clock = true});
  gateway.first_contact();
  StunServer server({.mapped = kNatAddress});
  turn_on(gateway, server, {.minimum = 20, .maximum = 100});
  const auto first = server.wait_for_request();
  server.wait_for_request();
  expect_address(gateway, kNatAddress);
  gateway.advance(59s);
  gateway.advance(2s);
  const auto probe = server.wait_for_request();
  CHECK_FALSE(probe.binds);
  CHECK(probe.response_address == kNatAddress);
  CHECK(probe.sender.sin_port != first.sender.sin_port);
  const auto after = server.wait_for_request();
  CHECK(after.binds);
  CHECK(after.sender.sin_port == first.sender.sin_port);
  // It lives longer than that: eighty seconds are tried.
  gateway.advance(61s);
  gateway.advance(20s);
  CHECK(server.wait_for_request().response_address == kNatAddress);
}

TEST_CASE("The ACS turns STUN off again, and on; a restart keeps it", "[cwmp_udp]") {
  Gateway gateway;
  gateway.first_contact();
  StunServer server({.mapped = kNatAddress});
  turn_on(gateway, server);
  expect_address(gateway, kNatAddress);
  gateway.ask(acs::set_parameter_values({{at("STUNEnable"), "0", "xsd:boolean"}}));
  expect_address(gateway, "");
  CHECK(gateway.get(kNatDetected) == "false");
  gateway.ask(acs::set_parameter_values({{at("STUNEnable"), "1", "xsd:boolean"}}));
  expect_address(gateway, kNatAddress);
  gateway.stop();
  gateway.start();
  std::optional<acs::Exchange> inform;
  gateway.session(&inform).run_to_end();
  inform->with_event("1 BOOT");
}

TEST_CASE("A STUN server whose name does not resolve delays nothing", "[cwmp_udp]") {
  Gateway gateway;
  gateway.first_contact();
  gateway.ask(acs::set_parameter_values(
      {{at("STUNServerAddress"), std::string(70, 'x') + ".invalid"}, {at("STUNEnable"), "1", "xsd:boolean"}}));
  gateway.wait_for_log("acs.stun.timeout");
  CHECK(gateway.ask(acs::get_parameter_values({kAddress})).values().at(kAddress).value.empty());
}
