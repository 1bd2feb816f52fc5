// SPDX-License-Identifier: Apache-2.0
// Shows in virtual time when sessions are due: the retry table, the phase of the periodic Inform, the throttle of
// active notifications, and that no two sessions run at once.
#include "proxy/acs/schedule/scheduler.hpp"

#include <chrono>
#include <cmath>
#include <utility>

#include "tests/support/catch.hpp"
#include "tests/unit/acs/state_folder.hpp"

using namespace std::chrono_literals;
using proxy::acs::EventQueue;
using proxy::acs::Scheduler;
using proxy::base::SteadyTime;
using proxy::cwmp::EventCode;

namespace {

using Turn = Scheduler::Turn;

constexpr std::chrono::sys_seconds kNoon = std::chrono::sys_days(std::chrono::year(2026) / 11 / 22) + 12h;

struct World {
  StateFolder state;
  EventQueue events{state.store->events};
  double random = 0;
  Scheduler scheduler{events, [this] { return random; }};
  proxy::acs::Now now{SteadyTime(1000s), kNoon};
  Scheduler::Settings settings;

  World() { configure(); }
  void configure() { scheduler.configure(settings, now); }
  void pass(std::chrono::milliseconds time) {
    now.steady += time;
    now.system += time;
    scheduler.tick(now);
  }
  bool due() const { return scheduler.session_due(now.steady) == Turn::events; }
  bool heartbeat_due() const { return scheduler.session_due(now.steady) == Turn::heartbeat; }
  double wait() const { return std::chrono::duration<double>(scheduler.next_due().value() - now.steady).count(); }
  void session(bool successful, bool with_changes = false) {
    scheduler.session_began(Turn::events, with_changes);
    const auto carried = events.begin_session();
    if (successful) {
      events.delivered(carried, proxy::cwmp::DeliveredBy::inform_response);
      scheduler.inform_acknowledged();
    }
    scheduler.session_ended(successful, now);
  }
  void heartbeat(bool successful) {
    scheduler.session_began(Turn::heartbeat, false);
    if (successful) scheduler.inform_acknowledged();
    scheduler.session_ended(successful, now);
  }
};

}  // namespace

TEST_CASE("retries wait as the table says, the tenth and later alike") {
  World world;
  for (int step = 1; step <= 12; ++step) {
    const double least = 5 * std::pow(2, std::min(step, 10) - 1);
    world.random = step % 2 == 0 ? 0.0 : 0.999999;
    world.session(false);
    CHECK(world.scheduler.retry_count() == static_cast<unsigned>(step));
    CHECK(world.wait() == Approx(step % 2 == 0 ? least : 2 * least).epsilon(0.001));
    CHECK_FALSE(world.due());
    world.now.steady = world.scheduler.next_due().value();
    CHECK(world.due());
  }
  world.session(true);
  CHECK(world.scheduler.retry_count() == 0);
  CHECK_FALSE(world.scheduler.next_due());
}

TEST_CASE("another ACS begins without failures, whatever becomes of the session under way") {
  World world;
  world.settings.heartbeat = {.enable = true, .interval = 100s};
  world.configure();
  world.session(false, true);
  world.session(false, true);
  world.heartbeat(false);
  world.scheduler.active_change(true);
  world.scheduler.acs_changed();
  CHECK(world.scheduler.retry_count() == 0);
  CHECK_FALSE(world.due());
  CHECK_FALSE(world.heartbeat_due());
  CHECK(world.wait() > 10);  // the next heartbeat alone
  for (const bool successful : {false, true}) {
    world.scheduler.session_began(Turn::events, true);
    world.scheduler.acs_changed();
    world.scheduler.event_occurred({.event_code = EventCode::bootstrap});
    world.scheduler.session_ended(successful, world.now);
    CHECK(world.scheduler.retry_count() == 0);
    CHECK(world.due());
    CHECK(world.events.contains(EventCode::bootstrap));
  }
  world.session(false);
  CHECK(world.scheduler.retry_count() == 1);  // of the new one
}

TEST_CASE("the multiplier and the least wait are taken when the wait begins") {
  World world;
  world.settings.retry_minimum_wait = 100s;
  world.settings.retry_interval_multiplier = 1500;
  world.configure();
  world.random = 0.5;
  world.session(false);
  CHECK(world.wait() == Approx(125));
  world.settings.retry_minimum_wait = 65535s;
  world.settings.retry_interval_multiplier = 65535;
  world.configure();
  CHECK(world.wait() == Approx(125));
  for (int i = 0; i < 12; ++i) world.session(false);
  CHECK(world.wait() > 1e7);
}

TEST_CASE("a new event is itself the retry, and carries the count") {
  World world;
  world.session(false);
  CHECK_FALSE(world.due());
  world.scheduler.connection_requested();
  CHECK(world.due());
  CHECK(world.scheduler.retry_count() == 1);
  world.session(false);
  CHECK(world.scheduler.retry_count() == 2);
  CHECK(world.wait() == Approx(10));
  CHECK(world.events.events().size() == 0);
}

TEST_CASE("an event that waits already does not cut the wait short") {
  World world;
  world.settings.periodic.enable = true;
  world.settings.periodic.interval = 3s;
  world.configure();
  world.pass(3s);
  CHECK(world.due());
  world.session(false);
  world.pass(3s);
  CHECK_FALSE(world.due());
  CHECK(world.events.events().size() == 1);
}

TEST_CASE("a restart forgets the failures") {
  World world;
  world.session(false);
  world.scheduler.restart(world.now);
  CHECK(world.scheduler.retry_count() == 0);
  CHECK_FALSE(world.scheduler.next_due());
}

TEST_CASE("the periodic inform keeps the phase of its time, from the past and from the future") {
  World world;
  world.settings.periodic.enable = true;
  world.settings.periodic.interval = 1h;
  for (const auto offset : {std::chrono::hours(-24 * 365), std::chrono::hours(24 * 365)}) {
    world.settings.periodic.time = kNoon + offset + 10min;
    world.configure();
    CHECK(world.wait() == Approx(600));
  }
  world.pass(10min);
  CHECK(world.events.contains(EventCode::periodic));
  CHECK(world.due());
  world.session(true);
  CHECK(world.wait() == Approx(3600));
}

TEST_CASE("the phase may be of any year that a dateTime can name") {
  World world;
  world.settings.periodic.enable = true;
  world.settings.periodic.interval = 1h;
  using std::chrono::sys_days;
  for (const auto day : {sys_days(std::chrono::year(1) / 1 / 2), sys_days(std::chrono::year(9999) / 12 / 31)}) {
    world.settings.periodic.time = day + 10min;
    world.configure();
    CHECK(world.wait() == Approx(600));
  }
}

TEST_CASE("without a time, or without a clock, the phase is free and the slots do not drift") {
  World world;
  world.settings.periodic.enable = true;
  world.settings.periodic.interval = 100s;
  world.configure();
  CHECK(world.wait() == Approx(100));
  world.pass(103s);
  world.session(true);
  CHECK(world.wait() == Approx(97));
  world.now.system = proxy::base::SystemTime(1h);
  world.settings.periodic.time = kNoon;
  world.configure();
  CHECK(world.wait() == Approx(100));
}

TEST_CASE("periodic slots that were missed are one event") {
  World world;
  world.settings.periodic.enable = true;
  world.settings.periodic.interval = 10s;
  world.configure();
  world.pass(95s);
  CHECK(world.events.events().size() == 1);
  world.settings.periodic.enable = false;
  world.configure();
  world.session(true);
  CHECK_FALSE(world.scheduler.next_due());
}

TEST_CASE("the throttle holds back sessions for active notification alone") {
  World world;
  world.settings.active_throttle = 60s;
  world.configure();
  world.scheduler.active_change();
  CHECK(world.due());  // none before it that it could be too near to
  world.session(true, true);
  world.pass(10s);
  world.scheduler.active_change();
  CHECK_FALSE(world.due());
  CHECK(world.wait() == Approx(50));
  SECTION("until it is over") {
    world.pass(50s);
    CHECK(world.due());
  }
  SECTION("and they ride along with any other") {
    world.scheduler.connection_requested();
    CHECK(world.due());
    world.session(true, true);
    world.pass(10min);
    CHECK_FALSE(world.due());
  }
}

TEST_CASE("changes while others are to be tried again wait with them") {
  World world;
  world.scheduler.active_change();
  world.session(false, true);
  world.scheduler.active_change();
  CHECK_FALSE(world.due());
  world.pass(10s);
  CHECK(world.due());
}

TEST_CASE("an active change of another parameter starts a session while a retry waits") {
  World world;
  world.settings.retry_minimum_wait = 60s;
  world.configure();
  world.scheduler.active_change(true);
  world.session(false, true);
  world.scheduler.active_change(false);
  CHECK_FALSE(world.due());
  world.pass(1s);
  world.scheduler.active_change(true);
  CHECK(world.due());
  world.session(true, true);
  CHECK(world.scheduler.retry_count() == 0);
  CHECK_FALSE(world.due());
}

TEST_CASE("during an outage the sessions for other parameters are put off more and more, at random") {
  World world;
  world.scheduler.active_change(true);
  world.session(false, true);
  world.random = 0.5;
  // Sixty sensors change one after the other, each for the first time.
  int sessions = 0;
  for (int second = 0; second < 300; ++second) {
    world.scheduler.active_change(true);
    world.scheduler.active_change(false);
    if (world.due()) {
      world.session(false, true);
      ++sessions;
    }
    world.pass(1s);
  }
  // At 0 s, and then 7.5, 15, 30, 60 and 120 s after the one before; the retries fall into the same waits.
  CHECK(sessions == 6);
  world.pass(2h);
  world.session(true, true);
  // The next outage begins anew.
  world.scheduler.active_change(true);
  world.session(false, true);
  world.scheduler.active_change(true);
  CHECK(world.due());
}

TEST_CASE(
    "the throttle holds back a session for another parameter, and a change during the session that fails counts") {
  World world;
  world.settings.active_throttle = 60s;
  world.settings.retry_minimum_wait = 1000s;
  world.configure();
  world.session(true);
  world.pass(60s);
  world.scheduler.active_change(true);
  REQUIRE(world.due());
  world.scheduler.session_began(Turn::events, true);
  world.events.begin_session();
  world.scheduler.active_change(true);
  world.scheduler.session_ended(false, world.now);
  CHECK(world.due());
  world.session(false, true);
  world.pass(61s);
  world.scheduler.active_change(true);
  CHECK_FALSE(world.due());
}

TEST_CASE("what happens during a session starts the next one after it") {
  World world;
  world.scheduler.inform_now();
  world.scheduler.session_began(Turn::events, false);
  world.events.begin_session();
  world.scheduler.connection_requested();
  world.scheduler.connection_requested();
  CHECK_FALSE(world.due());
  CHECK_FALSE(world.scheduler.next_due());
  world.scheduler.session_ended(true, world.now);
  CHECK(world.due());
  world.session(true);
  CHECK_FALSE(world.due());
}

TEST_CASE("an event to tell starts nothing by itself") {
  World world;
  world.scheduler.add_event({EventCode::m_reboot, "key"});
  CHECK_FALSE(world.due());
  CHECK(world.events.events().size() == 1);
}

TEST_CASE("the phase follows the time of day when somebody sets it") {
  World world;
  world.settings.periodic.enable = true;
  world.settings.periodic.interval = 1h;
  world.settings.periodic.time = kNoon + 10min;
  world.now.system = proxy::base::SystemTime(1h);  // no clock yet: the phase is free
  world.configure();
  CHECK(world.wait() == Approx(3600));
  world.now.system = kNoon + 5min;
  world.scheduler.clock_moved(world.now);
  CHECK(world.wait() == Approx(300));
  world.now.system = kNoon + 20min;
  world.scheduler.clock_moved(world.now);
  CHECK(world.wait() == Approx(3000));
  CHECK(world.events.events().size() == 0);
  world.settings.periodic.time.reset();
  world.configure();
  world.pass(20min);
  world.now.system += 24h;
  world.scheduler.clock_moved(world.now);
  CHECK(world.wait() == Approx(2400));  // a free phase is nobody's
}

TEST_CASE("a heartbeat comes in its phase, in a session of its own") {
  World world;
  world.settings.heartbeat = {.enable = true, .interval = 60s, .time = kNoon + 10s};
  world.configure();
  CHECK(world.wait() == Approx(10));
  world.pass(10s);
  CHECK(world.heartbeat_due());
  world.scheduler.connection_requested();
  CHECK(world.due());  // and what else there is comes first
  world.session(true);
  CHECK(world.heartbeat_due());
  world.heartbeat(true);
  CHECK(world.wait() == Approx(60));
}

TEST_CASE("the phase of a heartbeat without a time is a random one") {
  World world;
  world.settings.heartbeat = {.enable = true, .interval = 60s};
  world.random = 0.25;
  world.configure();
  CHECK(world.wait() == Approx(15));
  world.pass(15s);
  world.heartbeat(true);
  CHECK(world.wait() == Approx(60));
}

TEST_CASE("a heartbeat waits while another session is to be tried again, and several are one") {
  World world;
  world.settings.heartbeat = {.enable = true, .interval = 30s, .time = kNoon};
  world.configure();
  for (int i = 0; i < 5; ++i) world.session(false);
  const double wait = world.wait();
  CHECK(wait <= 30);
  world.pass(75s);
  CHECK_FALSE(world.heartbeat_due());
  CHECK_FALSE(world.due());
  world.pass(10s);
  CHECK(world.due());
  world.session(true);
  CHECK(world.heartbeat_due());
  CHECK(world.scheduler.retry_count() == 0);
  world.heartbeat(true);
  CHECK_FALSE(world.heartbeat_due());
}

TEST_CASE("a heartbeat that is turned off while it fails is not tried again") {
  World world;
  world.settings.periodic.enable = false;
  world.settings.heartbeat = {.enable = true, .interval = 60s, .time = kNoon};
  world.configure();
  world.pass(60s);
  world.scheduler.session_began(Turn::heartbeat, false);
  world.settings.heartbeat.enable = false;
  world.configure();
  world.scheduler.session_ended(false, world.now);
  CHECK_FALSE(world.heartbeat_due());
  CHECK_FALSE(world.scheduler.next_due());
}

TEST_CASE("a heartbeat that failed is tried again, and holds up nothing else") {
  World world;
  world.settings.heartbeat = {.enable = true, .interval = 1h, .time = kNoon};
  world.configure();
  world.pass(1h);
  world.heartbeat(false);
  CHECK(world.scheduler.retry_count() == 1);
  CHECK_FALSE(world.heartbeat_due());
  CHECK(world.wait() == Approx(5));
  SECTION("when its time has come") {
    world.pass(5s);
    CHECK(world.heartbeat_due());
    world.heartbeat(true);
    CHECK(world.scheduler.retry_count() == 0);
  }
  SECTION("with another before it") {
    world.scheduler.active_change();
    CHECK(world.due());
    world.session(true, true);
    CHECK(world.heartbeat_due());
  }
  SECTION("unless it is switched off") {
    world.settings.heartbeat.enable = false;
    world.configure();
    CHECK_FALSE(world.scheduler.next_due());
  }
}

TEST_CASE("a session that failed while the clock was not set is tried again as soon as it is") {
  World world;
  world.settings.retry_minimum_wait = 65535s;
  world.configure();
  world.now.system = proxy::base::SystemTime(90s);  // 1970
  world.session(false);
  CHECK(world.wait() > 60000);
  world.scheduler.clock_moved(world.now);
  CHECK_FALSE(world.due());
  world.now.system = kNoon;
  world.scheduler.clock_moved(world.now);
  CHECK(world.due());
  world.session(false);
  CHECK_FALSE(world.due());
  world.now.system += 72h;  // it was set before, and is only corrected
  world.scheduler.clock_moved(world.now);
  CHECK_FALSE(world.due());
  CHECK(world.scheduler.retry_count() == 2);
}

TEST_CASE("a heartbeat that failed while the clock was not set is tried again as soon as it is") {
  World world;
  world.settings.retry_minimum_wait = 65535s;
  world.settings.heartbeat = {.enable = true, .interval = 3600s, .time = std::nullopt};
  world.now.system = proxy::base::SystemTime(90s);
  world.configure();
  world.heartbeat(false);
  CHECK_FALSE(world.heartbeat_due());
  world.now.system = kNoon;
  world.scheduler.clock_moved(world.now);
  CHECK(world.heartbeat_due());
}

TEST_CASE("a session that succeeded while the clock was not set is not repeated when it is") {
  World world;
  world.now.system = proxy::base::SystemTime(90s);
  world.session(true);
  world.now.system = kNoon;
  world.scheduler.clock_moved(world.now);
  CHECK_FALSE(world.due());
}
