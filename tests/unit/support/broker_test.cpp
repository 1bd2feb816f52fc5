// SPDX-License-Identifier: Apache-2.0
// Shows an MQTT round trip over a real broker, and that the broker can refuse, forget, remember and come back.
#include "tests/support/servers/broker.hpp"

#include "tests/support/catch.hpp"
#include "tests/support/servers/mqtt_peer.hpp"

using namespace tests::support;
using namespace std::chrono_literals;

TEST_CASE("a message goes from one peer to the other") {
  const Broker broker;
  MqttPeer listener(broker.port());
  MqttPeer device(broker.port());
  listener.subscribe("home/#");
  device.publish("home/kitchen", "21.5");
  device.publish("home/hall", "on", 0);
  CHECK(listener.wait_for("home/hall").payload == "on");
  CHECK(listener.wait_for("home/+").payload == "21.5");
  CHECK(listener.waiting("#") == 0);
  CHECK_THROWS_WITH(listener.wait_for("home/none", 50ms), Catch::Matchers::ContainsSubstring("home/none"));
}

TEST_CASE("a broker with persistence brings retained messages over a restart on the same port") {
  Broker broker({.persistence = true});
  const unsigned short port = broker.port();
  MqttPeer(port).publish("state", "kept", 1, true);
  broker.stop();
  CHECK_THROWS(MqttPeer(port));
  broker.start();
  CHECK(broker.port() == port);
  MqttPeer late(port);
  late.subscribe("state");
  const auto message = late.wait_for("state");
  CHECK(message.payload == "kept");
  CHECK(message.retained);
}

TEST_CASE("a broker with users refuses the others, and keeps to its access list") {
  const Broker broker({.users = {{"cpe", "secret"}}, .acl = "user cpe\ntopic readwrite open/#\n"});
  CHECK_THROWS_WITH(MqttPeer(broker.port()), Catch::Matchers::ContainsSubstring("not authorised"));
  CHECK_THROWS(MqttPeer(broker.port(), "cpe", "wrong"));
  MqttPeer peer(broker.port(), "cpe", "secret");
  peer.subscribe("#");
  peer.publish("closed/a", "1");
  peer.publish("open/a", "2");
  CHECK(peer.wait_for("#").topic == "open/a");
}

TEST_CASE("a killed broker is gone") {
  Broker broker;
  broker.kill();
  CHECK_THROWS(MqttPeer(broker.port()));
}
