// SPDX-License-Identifier: Apache-2.0
// Shows in virtual time when sessions are due: the retry table, the phase of the periodic Inform, the throttle of
// active notifications, and that no two sessions run at once.
#include "proxy/acs/schedule/scheduler.hpp"

#include <chrono>
#include <cmath>
#include <utility>

#include "tests/unit/acs/schedule/scheduler_under_test.hpp"

using namespace std::chrono_literals;
using proxy::base::SteadyTime;
using proxy::cwmp::EventCode;
using tests::schedule::kNoon;
using tests::schedule::SchedulerUnderTest;
using tests::schedule::Turn;

TEST_CASE("retries wait as the table says, the tenth and later alike") {
  SchedulerUnderTest under_test;
  for (int step = 1; step <= 12; ++step) {
    const double least = 5 * std::pow(2, std::min(step, 10) - 1);
    under_test.random = step % 2 == 0 ? 0.0 : 0.999999;
    under_test.session(false);
    CHECK(under_test.scheduler.retry_count() == static_cast<unsigned>(step));
    CHECK(under_test.wait() == Catch::Approx(step % 2 == 0 ? least : 2 * least).epsilon(0.001));
    CHECK_FALSE(under_test.due());
    under_test.now.steady = under_test.scheduler.next_due().value();
    CHECK(under_test.due());
  }
  under_test.session(true);
  CHECK(under_test.scheduler.retry_count() == 0);
  CHECK_FALSE(under_test.scheduler.next_due());
}

TEST_CASE("another ACS begins without failures, whatever becomes of the session under way") {
  SchedulerUnderTest under_test;
  under_test.settings.heartbeat = {.enable = true, .interval = 100s};
  under_test.configure();
  under_test.session(false, true);
  under_test.session(false, true);
  under_test.heartbeat(false);
  under_test.scheduler.active_change(true);
  under_test.scheduler.acs_changed();
  CHECK(under_test.scheduler.retry_count() == 0);
  CHECK_FALSE(under_test.due());
  CHECK_FALSE(under_test.heartbeat_due());
  CHECK(under_test.wait() > 10);  // the next heartbeat alone
  for (const bool successful : {false, true}) {
    under_test.scheduler.session_began(Turn::events, true);
    under_test.scheduler.acs_changed();
    under_test.scheduler.event_occurred({.event_code = EventCode::bootstrap});
    under_test.scheduler.session_ended(successful, under_test.now);
    CHECK(under_test.scheduler.retry_count() == 0);
    CHECK(under_test.due());
    CHECK(under_test.events.contains(EventCode::bootstrap));
  }
  under_test.session(false);
  CHECK(under_test.scheduler.retry_count() == 1);  // of the new one
}

TEST_CASE("the multiplier and the least wait are taken when the wait begins") {
  SchedulerUnderTest under_test;
  under_test.settings.retry_minimum_wait = 100s;
  under_test.settings.retry_interval_multiplier = 1500;
  under_test.configure();
  under_test.random = 0.5;
  under_test.session(false);
  CHECK(under_test.wait() == Catch::Approx(125));
  under_test.settings.retry_minimum_wait = 65535s;
  under_test.settings.retry_interval_multiplier = 65535;
  under_test.configure();
  CHECK(under_test.wait() == Catch::Approx(125));
  for (int i = 0; i < 12; ++i) under_test.session(false);
  CHECK(under_test.wait() > 1e7);
}

TEST_CASE("a new event is itself the retry, and carries the count") {
  SchedulerUnderTest under_test;
  under_test.session(false);
  CHECK_FALSE(under_test.due());
  under_test.scheduler.connection_requested();
  CHECK(under_test.due());
  CHECK(under_test.scheduler.retry_count() == 1);
  under_test.session(false);
  CHECK(under_test.scheduler.retry_count() == 2);
  CHECK(under_test.wait() == Catch::Approx(10));
  CHECK(under_test.events.events().size() == 0);
}

TEST_CASE("an event that waits already does not cut the wait short") {
  SchedulerUnderTest under_test;
  under_test.settings.periodic.enable = true;
  under_test.settings.periodic.interval = 3s;
  under_test.configure();
  under_test.pass(3s);
  CHECK(under_test.due());
  under_test.session(false);
  under_test.pass(3s);
  CHECK_FALSE(under_test.due());
  CHECK(under_test.events.events().size() == 1);
}

TEST_CASE("a restart forgets the failures") {
  SchedulerUnderTest under_test;
  under_test.session(false);
  under_test.scheduler.restart(under_test.now);
  CHECK(under_test.scheduler.retry_count() == 0);
  CHECK_FALSE(under_test.scheduler.next_due());
}

TEST_CASE("the periodic inform keeps the phase of its time, from the past and from the future") {
  SchedulerUnderTest under_test;
  under_test.settings.periodic.enable = true;
  under_test.settings.periodic.interval = 1h;
  for (const auto offset : {std::chrono::hours(-24 * 365), std::chrono::hours(24 * 365)}) {
    under_test.settings.periodic.time = kNoon + offset + 10min;
    under_test.configure();
    CHECK(under_test.wait() == Catch::Approx(600));
  }
  under_test.pass(10min);
  CHECK(under_test.events.contains(EventCode::periodic));
  CHECK(under_test.due());
  under_test.session(true);
  CHECK(under_test.wait() == Catch::Approx(3600));
}

TEST_CASE("the phase may be of any year that a dateTime can name") {
  SchedulerUnderTest under_test;
  under_test.settings.periodic.enable = true;
  under_test.settings.periodic.interval = 1h;
  using std::chrono::sys_days;
  for (const auto day : {sys_days(std::chrono::year(1) / 1 / 2), sys_days(std::chrono::year(9999) / 12 / 31)}) {
    under_test.settings.periodic.time = day + 10min;
    under_test.configure();
    CHECK(under_test.wait() == Catch::Approx(600));
  }
}

TEST_CASE("without a time, or without a clock, the phase is free and the slots do not drift") {
  SchedulerUnderTest under_test;
  under_test.settings.periodic.enable = true;
  under_test.settings.periodic.interval = 100s;
  under_test.configure();
  CHECK(under_test.wait() == Catch::Approx(100));
  under_test.pass(103s);
  under_test.session(true);
  CHECK(under_test.wait() == Catch::Approx(97));
  under_test.now.system = proxy::base::SystemTime(1h);
  under_test.settings.periodic.time = kNoon;
  under_test.configure();
  CHECK(under_test.wait() == Catch::Approx(100));
}

TEST_CASE("periodic slots that were missed are one event") {
  SchedulerUnderTest under_test;
  under_test.settings.periodic.enable = true;
  under_test.settings.periodic.interval = 10s;
  under_test.configure();
  under_test.pass(95s);
  CHECK(under_test.events.events().size() == 1);
  under_test.settings.periodic.enable = false;
  under_test.configure();
  under_test.session(true);
  CHECK_FALSE(under_test.scheduler.next_due());
}

TEST_CASE("the throttle holds back sessions for active notification alone") {
  SchedulerUnderTest under_test;
  under_test.settings.active_throttle = 60s;
  under_test.configure();
  under_test.scheduler.active_change();
  CHECK(under_test.due());  // none before it that it could be too near to
  under_test.session(true, true);
  under_test.pass(10s);
  under_test.scheduler.active_change();
  CHECK_FALSE(under_test.due());
  CHECK(under_test.wait() == Catch::Approx(50));
  SECTION("until it is over") {
    under_test.pass(50s);
    CHECK(under_test.due());
  }
  SECTION("and they ride along with any other") {
    under_test.scheduler.connection_requested();
    CHECK(under_test.due());
    under_test.session(true, true);
    under_test.pass(10min);
    CHECK_FALSE(under_test.due());
  }
}

TEST_CASE("changes while others are to be tried again wait with them") {
  SchedulerUnderTest under_test;
  under_test.scheduler.active_change();
  under_test.session(false, true);
  under_test.scheduler.active_change();
  CHECK_FALSE(under_test.due());
  under_test.pass(10s);
  CHECK(under_test.due());
}

TEST_CASE("an active change of another parameter starts a session while a retry waits") {
  SchedulerUnderTest under_test;
  under_test.settings.retry_minimum_wait = 60s;
  under_test.configure();
  under_test.scheduler.active_change(true);
  under_test.session(false, true);
  under_test.scheduler.active_change(false);
  CHECK_FALSE(under_test.due());
  under_test.pass(1s);
  under_test.scheduler.active_change(true);
  CHECK(under_test.due());
  under_test.session(true, true);
  CHECK(under_test.scheduler.retry_count() == 0);
  CHECK_FALSE(under_test.due());
}

TEST_CASE("during an outage the sessions for other parameters are put off more and more, at random") {
  SchedulerUnderTest under_test;
  under_test.scheduler.active_change(true);
  under_test.session(false, true);
  under_test.random = 0.5;
  // Sixty sensors change one after the other, each for the first time.
  int sessions = 0;
  for (int second = 0; second < 300; ++second) {
    under_test.scheduler.active_change(true);
    under_test.scheduler.active_change(false);
    if (under_test.due()) {
      under_test.session(false, true);
      ++sessions;
    }
    under_test.pass(1s);
  }
  // At 0 s, and then 7.5, 15, 30, 60 and 120 s after the one before; the retries fall into the same waits.
  CHECK(sessions == 6);
  under_test.pass(2h);
  under_test.session(true, true);
  // The next outage begins anew.
  under_test.scheduler.active_change(true);
  under_test.session(false, true);
  under_test.scheduler.active_change(true);
  CHECK(under_test.due());
}

TEST_CASE(
    "the throttle holds back a session for another parameter, and a change during the session that fails counts") {
  SchedulerUnderTest under_test;
  under_test.settings.active_throttle = 60s;
  under_test.settings.retry_minimum_wait = 1000s;
  under_test.configure();
  under_test.session(true);
  under_test.pass(60s);
  under_test.scheduler.active_change(true);
  REQUIRE(under_test.due());
  under_test.scheduler.session_began(Turn::events, true);
  under_test.events.begin_session();
  under_test.scheduler.active_change(true);
  under_test.scheduler.session_ended(false, under_test.now);
  CHECK(under_test.due());
  under_test.session(false, true);
  under_test.pass(61s);
  under_test.scheduler.active_change(true);
  CHECK_FALSE(under_test.due());
}

TEST_CASE("what happens during a session starts the next one after it") {
  SchedulerUnderTest under_test;
  under_test.scheduler.inform_now();
  under_test.scheduler.session_began(Turn::events, false);
  under_test.events.begin_session();
  under_test.scheduler.connection_requested();
  under_test.scheduler.connection_requested();
  CHECK_FALSE(under_test.due());
  CHECK_FALSE(under_test.scheduler.next_due());
  under_test.scheduler.session_ended(true, under_test.now);
  CHECK(under_test.due());
  under_test.session(true);
  CHECK_FALSE(under_test.due());
}

TEST_CASE("an event to tell starts nothing by itself") {
  SchedulerUnderTest under_test;
  under_test.scheduler.add_event({EventCode::m_reboot, "key"});
  CHECK_FALSE(under_test.due());
  CHECK(under_test.events.events().size() == 1);
}
