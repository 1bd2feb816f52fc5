// SPDX-License-Identifier: Apache-2.0
// Shows which broker URLs are understood, what their defaults are, and that mistakes are named.
#include "adapters/mqtt/broker_url.hpp"

#include "tests/support/catch.hpp"

using adapters::mqtt::parse_broker_url;

TEST_CASE("a broker's URL names scheme, host and port") {
  std::string error;
  const auto plain = parse_broker_url("mqtt://broker.lan", error);
  REQUIRE(plain);
  CHECK_FALSE(plain->tls);
  CHECK(plain->host == "broker.lan");
  CHECK(plain->port == 1883);

  const auto tls = parse_broker_url("mqtts://192.0.2.1:18883/", error);
  REQUIRE(tls);
  CHECK(tls->tls);
  CHECK(tls->host == "192.0.2.1");
  CHECK(tls->port == 18883);
  CHECK(parse_broker_url("mqtts://broker", error)->port == 8883);
}

TEST_CASE("an IPv6 address stands in brackets") {
  std::string error;
  const auto bare = parse_broker_url("mqtt://[2001:db8::1]", error);
  REQUIRE(bare);
  CHECK(bare->host == "2001:db8::1");
  CHECK(bare->port == 1883);
  CHECK(parse_broker_url("mqtt://[fe80::1%br-lan]:1884", error)->port == 1884);
  CHECK_FALSE(parse_broker_url("mqtt://2001:db8::1", error));
  CHECK_FALSE(parse_broker_url("mqtt://[::1", error));
  CHECK_FALSE(parse_broker_url("mqtt://[]", error));
}

TEST_CASE("what is no broker's URL is refused with a reason") {
  const auto* text =
      GENERATE("", "broker", "http://broker", "MQTT://broker", "mqtt://", "mqtt://:1883", "mqtt://b:", "mqtt://b:0",
               "mqtt://b:65536", "mqtt://b:12x", "mqtt://u:p@b", "mqtt://b/path", "mqtt://b c", "mqtt://[::1]1883");
  CAPTURE(text);
  std::string error;
  CHECK_FALSE(parse_broker_url(text, error));
  CHECK_FALSE(error.empty());
}
