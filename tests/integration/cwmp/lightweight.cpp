// SPDX-License-Identifier: Apache-2.0
// Shows the lightweight notifications to the ACS: when they are sent, how they are signed, and that sessions go on
// beside them.
#include "tests/acs/udp.hpp"
#include "tests/integration/fixture/gateway_under_test.hpp"
#include "tests/support/catch.hpp"

using namespace std::chrono_literals;
using namespace tests;
using acs::UdpSocket;
using integration::Gateway;

namespace {

const std::string kParameter = "Device.ManagementServer.STUNUsername";
const std::string kLogin = "username: cpe\npassword: secret";

std::string at(const std::string& name) { return "Device.ManagementServer." + name; }

// The ACS's own host is meant where none is set.
void turn_on(Gateway& gateway, const UdpSocket& receiver, int notification, const std::string& protocols = "UDP") {
  gateway.ask(acs::set_parameter_attributes({{kParameter, notification}}));
  gateway.ask(acs::set_parameter_values(
      {{at("LightweightNotificationProtocolsUsed"), protocols},
       {at("LightweightNotificationTriggerInterval"), "3600", "xsd:unsignedInt"},
       {at("UDPLightweightNotificationPort"), std::to_string(receiver.port()), "xsd:unsignedInt"}}));
}

void change(Gateway& gateway, const std::string& value) {
  REQUIRE(gateway.ctl({"set", kParameter, value}).exit_code == 0);
}

// What the value stands in, with the frame and the signature as they must be.
std::string expect_notification(UdpSocket& receiver, const std::string& value) {
  const auto datagram = receiver.receive(20s);
  REQUIRE(datagram);
  const std::size_t end = datagram->bytes.find("\r\n\r\n");
  REQUIRE(end != std::string::npos);
  const std::string head = datagram->bytes.substr(0, end + 2);
  const std::string document = datagram->bytes.substr(end + 4);
  CHECK_THAT(head, Catch::Matchers::StartsWith("POST / HTTP/1.1\r\nHost: 127.0.0.1:" + std::to_string(receiver.port()) +
                                               "\r\n"));
  CHECK_THAT(head, Catch::Matchers::ContainsSubstring("Content-Length: " + std::to_string(document.size()) + "\r\n"));
  CHECK_THAT(head, Catch::Matchers::ContainsSubstring("Signature: " + acs::hmac_sha1_hex("secret", document) + "\r\n"));
  CHECK_THAT(document, Catch::Matchers::ContainsSubstring("<UN>cpe</UN>"));
  CHECK_THAT(document, Catch::Matchers::ContainsSubstring("<SerialNumber>GW0001</SerialNumber>"));
  CHECK_THAT(document,
             Catch::Matchers::ContainsSubstring("<Param><Name>" + kParameter +
                                                "</Name><Value xsi:type=\"xsd:string\">" + value + "</Value></Param>"));
  return document;
}

void expect_events(Gateway& gateway, const std::vector<std::string>& events) {
  std::optional<acs::Exchange> inform;
  REQUIRE(gateway.ctl({"inform"}).exit_code == 0);
  gateway.session(&inform).run_to_end();
  inform->with_only_events(events);
}

}  // namespace

TEST_CASE("NOT-7 an active lightweight notification goes out at once and is no VALUE CHANGE", "[cwmp_lightweight]") {
  Gateway gateway({.settings = {.acs = kLogin}});
  gateway.first_contact();
  UdpSocket receiver;
  turn_on(gateway, receiver, 5);
  change(gateway, "first");
  const std::string first = expect_notification(receiver, "first");
  change(gateway, "second");
  const std::string second = expect_notification(receiver, "second");
  const auto nonce = [](const std::string& document) { return document.substr(document.find("<CN>"), 36); };
  CHECK(nonce(first) != nonce(second));
  CHECK_THAT(gateway.ctl({"metrics"}).output,
             Catch::Matchers::ContainsSubstring("tr069_proxy_notifications{kind=\"lightweight\"} 2\n"));
  expect_events(gateway, {});
}

TEST_CASE("NOT-7 value 6 is reported twice: over UDP at once, and with the next session", "[cwmp_lightweight]") {
  Gateway gateway({.settings = {.acs = kLogin}});
  gateway.first_contact();
  UdpSocket receiver;
  turn_on(gateway, receiver, 6);
  change(gateway, "both");
  expect_notification(receiver, "both");
  expect_events(gateway, {"4 VALUE CHANGE"});
  expect_events(gateway, {});
}

TEST_CASE("NOT-7 passive lightweight notifications wait for the trigger, and 4 is reported as well",
          "[cwmp_lightweight]") {
  for (const int notification : {3, 4}) {
    Gateway gateway({.settings = {.acs = kLogin}, .controllable_clock = true});
    gateway.first_contact();
    UdpSocket receiver;
    turn_on(gateway, receiver, notification);
    change(gateway, "early");
    change(gateway, "late");
    CHECK_FALSE(receiver.receive(200ms));
    if (notification == 4)
      expect_events(gateway, {"4 VALUE CHANGE"});
    else
      expect_events(gateway, {});
    gateway.advance(3601s);
    expect_notification(receiver, "late");
    gateway.advance(3601s);
    CHECK_FALSE(receiver.receive(200ms));
  }
}

TEST_CASE("NOT-7 without a protocol nothing is sent", "[cwmp_lightweight]") {
  Gateway gateway({.settings = {.acs = kLogin}});
  gateway.first_contact();
  UdpSocket receiver;
  turn_on(gateway, receiver, 6, "");
  change(gateway, "unheard");
  CHECK_FALSE(receiver.receive(200ms));
  expect_events(gateway, {"4 VALUE CHANGE"});
}
