// SPDX-License-Identifier: Apache-2.0
// Shows what BrokerConnection does with a real mosquitto: it comes late, goes away and comes back, keeps retained
// messages, asks for a password; and that messages go both ways within their limits.
#include "adapters/mqtt/broker_connection.hpp"

#include <algorithm>

#include "tests/support/catch.hpp"
#include "tests/support/servers/broker.hpp"
#include "tests/support/servers/mqtt_peer.hpp"
#include "tests/unit/mqtt/recorder.hpp"

using namespace adapters::mqtt;
using tests::mqtt::Heard;
using tests::mqtt::quick_settings;
using tests::mqtt::Recorder;
using tests::support::Broker;
using tests::support::free_port;
using tests::support::MqttPeer;

namespace {

/// Throws when it gets the payload "bad".
class Thrower final : public Recorder {
 public:
  void message(std::string_view topic, std::string_view payload, bool retained) override {
    if (payload == "bad") throw std::runtime_error("as asked");
    Recorder::message(topic, payload, retained);
  }
};

}  // namespace

TEST_CASE("a broker that comes late is found") {
  const unsigned short port = free_port();
  Recorder recorder;
  BrokerConnection connection(quick_settings(port), recorder);
  connection.start();
  const Heard before = recorder.wait_reasons(2);
  CHECK(before.connected == 0);
  CHECK_THAT(before.reasons[0], Catch::Matchers::ContainsSubstring("refused"));
  CHECK(connection.publish({"t", "x"}) == PublishResult::not_connected);

  const Broker broker({.port = port});
  CHECK(recorder.wait_connected().connected == 1);
  CHECK(connection.publish({"t", "x"}) == PublishResult::queued);
}

TEST_CASE("a broker that was away is subscribed to again and its retained messages come again") {
  Broker broker({.persistence = true});
  MqttPeer(broker.port()).publish("house/lamp", "on", 1, true);
  BrokerSettings settings = quick_settings(broker.port());
  settings.subscriptions = {"house/+", "never/used"};
  Recorder recorder;
  BrokerConnection connection(settings, recorder);
  connection.start();
  CHECK(recorder.wait_messages(1).messages[0].retained);

  broker.stop();
  recorder.wait_reasons(1);
  CHECK(connection.publish({"t", "x"}) == PublishResult::not_connected);
  broker.start();
  const Heard after = recorder.wait_messages(2);
  CHECK(after.connected == 2);
  CHECK(after.messages[1].topic == "house/lamp");
  CHECK(after.messages[1].payload == "on");
  CHECK(after.messages[1].retained);
}

TEST_CASE("subscriptions grow and shrink while connected, and are asked for again") {
  Broker broker({.persistence = true});
  MqttPeer peer(broker.port());
  peer.publish("kept/a", "1", 1, true);
  Recorder recorder;
  BrokerConnection connection(quick_settings(broker.port()), recorder);
  connection.subscribe({"early"});
  connection.start();
  recorder.wait_connected();
  connection.subscribe({"kept/a", "kept/b"});
  CHECK(recorder.wait_messages(1).messages[0].topic == "kept/a");
  connection.subscribe({"kept/a"});
  CHECK(recorder.wait_messages(2).messages[1].retained);
  connection.unsubscribe({"kept/a", "unknown"});
  connection.publish({"early", "3"});  // the broker goes by the order of one client
  CHECK(recorder.wait_messages(3).messages[2].topic == "early");
  peer.publish("kept/a", "2", 1, true);

  broker.stop();
  recorder.wait_reasons(1);
  connection.subscribe({"while/away"});
  broker.start();
  recorder.wait_connected(2);
  MqttPeer again(broker.port());
  again.publish("while/away", "4", 1, true);
  again.publish("kept/b", "5", 1, true);
  const Heard heard = recorder.wait_messages(5);
  CHECK(std::none_of(heard.messages.begin() + 2, heard.messages.end(),
                     [](const Heard::Message& message) { return message.topic == "kept/a"; }));
}

TEST_CASE("what is no filter is refused at once") {
  const Broker broker;
  Recorder recorder;
  BrokerConnection connection(quick_settings(broker.port()), recorder);
  connection.start();
  recorder.wait_connected();
  connection.subscribe({"a#", "good", "\xff"});
  CHECK(recorder.wait_until([](const Heard& heard) { return heard.refused.size() == 2; }).refused ==
        std::vector<std::string>{"a#", "\xff"});
}

TEST_CASE("a broker that was killed is subscribed to again") {
  Broker broker;
  BrokerSettings settings = quick_settings(broker.port());
  settings.subscriptions = {"t/#"};
  Recorder recorder;
  BrokerConnection connection(settings, recorder);
  connection.start();
  recorder.wait_connected(1);
  broker.kill();
  recorder.wait_reasons(1);
  broker.start();
  recorder.wait_connected(2);
  // Retained, as the broker may not have read the SUBSCRIBE yet.
  MqttPeer(broker.port()).publish("t/1", "back", 1, true);
  CHECK(recorder.wait_messages(1).messages[0].payload == "back");
}

TEST_CASE("more topics than one SUBSCRIBE holds are all subscribed to") {
  Broker broker;
  MqttPeer peer(broker.port());
  BrokerSettings settings = quick_settings(broker.port());
  for (int i = 0; i < 150; ++i) settings.subscriptions.push_back("many/" + std::to_string(i));
  for (const auto* topic : {"many/0", "many/64", "many/149"}) peer.publish(topic, "x", 1, true);
  Recorder recorder;
  BrokerConnection connection(settings, recorder);
  connection.start();
  CHECK(recorder.wait_messages(3).refused.empty());
}

TEST_CASE("a wrong password is reported in the broker's words") {
  const Broker broker({.users = {{"gateway", "right"}}});
  BrokerSettings settings = quick_settings(broker.port());
  settings.username = "gateway";
  settings.password = GENERATE("right", "wrong");
  Recorder recorder;
  BrokerConnection connection(settings, recorder);
  connection.start();
  if (settings.password == "right") {
    CHECK(recorder.wait_connected().reasons.empty());
  } else {
    const Heard heard = recorder.wait_reasons(2);
    CHECK(heard.connected == 0);
    CHECK_THAT(heard.reasons[0], Catch::Matchers::ContainsSubstring("not authorised", Catch::CaseSensitive::No));
  }
}

TEST_CASE("what is published with a tag is reported as taken") {
  Broker broker;
  MqttPeer peer(broker.port());
  peer.subscribe("cmd/#");
  Recorder recorder;
  BrokerConnection connection(quick_settings(broker.port()), recorder);
  connection.start();
  recorder.wait_connected();
  const int qos = GENERATE(0, 1, 2);
  REQUIRE(connection.publish({"cmd/lamp", "on", qos, false}, 42) == PublishResult::queued);
  CHECK(recorder.wait_until([](const Heard& heard) { return heard.delivered.contains(42); }).delivered.at(42));
  const auto message = peer.wait_for("cmd/lamp");
  CHECK(message.payload == "on");
  CHECK_FALSE(message.retained);
}

TEST_CASE("what was published before stop() is still written") {
  Broker broker;
  MqttPeer peer(broker.port());
  peer.subscribe("cmd/#");
  Recorder recorder;
  BrokerConnection connection(quick_settings(broker.port()), recorder);
  connection.start();
  recorder.wait_connected();
  for (int i = 0; i < 20; ++i) REQUIRE(connection.publish({"cmd/n", std::to_string(i)}) == PublishResult::queued);
  connection.stop();
  for (int i = 0; i < 20; ++i) CHECK(peer.wait_for("cmd/n").payload == std::to_string(i));
  CHECK(connection.publish({"cmd/n", "late"}) == PublishResult::not_connected);
}

TEST_CASE("payloads above the limit are dropped and counted, both ways") {
  Broker broker;
  MqttPeer peer(broker.port());
  BrokerSettings settings = quick_settings(broker.port());
  settings.max_payload = 100'000;
  settings.subscriptions = {"t"};
  peer.publish("t", "first", 1, true);
  Recorder recorder;
  BrokerConnection connection(settings, recorder);
  connection.start();
  recorder.wait_messages(1);
  peer.publish("t", std::string(100'001, 'x'));
  peer.publish("t", std::string(100'000, 'y'));
  const Heard heard = recorder.wait_messages(2);
  CHECK(heard.messages[1].payload == std::string(100'000, 'y'));
  CHECK(heard.rejected == std::vector<std::string>{"t is too long"});
  CHECK(connection.diagnostics().oversized == 1);
  CHECK(connection.publish({"t", std::string(100'001, 'x')}) == PublishResult::invalid);
  CHECK(connection.diagnostics().oversized == 2);
  CHECK(connection.publish({"no/+/wildcard", "x"}) == PublishResult::invalid);
}

TEST_CASE("a handler that throws costs its message, not the connection") {
  Broker broker;
  MqttPeer peer(broker.port());
  BrokerSettings settings = quick_settings(broker.port());
  settings.subscriptions = {"t"};
  Thrower recorder;
  BrokerConnection connection(settings, recorder);
  peer.publish("t", "first", 1, true);
  connection.start();
  recorder.wait_messages(1);
  peer.publish("t", "bad");
  peer.publish("t", "good");
  const Heard heard = recorder.wait_messages(2);
  CHECK(heard.messages[1].payload == "good");
  CHECK(heard.rejected == std::vector<std::string>{"as asked"});
  CHECK(heard.connected == 1);
}
