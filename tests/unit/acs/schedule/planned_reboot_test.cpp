// SPDX-License-Identifier: Apache-2.0
// Shows in virtual time when a reboot is due that was planned: at its time, after its delay, once, and never late.
#include "proxy/acs/schedule/planned_reboot.hpp"

#include <chrono>

#include "tests/support/catch.hpp"

using namespace std::chrono_literals;
using proxy::acs::Now;
using proxy::acs::PlannedReboot;

namespace {

constexpr std::chrono::sys_seconds kNoon = std::chrono::sys_days(std::chrono::year(2026) / 11 / 22) + 12h;

struct World {
  PlannedReboot planned;
  Now now{proxy::base::SteadyTime(1000s), kNoon};
  PlannedReboot::Settings settings;

  void set_time(std::chrono::sys_seconds time) {
    settings.time = time;
    planned.configure(settings, false, now);
  }
  void set_delay(std::chrono::seconds delay, bool in_session) {
    settings.delay = delay;
    ++settings.times_set;
    planned.configure(settings, in_session, now);
  }
  void pass(std::chrono::seconds time) {
    now.steady += time;
    now.system += time;
  }
  void step(std::chrono::seconds by) {
    now.system += by;
    planned.clock_moved(now);
  }
  bool due() { return planned.due(now); }
};

}  // namespace

TEST_CASE("a time is due when it comes, and never again") {
  World world;
  world.set_time(kNoon + 60s);
  CHECK(world.planned.next_due() == world.now.steady + 60s);
  world.pass(59s);
  CHECK_FALSE(world.due());
  world.pass(1s);
  CHECK(world.due());
  CHECK(world.planned.take_due(world.now) == kNoon + 60s);
  CHECK_FALSE(world.due());
  CHECK_FALSE(world.planned.next_due());
  world.step(-1h);  // a gateway whose clock begins too early
  world.planned.restart(world.settings, kNoon + 60s, world.now);
  CHECK_FALSE(world.planned.next_due());
}

TEST_CASE("a time that is past means nothing, when it is set and after a start") {
  World world;
  world.set_time(kNoon);
  CHECK_FALSE(world.planned.next_due());
  world.set_time(kNoon + 60s);
  world.pass(61s);
  world.planned.restart(world.settings, std::nullopt, world.now);
  CHECK_FALSE(world.planned.next_due());
}

TEST_CASE("another time replaces the one before") {
  World world;
  world.set_time(kNoon + 60s);
  world.set_time(kNoon + 600s);
  CHECK(world.planned.next_due() == world.now.steady + 600s);
  world.settings.time.reset();
  world.planned.configure(world.settings, false, world.now);
  CHECK_FALSE(world.planned.next_due());
}

TEST_CASE("a time hangs on the time of day, and waits until that is known") {
  World world;
  world.set_time(kNoon + 1h);
  world.step(30min);
  CHECK(world.planned.next_due() == world.now.steady + 30min);
  world.step(1h);
  CHECK(world.due());
  World fresh;
  fresh.now.system = proxy::base::SystemTime(10s);
  fresh.settings.time = kNoon;
  fresh.planned.restart(fresh.settings, std::nullopt, fresh.now);
  CHECK_FALSE(fresh.planned.next_due());
  SECTION("it is ahead") {
    fresh.now.system = kNoon - 5min;
    fresh.planned.clock_moved(fresh.now);
    CHECK(fresh.planned.next_due() == fresh.now.steady + 5min);
  }
  SECTION("it has passed while the gateway was off") {
    fresh.now.system = kNoon + 5min;
    fresh.planned.clock_moved(fresh.now);
    CHECK_FALSE(fresh.planned.next_due());
  }
}

TEST_CASE("a time may be of any year") {
  World world;
  world.set_time(std::chrono::sys_days(std::chrono::year(9999) / 12 / 31));
  REQUIRE(world.planned.next_due());
  const auto wait = *world.planned.next_due() - world.now.steady;
  world.pass(std::chrono::ceil<std::chrono::seconds>(wait));
  CHECK_FALSE(world.due());
  CHECK(world.planned.next_due() > world.now.steady);
}

TEST_CASE("a delay counts from the end of the session in which it was set") {
  World world;
  world.set_delay(30s, true);
  world.pass(60s);
  CHECK_FALSE(world.due());
  world.planned.session_ended(world.now);
  CHECK(world.planned.next_due() == world.now.steady + 30s);
  world.step(1h);  // it is time that passes
  CHECK_FALSE(world.due());
  world.planned.session_ended(world.now);  // of another session
  world.pass(30s);
  CHECK(world.due());
  CHECK_FALSE(world.planned.take_due(world.now));
  CHECK_FALSE(world.due());
}

TEST_CASE("a delay of nothing is due at the end of the session; set outside of one, at once") {
  World world;
  world.set_delay(0s, true);
  CHECK_FALSE(world.due());
  world.planned.session_ended(world.now);
  CHECK(world.due());
  World other;
  other.set_delay(0s, false);
  CHECK(other.due());
}

TEST_CASE("a delay that is set again counts anew, and can be taken back") {
  World world;
  world.set_delay(30s, false);
  world.pass(20s);
  world.set_delay(30s, false);
  CHECK(world.planned.next_due() == world.now.steady + 30s);
  world.settings.delay.reset();
  world.planned.configure(world.settings, false, world.now);
  CHECK_FALSE(world.planned.next_due());
}
