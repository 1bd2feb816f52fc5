// SPDX-License-Identifier: Apache-2.0
// Shows in virtual time when scheduled Informs are due: after their delay, over restarts, whatever happens to the
// clock.
#include "proxy/acs/schedule/scheduled_informs.hpp"

#include <chrono>
#include <optional>
#include <string>
#include <vector>

#include "tests/support/catch.hpp"
#include "tests/unit/acs/state_folder.hpp"

using namespace std::chrono_literals;
using proxy::acs::Now;
using proxy::acs::ScheduledInforms;

namespace {

constexpr std::chrono::sys_seconds kNoon = std::chrono::sys_days(std::chrono::year(2026) / 11 / 22) + 12h;
using Keys = std::vector<std::string>;

struct World {
  StateFolder state;
  Now now{proxy::base::SteadyTime(1000s), kNoon};
  std::optional<ScheduledInforms> informs;

  World() { start(); }
  void start() {
    informs.emplace(state.store->scheduled_informs);
    informs->restart(now);
  }
  // The steady clock begins anew; the time of day, of a gateway that keeps it, does not.
  void restart(proxy::base::SystemTime system) {
    state.reopen();
    now = {proxy::base::SteadyTime(5s), system};
    start();
  }
  void pass(std::chrono::seconds time) {
    now.steady += time;
    now.system += time;
  }
  Keys take() { return informs->take_due(now.steady); }
};

}  // namespace

TEST_CASE("each is due after its own delay, once") {
  World world;
  REQUIRE_FALSE(world.informs->add(60s, "a", world.now));
  REQUIRE_FALSE(world.informs->add(30s, "b", world.now));
  REQUIRE_FALSE(world.informs->add(30s, "b", world.now));
  CHECK(world.informs->next_due() == world.now.steady + 30s);
  CHECK(world.take().empty());
  world.pass(30s);
  CHECK(world.take() == Keys{"b", "b"});
  world.pass(30s);
  CHECK(world.take() == Keys{"a"});
  CHECK_FALSE(world.informs->next_due());
  world.restart(kNoon + 1h);
  CHECK_FALSE(world.informs->next_due());
}

TEST_CASE("sixteen may be outstanding") {
  World world;
  for (int i = 0; i < 16; ++i) {
    CHECK_FALSE(world.informs->full());
    REQUIRE_FALSE(world.informs->add(60s, "", world.now));
  }
  CHECK(world.informs->full());
}

TEST_CASE("over a restart the time of day counts") {
  World world;
  REQUIRE_FALSE(world.informs->add(60s, "a", world.now));
  world.restart(kNoon + 20s);
  CHECK(world.informs->next_due() == world.now.steady + 40s);
  world.restart(kNoon + 1h);
  CHECK(world.take() == Keys{"a"});
}

TEST_CASE("setting the clock neither lengthens a delay nor shortens it, over a restart either") {
  World world;
  REQUIRE_FALSE(world.informs->add(60s, "a", world.now));
  world.now.system += 24h;
  world.informs->clock_moved(world.now);
  CHECK(world.informs->next_due() == world.now.steady + 60s);
  world.restart(kNoon + 24h + 10s);
  CHECK(world.informs->next_due() == world.now.steady + 50s);
}

TEST_CASE("a start with a wrong clock makes none later than its delay, and the right clock shows what is over") {
  for (const auto wrong : {proxy::base::SystemTime(3s), proxy::base::SystemTime(kNoon - 72h)}) {
    World world;
    REQUIRE_FALSE(world.informs->add(5s, "short", world.now));
    REQUIRE_FALSE(world.informs->add(1h, "long", world.now));
    world.restart(wrong);
    CHECK(world.informs->next_due() == world.now.steady + 5s);
    world.pass(2s);
    world.now.system = kNoon + 1s;  // the restart took less time than has passed since
    world.informs->clock_moved(world.now);
    CHECK(world.informs->next_due() == world.now.steady + 3s);
    world.now.system = kNoon + 20min;
    world.informs->clock_moved(world.now);
    CHECK(world.take() == Keys{"short"});
    CHECK(world.informs->next_due() == world.now.steady + 40min);
    world.now.system = wrong;  // wrong once more: nothing moves
    world.informs->clock_moved(world.now);
    CHECK(world.informs->next_due() == world.now.steady + 40min);
  }
}

TEST_CASE("what a restart has shown to be over stays over, however wrong the next clock is") {
  World world;
  REQUIRE_FALSE(world.informs->add(1h, "a", world.now));
  world.restart(kNoon + 50min);
  CHECK(world.informs->next_due() == world.now.steady + 10min);
  world.restart(proxy::base::SystemTime(3s));
  CHECK(world.informs->next_due() == world.now.steady + 10min);
}

TEST_CASE("the time that has passed before the clock was set is over as well") {
  World world;
  world.now.system = proxy::base::SystemTime(3s);
  REQUIRE_FALSE(world.informs->add(1h, "a", world.now));
  world.pass(50min);
  world.now.system = kNoon;
  world.informs->clock_moved(world.now);
  world.restart(kNoon - 72h);
  CHECK(world.informs->next_due() == world.now.steady + 10min);
}

TEST_CASE("all of them can be dropped") {
  World world;
  REQUIRE_FALSE(world.informs->add(60s, "a", world.now));
  REQUIRE_FALSE(world.informs->add(90s, "b", world.now));
  world.informs->clear();
  CHECK_FALSE(world.informs->next_due());
  world.restart(kNoon + 1h);
  CHECK(world.take().empty());
}

TEST_CASE("one that was asked for before the clock was set is told in time, and at the latest after a restart") {
  World world;
  world.now.system = proxy::base::SystemTime(3s);
  REQUIRE_FALSE(world.informs->add(60s, "a", world.now));
  REQUIRE_FALSE(world.informs->add(2h, "b", world.now));
  world.pass(60s);
  CHECK(world.take() == Keys{"a"});
  world.restart(kNoon);
  CHECK(world.take() == Keys{"b"});
}
