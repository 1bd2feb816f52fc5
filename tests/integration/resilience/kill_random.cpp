// SPDX-License-Identifier: Apache-2.0
// Shows that the daemon may be killed at any moment, fifty times each: in a set over two adapters whose devices echo
// what they are told, which is there in whole afterwards or not at all; and in a session that was redirected, of which
// nothing remains.
#include "tests/integration/fixture/gateway_under_test.hpp"
#include "tests/support/catch.hpp"
#include "tests/support/servers/mqtt_peer.hpp"

#include <atomic>
#include <chrono>
#include <random>
#include <string>
#include <thread>

using namespace tests::acs;
using tests::integration::Gateway;
using tests::integration::wait_until;
using namespace std::chrono_literals;

namespace {

constexpr int kRounds = 50;

const std::string kKey = "Device.ManagementServer.ParameterKey";
const std::string kCode = "Device.DeviceInfo.ProvisioningCode";
const std::string kUrl = "Device.ManagementServer.URL";
const std::string kLeft = "Device.X_00D09E_Left.Level";
const std::string kRight = "Device.X_00D09E_Right.Level";

// One adapter and one device on each side.
const std::string kAdapters = R"(- name: left
  plugin: mqtt
  mount: Device.X_00D09E_Left.
  broker: { url: "@BROKER@", client_id: left }
  parameters:
    - { path: Level, type: int, source: { topic: left/state }, sink: { topic: left/set, payload: "${value}" } }
- name: right
  plugin: mqtt
  mount: Device.X_00D09E_Right.
  broker: { url: "@BROKER@", client_id: right }
  parameters:
    - { path: Level, type: int, source: { topic: right/state }, sink: { topic: right/set, payload: "${value}" } }
)";

// The devices: each does what it is told and says so, for whoever comes later too.
class Devices {
 public:
  explicit Devices(unsigned short port) : peer_(port) {
    for (const char* side : {"left", "right"}) peer_.publish(std::string(side) + "/state", "0", 1, true);
    peer_.subscribe("+/set");
    thread_ = std::thread([this] { run(); });
  }
  ~Devices() {
    peer_.publish("end/set", "");
    thread_.join();
  }
  Devices(const Devices&) = delete;
  Devices& operator=(const Devices&) = delete;

 private:
  void run() {
    while (true) {
      const auto order = peer_.wait_for("+/set", 1min);
      const std::string side = order.topic.substr(0, order.topic.find('/'));
      if (side == "end") return;
      peer_.publish(side + "/state", order.payload, 1, true);
    }
  }

  tests::support::MqttPeer peer_;
  std::thread thread_;
};

// What one set of the ACS sets, all of it with the same number.
int number_of(const std::string& text) { return text.empty() ? 0 : std::stoi(text); }

struct Levels {
  int key = 0, code = 0, left = 0, right = 0;
  bool agree() const { return key == code && code == left && left == right; }
};

Levels read_levels(Session& session, Exchange& last) {
  last = session.ask(last, get_parameter_values({kKey, kCode, kLeft, kRight}));
  const auto values = last.values();
  return {number_of(values.at(kKey).value), number_of(values.at(kCode).value), number_of(values.at(kLeft).value),
          number_of(values.at(kRight).value)};
}

// The number that all parts have, once what the devices keep has come in. What the gateway itself keeps must agree at
// once.
int agreed_number(Session& session, Exchange& last) {
  Levels levels;
  std::string what;
  wait_until(what, [&] {
    levels = read_levels(session, last);
    CHECK(levels.key == levels.code);
    what = "whole sets alone, but: the code is " + std::to_string(levels.code) + ", the levels are " +
           std::to_string(levels.left) + " and " + std::to_string(levels.right);
    return levels.agree();
  });
  return levels.code;
}

Reply set_of(int number) {
  const std::string text = std::to_string(number);
  return set_parameter_values({{kLeft, text, "xsd:int"}, {kCode, text}, {kRight, text, "xsd:int"}}, text);
}

// Moments from 0 to a little more than `whole`.
class Moments {
 public:
  explicit Moments(std::chrono::microseconds whole) : spread_(0, whole.count() + whole.count() / 5) {}
  std::chrono::milliseconds wait(std::mt19937& random) {
    return std::chrono::ceil<std::chrono::milliseconds>(std::chrono::microseconds(spread_(random)));
  }

 private:
  std::uniform_int_distribution<std::int64_t> spread_;
};

}  // namespace

TEST_CASE("a set over two adapters is there in whole or not at all, whenever the daemon is killed",
          "[resilience_kill_random]") {
  Gateway gateway({.settings = {.adapters = kAdapters}, .broker = tests::support::BrokerOptions{}, .start = false});
  const Devices devices(gateway.broker().port());
  gateway.start();
  const unsigned seed = std::random_device()();
  std::mt19937 random(seed);
  INFO("seed " << seed);
  Session session = gateway.session();
  Exchange last = session.expect_empty_post();
  REQUIRE(agreed_number(session, last) == 0);
  const auto begin = std::chrono::steady_clock::now();
  last = session.ask(last, set_of(1));
  Moments moments(std::chrono::duration_cast<std::chrono::microseconds>(std::chrono::steady_clock::now() - begin));
  int present = agreed_number(session, last);
  REQUIRE(present == 1);

  int done = 0;
  for (int round = 0; round < kRounds; ++round) {
    INFO("round " << round);
    const int wanted = present + 1;
    last.reply(set_of(wanted));
    const std::optional<Exchange> answer = gateway.acs().next(moments.wait(random));
    // What the last daemon said with its last breath may be read only now.
    const bool answered = answer && (*answer)->session == session.number();
    gateway.kill();
    gateway.start();
    std::optional<Exchange> inform;
    session = gateway.acs().accept_session(&inform);
    inform->without_event("0 BOOTSTRAP");
    last = session.expect_empty_post();
    const int found = agreed_number(session, last);
    CHECK((found == wanted || (!answered && found == present)));
    done += found == wanted ? 1 : 0;
    present = found;
  }
  CHECK(done > 0);
  last.reply_no_content();
  session.expect_end();
}

TEST_CASE("of a redirect nothing remains, whenever the daemon is killed", "[resilience_kill_random]") {
  Gateway gateway({.start = false});
  ScriptedAcs other({.deadline = 30s});
  const unsigned seed = std::random_device()();
  std::mt19937 random(seed);
  INFO("seed " << seed);
  // The worst moments are those of the session elsewhere: it takes a few milliseconds.
  Moments moments(10ms);
  for (int round = 0; round < kRounds; ++round) {
    INFO("round " << round);
    const auto before = other.stats().messages;
    gateway.start();
    auto inform = gateway.acs().expect("Inform");
    CHECK(inform->target == "/");
    inform.with_event("0 BOOTSTRAP");
    CHECK(other.stats().messages == before);
    inform.reply(redirect(round % 2 == 0 ? 302 : 307, other.url() + "elsewhere"));
    // Never answered, so that each start is a first contact.
    const std::optional<Exchange> moved = other.next(moments.wait(random));
    if (moved) CHECK((*moved)->target == "/elsewhere");
    gateway.kill();
    // Whatever was on its way there has come, or will not.
    other.stop();
    other.resume();
  }
  gateway.start();
  Session session = gateway.session();
  Exchange post = session.expect_empty_post();
  session.ask(post, get_parameter_values({kUrl})).with_parameter(kUrl, gateway.acs().url()).reply_no_content();
  session.expect_end();
}
