// SPDX-License-Identifier: Apache-2.0
// Shows that peers that refuse, hang, hang up or say no cost neither CPU nor the end of stop(): what the library's
// loop did is counted, as a spin would be in the thousands.
#include "adapters/mqtt/broker_connection.hpp"
#include "tests/support/catch.hpp"
#include "tests/support/process.hpp"
#include "tests/unit/mqtt/recorder.hpp"
#include "tests/unit/mqtt/scripted_listener.hpp"

using namespace adapters::mqtt;
using namespace std::chrono_literals;
using tests::mqtt::Heard;
using tests::mqtt::kConnack;
using tests::mqtt::Peer;
using tests::mqtt::Recorder;
using tests::mqtt::ScriptedListener;

namespace {

// What an attempt may take in turns of the loop; the longest honest one, a TLS handshake, takes about ten.
constexpr std::uint64_t kTurnsPerAttempt = 50;

/// These peers speak MQTT 3.1.1.
BrokerSettings quick_settings(unsigned short port) {
  BrokerSettings settings = tests::mqtt::quick_settings(port);
  settings.version = Version::v3_1_1;
  return settings;
}

void wait_for_attempt(const BrokerConnection& connection) {
  while (connection.diagnostics().attempts == 0) std::this_thread::yield();
}

}  // namespace

TEST_CASE("a refused port makes no handle") {
  BrokerSettings settings = quick_settings(tests::support::free_port());
  settings.tls = GENERATE(false, true);
  Recorder recorder;
  BrokerConnection connection(settings, recorder);
  connection.start();
  recorder.wait_reasons(5);
  connection.stop();
  CHECK(connection.diagnostics().attempts >= 5);
  CHECK(connection.diagnostics().handles == 0);
  CHECK(connection.diagnostics().loops == 0);
}

TEST_CASE("a peer that hangs up in the handshake does not make it spin") {
  ScriptedListener listener;
  BrokerSettings settings = quick_settings(listener.port());
  settings.tls = GENERATE(false, true);
  settings.insecure = GENERATE(false, true);
  Recorder recorder;
  BrokerConnection connection(settings, recorder);
  connection.start();
  for (int i = 0; i < 10; ++i) listener.accept().read_some(10);  // every second one is a probe
  recorder.wait_reasons(4);
  connection.stop();
  const BrokerDiagnostics seen = connection.diagnostics();
  CHECK(seen.connections == 0);
  CHECK(seen.handles <= seen.attempts);
  CHECK(seen.loops <= seen.attempts * kTurnsPerAttempt);
  CHECK(seen.spins == 0);
}

TEST_CASE("a peer whose queue is full is given up at the probe") {
  ScriptedListener listener(0);
  listener.fill_queue();
  BrokerSettings settings = quick_settings(listener.port());
  settings.tls = true;
  settings.times.probe = 20ms;
  Recorder recorder;
  BrokerConnection connection(settings, recorder);
  connection.start();
  CHECK_THAT(recorder.wait_reasons(3).reasons[0], Catch::Matchers::ContainsSubstring("timed out"));
  connection.stop();
  CHECK(connection.diagnostics().handles == 0);
}

TEST_CASE("a peer whose queue moves again is found") {
  ScriptedListener listener(0);
  listener.fill_queue();
  BrokerSettings settings = quick_settings(listener.port());
  settings.times.probe = 20ms;
  Recorder recorder;
  BrokerConnection connection(settings, recorder);
  connection.start();
  recorder.wait_reasons(1);
  listener.drain_queue();
  std::string connect;
  Peer peer = listener.accept_speaking(connect);
  peer.write(kConnack);
  recorder.wait_connected();
  connection.stop();
  CHECK(connection.diagnostics().spins == 0);
}

TEST_CASE("a peer that talks garbage is hung up on and tried again") {
  const std::string garbage = GENERATE(as<std::string>(), std::string("\x40\x01\x00", 3), "\xff\xff\xff\xff\xff\xff",
                                       std::string("\x90\x00", 2), std::string("\x30\x02\xff\xff", 4));
  const bool after_connack = GENERATE(false, true);
  CAPTURE(garbage, after_connack);
  ScriptedListener listener;
  Recorder recorder;
  BrokerConnection connection(quick_settings(listener.port()), recorder);
  connection.start();
  std::string connect;
  Peer peer = listener.accept_speaking(connect);
  peer.write((after_connack ? std::string(kConnack) : std::string{}) + garbage);
  const Heard heard = recorder.wait_reasons(1);
  CHECK(heard.connected == (after_connack ? 1 : 0));
  CHECK(heard.messages.empty());
  const Peer again = listener.accept_speaking(connect);
  CHECK(connect[0] == '\x10');
}

TEST_CASE("a peer that accepts and says nothing is given up at the deadline, with a new handle for the next try") {
  ScriptedListener listener(128);
  BrokerSettings settings = quick_settings(listener.port());
  settings.tls = GENERATE(false, true);
  settings.times.connack = 50ms;
  Recorder recorder;
  BrokerConnection connection(settings, recorder);
  connection.start();
  CHECK_THAT(recorder.wait_reasons(2).reasons[0], Catch::Matchers::ContainsSubstring("does not answer"));
  connection.stop();
  const BrokerDiagnostics seen = connection.diagnostics();
  CHECK(seen.handles >= 2);
  CHECK(seen.loops <= seen.attempts * kTurnsPerAttempt);
  CHECK(seen.spins == 0);
}

TEST_CASE("stop() ends a probe that hangs") {
  ScriptedListener listener(0);
  listener.fill_queue();
  BrokerSettings settings = quick_settings(listener.port());
  settings.times.probe = 1h;
  Recorder recorder;
  BrokerConnection connection(settings, recorder);
  connection.start();
  wait_for_attempt(connection);
  connection.stop();
  CHECK(connection.diagnostics().handles == 0);
}

TEST_CASE("stop() ends the wait for CONNACK and for the next attempt") {
  BrokerSettings settings = quick_settings(tests::support::free_port());
  settings.times.connack = 1h;
  settings.times.retry = {.first = 1h, .longest = 1h};
  Recorder recorder;
  SECTION("CONNACK") {
    ScriptedListener listener;
    settings.port = listener.port();
    BrokerConnection connection(settings, recorder);
    connection.start();
    std::string connect;
    const Peer peer = listener.accept_speaking(connect);
    connection.stop();
    CHECK(connection.diagnostics().connections == 0);
  }
  SECTION("the next attempt") {
    BrokerConnection connection(settings, recorder);
    connection.start();
    recorder.wait_reasons(1);
    connection.stop();
    CHECK(connection.diagnostics().attempts == 1);
  }
}

TEST_CASE("a subscription that the broker refuses is reported by its topic") {
  ScriptedListener listener;
  BrokerSettings settings = quick_settings(listener.port());
  settings.subscriptions = {"open", "secret", "wide"};
  Recorder recorder;
  BrokerConnection connection(settings, recorder);
  connection.start();
  std::string connect;
  Peer peer = listener.accept_speaking(connect);
  CHECK(connect[0] == '\x10');
  peer.write(kConnack);
  const std::string subscribe = peer.read_packet();
  REQUIRE(subscribe.size() > 4);
  CHECK(subscribe[0] == '\x82');
  peer.write(std::string("\x90\x05", 2) + subscribe.substr(2, 2) + "\x01\x80\x01");
  const Heard heard = recorder.wait_until([](const Heard& all) { return !all.refused.empty(); });
  CHECK(heard.refused == std::vector<std::string>{"secret"});
}

TEST_CASE("a command that the broker never took is reported lost, and no more than a bounded number waits") {
  ScriptedListener listener;
  Recorder recorder;
  BrokerConnection connection(quick_settings(listener.port()), recorder);
  connection.start();
  std::string connect;
  std::size_t queued = 0;
  {
    Peer peer = listener.accept_speaking(connect);
    peer.write(kConnack);
    recorder.wait_connected();
    while (connection.publish({"cmd", "x", 1, false}, queued) == PublishResult::queued) ++queued;
    CHECK(connection.publish({"cmd", "x", 1, false}) == PublishResult::full);
    CHECK(queued <= 1000);
  }
  const Heard heard = recorder.wait_reasons(1);
  CHECK(heard.delivered.size() == queued);
  for (const auto& [tag, taken] : heard.delivered) CHECK_FALSE(taken);
  CHECK(connection.diagnostics().spins == 0);
}
