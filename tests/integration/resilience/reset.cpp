// SPDX-License-Identifier: Apache-2.0
// Shows that a factory reset is done in whole or not at all, and that no event is lost or reported twice, when the
// daemon is killed at any moment.
#include "tests/integration/fixture/gateway_under_test.hpp"
#include "tests/support/catch.hpp"

#include <algorithm>
#include <chrono>
#include <deque>
#include <functional>
#include <map>
#include <random>
#include <set>
#include <string>
#include <utility>
#include <vector>

using namespace std::chrono_literals;
using namespace tests;
using tests::integration::Gateway;
using Clock = std::chrono::steady_clock;

namespace {

const std::string kKey = "Device.ManagementServer.ParameterKey";
const std::string kCode = "Device.DeviceInfo.ProvisioningCode";
const std::string kInterval = "Device.ManagementServer.PeriodicInformInterval";
const std::string kModel = "Device.DeviceInfo.ModelName";

// An ACS that answers whatever comes, and remembers what was reported to it and which reports it has acknowledged: an
// InformResponse is known to have come when the next message of the session has.
class Autopilot {
 public:
  explicit Autopilot(Gateway& gateway) : gateway_(gateway) {}

  // False when nothing came in that time.
  bool answer_one(std::chrono::nanoseconds within) {
    const auto patience = std::max(std::chrono::ceil<std::chrono::milliseconds>(within), 0ms);
    auto message = gateway_.acs().next(patience);
    if (!message) return false;
    if ((*message)->rpc == "Inform") {
      answer_inform(*message);
    } else {
      settle();
      if (!asked_.empty()) answered.insert(std::exchange(asked_, {}));
      if ((*message)->rpc == "ScheduleInformResponse" && when_scheduled) when_scheduled();
      ask_next(*message);
    }
    return true;
  }
  void answer_until(Clock::time_point end) {
    while (Clock::now() < end) answer_one(end - Clock::now());
  }
  // Answers it with the next request, or with nothing more to ask.
  void ask_next(acs::Exchange& message) {
    if (requests.empty()) return message.reply_no_content();
    asked_ = requests.front().first;
    message.reply(requests.front().second);
    requests.pop_front();
  }
  // Returns when all that it has sent has come, and gone.
  void killed() {
    gateway_.acs().accept_waiting();
    while (gateway_.acs().stats().open_connections > 0) {
      if (auto message = gateway_.acs().next(20ms)) message->reply_no_content();
    }
    forget_session();
  }
  // What came of it and was not answered counts for nothing.
  void forget_session() {
    while (gateway_.acs().next(0ms)) {
    }
    for (const std::string& event : under_way_) told[event].perhaps = true;
    under_way_.clear();
    asked_.clear();
  }
  // What was answered was told as well, or may have been.
  bool settled() {
    return std::ranges::all_of(answered,
                               [&](const std::string& event) { return told[event].surely || told[event].perhaps; });
  }

  struct Told {
    bool surely = false;   // it was told, and knows it
    bool perhaps = false;  // it may know it
  };
  std::map<std::string, Told> told;  // by event and key
  // To be asked, each with the event that follows from it; and what the CPE has agreed to.
  std::deque<std::pair<std::string, acs::Reply>> requests;
  std::set<std::string> answered;
  std::function<void()> when_scheduled;

 private:
  void answer_inform(acs::Exchange& inform) {
    forget_session();
    for (const acs::Event& event : inform->events) {
      const std::string name = event.code + " " + event.command_key;
      INFO("told again: " << name);
      if (event.code.starts_with("M ")) CHECK_FALSE(told[name].surely);
      under_way_.push_back(name);
    }
    inform.reply_inform_response();
  }
  void settle() {
    for (const std::string& event : under_way_) told[event].surely = true;
    under_way_.clear();
  }
  Gateway& gateway_;
  std::vector<std::string> under_way_;  // told with an InformResponse that may not have come yet
  std::string asked_;
};

// What an ACS has given the gateway; all of the factory when it is the default.
struct Given {
  std::string key;
  std::string code;
  std::string interval = "300";
  int notification = 0;
  bool operator==(const Given&) const = default;
};

Given read_given(acs::Session& session, acs::Exchange& last) {
  last = session.ask(last, acs::get_parameter_values({kKey, kCode, kInterval}));
  const auto values = last.values();
  Given given{values.at(kKey).value, values.at(kCode).value, values.at(kInterval).value};
  last = session.ask(last, acs::get_parameter_attributes({kModel}));
  given.notification = last->attributes.at(0).notification;
  return given;
}

acs::Exchange give(acs::Session& session, acs::Exchange last, const Given& given) {
  last = session.ask(last, acs::set_parameter_values(
                               {{kCode, given.code}, {kInterval, given.interval, "xsd:unsignedInt"}}, given.key));
  last = session.ask(last, acs::set_parameter_attributes({{.name = kModel, .notification = given.notification}}));
  return session.ask(last, acs::schedule_inform(100000, given.key));
}

}  // namespace

TEST_CASE("A factory reset is done in whole or not at all, whenever it is cut", "[resilience_reset]") {
  constexpr int kRounds = 50;
  Gateway gateway;
  std::mt19937 random(std::random_device{}());
  Clock::duration whole{};  // what a reset takes, to the end of the session after it
  int done = 0;
  acs::Session session = gateway.session();
  acs::Exchange last = session.expect_empty_post();
  for (int round = 0; round <= kRounds; ++round) {
    const Given old{"key-" + std::to_string(round), "code-" + std::to_string(round), "1000", 1};
    last = give(session, last, old);
    Autopilot autopilot(gateway);
    autopilot.requests.emplace_back("reset", acs::factory_reset());
    const auto begin = Clock::now();
    autopilot.ask_next(last);
    if (round == 0) {
      while (!autopilot.told["0 BOOTSTRAP "].surely) REQUIRE(autopilot.answer_one(30s));
      whole = Clock::now() - begin;
    } else {
      autopilot.answer_until(begin + std::uniform_int_distribution<Clock::rep>(0, whole.count())(random) * 1ns);
    }
    INFO("round " << round << ", cut after " << std::chrono::duration<double>(Clock::now() - begin).count() << " s of "
                  << std::chrono::duration<double>(whole).count());
    gateway.kill();
    autopilot.killed();
    const bool is_agreed = autopilot.answered.contains("reset");
    const Autopilot::Told before = autopilot.told["0 BOOTSTRAP "];
    gateway.start();
    std::optional<acs::Exchange> inform;
    session = gateway.session(&inform);
    inform->with_event("1 BOOT").without_event("M ScheduleInform");
    const bool bootstrap = std::ranges::count((*inform)->events, "0 BOOTSTRAP", &acs::Event::code) == 1;
    last = session.expect_empty_post();
    const Given found = read_given(session, last);
    const bool is_default = found == Given{};
    CHECK((is_default || found == old));
    if (is_agreed) CHECK(is_default);
    if (!before.perhaps || before.surely) CHECK(bootstrap == (is_default && !before.surely));
    done += is_default ? 1 : 0;
  }
  CHECK(done > 0);
  last.reply_no_content();
  session.expect_end();
}

TEST_CASE("No event is lost, and none is reported twice, whenever the daemon is killed", "[resilience_reset]") {
  constexpr int kRounds = 50;
  Gateway gateway({.controllable_clock = true});
  std::mt19937 random(std::random_device{}());
  Autopilot autopilot(gateway);
  Clock::duration whole{};  // what it takes to tell all
  for (int round = 0; round <= kRounds; ++round) {
    const std::string key = std::to_string(round);
    INFO("round " << round);
    autopilot.requests.emplace_back("M ScheduleInform " + key, acs::schedule_inform(60, key));
    autopilot.requests.emplace_back("M Reboot " + key, acs::reboot(key));
    const auto let_it_be_due = [&] { gateway.advance(60s); };
    // In every other round it is due when the session ends, else after the kill.
    autopilot.when_scheduled = round % 2 == 0 ? let_it_be_due : std::function<void()>();
    const auto begin = Clock::now();
    REQUIRE(gateway.ctl({"inform"}).exit_code == 0);
    if (round == 0) {
      while (!autopilot.requests.empty() || !autopilot.settled()) REQUIRE(autopilot.answer_one(30s));
      whole = Clock::now() - begin;
    } else if (round > 2) {  // those two are cut before anything is asked
      autopilot.answer_until(begin + std::uniform_int_distribution<Clock::rep>(0, whole.count())(random) * 1ns);
    }
    gateway.kill();
    autopilot.killed();
    gateway.start();
    autopilot.when_scheduled = let_it_be_due;  // what was not asked before the kill is asked now
    gateway.advance(60s);
    while (!autopilot.requests.empty() || !autopilot.settled()) REQUIRE(autopilot.answer_one(30s));
  }
  CHECK(autopilot.answered.size() > kRounds);
  // What it agreed to in an answer that was cut is told as well.
  const auto is_told = [&] { return gateway.ctl({"events"}).output.find("M ") == std::string::npos; };
  for (const auto end = Clock::now() + 30s; !is_told() && Clock::now() < end;) autopilot.answer_one(100ms);
  CHECK(is_told());
}
