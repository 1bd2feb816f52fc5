// SPDX-License-Identifier: Apache-2.0
// Shows in virtual time when heartbeats are due, and what a clock that is set changes.
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

TEST_CASE("the phase follows the time of day when somebody sets it") {
  SchedulerUnderTest under_test;
  under_test.settings.periodic.enable = true;
  under_test.settings.periodic.interval = 1h;
  under_test.settings.periodic.time = kNoon + 10min;
  under_test.now.system = proxy::base::SystemTime(1h);  // no clock yet: the phase is free
  under_test.configure();
  CHECK(under_test.wait() == Catch::Approx(3600));
  under_test.now.system = kNoon + 5min;
  under_test.scheduler.clock_moved(under_test.now);
  CHECK(under_test.wait() == Catch::Approx(300));
  under_test.now.system = kNoon + 20min;
  under_test.scheduler.clock_moved(under_test.now);
  CHECK(under_test.wait() == Catch::Approx(3000));
  CHECK(under_test.events.events().size() == 0);
  under_test.settings.periodic.time.reset();
  under_test.configure();
  under_test.pass(20min);
  under_test.now.system += 24h;
  under_test.scheduler.clock_moved(under_test.now);
  CHECK(under_test.wait() == Catch::Approx(2400));  // a free phase is nobody's
}

TEST_CASE("a heartbeat comes in its phase, in a session of its own") {
  SchedulerUnderTest under_test;
  under_test.settings.heartbeat = {.enable = true, .interval = 60s, .time = kNoon + 10s};
  under_test.configure();
  CHECK(under_test.wait() == Catch::Approx(10));
  under_test.pass(10s);
  CHECK(under_test.heartbeat_due());
  under_test.scheduler.connection_requested();
  CHECK(under_test.due());  // and what else there is comes first
  under_test.session(true);
  CHECK(under_test.heartbeat_due());
  under_test.heartbeat(true);
  CHECK(under_test.wait() == Catch::Approx(60));
}

TEST_CASE("the phase of a heartbeat without a time is a random one") {
  SchedulerUnderTest under_test;
  under_test.settings.heartbeat = {.enable = true, .interval = 60s};
  under_test.random = 0.25;
  under_test.configure();
  CHECK(under_test.wait() == Catch::Approx(15));
  under_test.pass(15s);
  under_test.heartbeat(true);
  CHECK(under_test.wait() == Catch::Approx(60));
}

TEST_CASE("a heartbeat waits while another session is to be tried again, and several are one") {
  SchedulerUnderTest under_test;
  under_test.settings.heartbeat = {.enable = true, .interval = 30s, .time = kNoon};
  under_test.configure();
  for (int i = 0; i < 5; ++i) under_test.session(false);
  const double wait = under_test.wait();
  CHECK(wait <= 30);
  under_test.pass(75s);
  CHECK_FALSE(under_test.heartbeat_due());
  CHECK_FALSE(under_test.due());
  under_test.pass(10s);
  CHECK(under_test.due());
  under_test.session(true);
  CHECK(under_test.heartbeat_due());
  CHECK(under_test.scheduler.retry_count() == 0);
  under_test.heartbeat(true);
  CHECK_FALSE(under_test.heartbeat_due());
}

TEST_CASE("a heartbeat that is turned off while it fails is not tried again") {
  SchedulerUnderTest under_test;
  under_test.settings.periodic.enable = false;
  under_test.settings.heartbeat = {.enable = true, .interval = 60s, .time = kNoon};
  under_test.configure();
  under_test.pass(60s);
  under_test.scheduler.session_began(Turn::heartbeat, false);
  under_test.settings.heartbeat.enable = false;
  under_test.configure();
  under_test.scheduler.session_ended(false, under_test.now);
  CHECK_FALSE(under_test.heartbeat_due());
  CHECK_FALSE(under_test.scheduler.next_due());
}

TEST_CASE("a heartbeat that failed is tried again, and holds up nothing else") {
  SchedulerUnderTest under_test;
  under_test.settings.heartbeat = {.enable = true, .interval = 1h, .time = kNoon};
  under_test.configure();
  under_test.pass(1h);
  under_test.heartbeat(false);
  CHECK(under_test.scheduler.retry_count() == 1);
  CHECK_FALSE(under_test.heartbeat_due());
  CHECK(under_test.wait() == Catch::Approx(5));
  SECTION("when its time has come") {
    under_test.pass(5s);
    CHECK(under_test.heartbeat_due());
    under_test.heartbeat(true);
    CHECK(under_test.scheduler.retry_count() == 0);
  }
  SECTION("with another before it") {
    under_test.scheduler.active_change();
    CHECK(under_test.due());
    under_test.session(true, true);
    CHECK(under_test.heartbeat_due());
  }
  SECTION("unless it is switched off") {
    under_test.settings.heartbeat.enable = false;
    under_test.configure();
    CHECK_FALSE(under_test.scheduler.next_due());
  }
}

TEST_CASE("a session that failed while the clock was not set is tried again as soon as it is") {
  SchedulerUnderTest under_test;
  under_test.settings.retry_minimum_wait = 65535s;
  under_test.configure();
  under_test.now.system = proxy::base::SystemTime(90s);  // 1970
  under_test.session(false);
  CHECK(under_test.wait() > 60000);
  under_test.scheduler.clock_moved(under_test.now);
  CHECK_FALSE(under_test.due());
  under_test.now.system = kNoon;
  under_test.scheduler.clock_moved(under_test.now);
  CHECK(under_test.due());
  under_test.session(false);
  CHECK_FALSE(under_test.due());
  under_test.now.system += 72h;  // it was set before, and is only corrected
  under_test.scheduler.clock_moved(under_test.now);
  CHECK_FALSE(under_test.due());
  CHECK(under_test.scheduler.retry_count() == 2);
}

TEST_CASE("a heartbeat that failed while the clock was not set is tried again as soon as it is") {
  SchedulerUnderTest under_test;
  under_test.settings.retry_minimum_wait = 65535s;
  under_test.settings.heartbeat = {.enable = true, .interval = 3600s, .time = std::nullopt};
  under_test.now.system = proxy::base::SystemTime(90s);
  under_test.configure();
  under_test.heartbeat(false);
  CHECK_FALSE(under_test.heartbeat_due());
  under_test.now.system = kNoon;
  under_test.scheduler.clock_moved(under_test.now);
  CHECK(under_test.heartbeat_due());
}

TEST_CASE("a session that succeeded while the clock was not set is not repeated when it is") {
  SchedulerUnderTest under_test;
  under_test.now.system = proxy::base::SystemTime(90s);
  under_test.session(true);
  under_test.now.system = kNoon;
  under_test.scheduler.clock_moved(under_test.now);
  CHECK_FALSE(under_test.due());
}
