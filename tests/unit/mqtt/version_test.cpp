// SPDX-License-Identifier: Apache-2.0
// Shows which version of MQTT is spoken: 5 with a broker that speaks it, which then sends no packet that is much too
// large, and 3.1.1 with one that refuses 5, hangs up on it, or answers in its own version.
#include "adapters/mqtt/broker_connection.hpp"
#include "tests/support/catch.hpp"
#include "tests/support/servers/broker.hpp"
#include "tests/support/servers/mqtt_peer.hpp"
#include "tests/unit/mqtt/recorder.hpp"
#include "tests/unit/mqtt/scripted_listener.hpp"

using namespace adapters::mqtt;
using tests::mqtt::Heard;
using tests::mqtt::kConnack;
using tests::mqtt::Peer;
using tests::mqtt::quick_settings;
using tests::mqtt::Recorder;
using tests::mqtt::ScriptedListener;
using tests::support::Broker;
using tests::support::MqttPeer;

namespace {

constexpr std::size_t kLimit = 200'000;

/// The level of a CONNECT, behind the name of the protocol.
int level(const std::string& connect) { return connect.size() > 8 ? connect[8] : 0; }

}  // namespace

TEST_CASE("a message above the limit is rejected with a reason, and one above twice the limit is not sent to us") {
  const Broker broker;
  MqttPeer peer(broker.port());
  BrokerSettings settings = quick_settings(broker.port());
  settings.max_payload = kLimit;
  settings.subscriptions = {"t/#"};
  settings.version = GENERATE(as<std::optional<Version>>(), std::nullopt, Version::v5, Version::v3_1_1);
  const bool is_bounded = settings.version != Version::v3_1_1;
  peer.publish("t", "first", 1, true);
  Recorder recorder;
  BrokerConnection connection(settings, recorder);
  connection.start();
  recorder.wait_messages(1);
  CHECK(connection.version() == settings.version.value_or(Version::v5));
  peer.publish("t", std::string(kLimit + 1, 'x'));
  peer.publish("t/large", std::string(20'000'000, 'x'));
  peer.publish("t/deep/down", std::string(2 * kLimit, 'x'));
  peer.publish("t", std::string(kLimit, 'y'));
  const Heard heard = recorder.wait_messages(2);
  CHECK(heard.messages[1].payload == std::string(kLimit, 'y'));
  CHECK(heard.rejected.size() == (is_bounded ? 1 : 3));
  CHECK(heard.reasons.empty());
}

TEST_CASE("the largest packet is twice the longest payload, and leaves room for a topic") {
  BrokerSettings settings;
  CHECK(max_packet(settings) == 2U << 20);
  settings.max_payload = 1;
  CHECK(max_packet(settings) == 128U << 10);
  settings.max_payload = std::size_t{16} << 20;
  CHECK(max_packet(settings) == 32U << 20);
}

TEST_CASE("a broker that refuses MQTT 5 is spoken to in 3.1.1 at once, which is no failure") {
  const auto refusal =
      GENERATE(as<std::string>(), std::string("\x20\x02\x00\x01", 4), std::string("\x20\x03\x00\x84\x00", 5));
  ScriptedListener listener;
  Recorder recorder;
  BrokerConnection connection(quick_settings(listener.port()), recorder);
  connection.start();
  std::string connect;
  {
    Peer peer = listener.accept_speaking(connect);
    CHECK(level(connect) == 5);
    peer.write(refusal);
    CHECK(peer.read_packet().empty());
  }
  Peer peer = listener.accept_speaking(connect);
  CHECK(level(connect) == 4);
  peer.write(kConnack);
  CHECK(recorder.wait_connected().reasons.empty());
  CHECK(connection.version() == Version::v3_1_1);
}

TEST_CASE("a broker that hangs up on MQTT 5, or answers it in 3.1.1, is spoken to in 3.1.1 next, and from then on") {
  const bool answers = GENERATE(false, true);
  ScriptedListener listener;
  Recorder recorder;
  BrokerConnection connection(quick_settings(listener.port()), recorder);
  connection.start();
  std::string connect;
  {
    Peer peer = listener.accept_speaking(connect);
    CHECK(level(connect) == 5);
    if (answers) peer.write(kConnack);
    if (answers) CHECK(peer.read_packet().empty());
  }
  for (int times = 1; times <= 2; ++times) {
    Peer peer = listener.accept_speaking(connect);
    CHECK(level(connect) == 4);
    peer.write(kConnack);
    recorder.wait_connected(times);
  }
}

TEST_CASE("a version that is configured is kept") {
  ScriptedListener listener;
  BrokerSettings settings = quick_settings(listener.port());
  settings.version = GENERATE(Version::v5, Version::v3_1_1);
  Recorder recorder;
  BrokerConnection connection(settings, recorder);
  connection.start();
  for (int times = 0; times < 2; ++times) {
    std::string connect;
    Peer peer = listener.accept_speaking(connect);
    CHECK(level(connect) == static_cast<int>(*settings.version));
  }
}
