// SPDX-License-Identifier: Apache-2.0
// Shows which restart follows a session: a requested reboot, a factory reset, which is more, or a planned reboot.
#include "proxy/acs/schedule/pending_restarts.hpp"

#include "tests/support/catch.hpp"
#include "tests/unit/acs/manual_clock.hpp"
#include "tests/unit/acs/state_folder.hpp"

using namespace std::chrono_literals;
using namespace proxy;
using acs::PendingRestarts;

namespace {

/// A device without a factory reset.
struct PlainDevice : PendingRestarts::Dependencies {
  virtual ~PlainDevice() = default;
  void reboot() override { ++reboots; }
  int reboots = 0;
};

struct Device final : PlainDevice {
  base::Result<void> store_factory_reset() override { return stored; }
  void factory_reset() override { ++resets; }
  base::Result<void> stored;
  int resets = 0;
};

struct World {
  StateFolder state;
  ManualClock clock;
  Device device;
  PendingRestarts restarts{state.store->facts, clock, device};
  World() { restarts.start({}); }
};

}  // namespace

TEST_CASE("a requested reboot is carried out once, and a start forgets it") {
  World world;
  CHECK_FALSE(world.restarts.carry_out());
  world.restarts.request_reboot();
  CHECK(world.restarts.carry_out());
  CHECK_FALSE(world.restarts.carry_out());
  CHECK(world.device.reboots == 1);
  world.restarts.request_reboot();
  world.restarts.start({});
  CHECK_FALSE(world.restarts.carry_out());
}

TEST_CASE("a factory reset takes the place of a reboot, and a start does not forget it") {
  World world;
  world.restarts.request_reboot();
  REQUIRE(world.restarts.request_factory_reset());
  world.restarts.start({});
  CHECK(world.restarts.carry_out());
  CHECK_FALSE(world.restarts.carry_out());
  CHECK(world.device.resets == 1);
  CHECK(world.device.reboots == 0);
}

TEST_CASE("a factory reset that is refused or cannot be stored is not carried out") {
  World world;
  world.device.stored = base::Error{base::Fault::resources_exceeded, "", "the disk is full"};
  CHECK(world.restarts.request_factory_reset().error().fault == base::Fault::resources_exceeded);
  CHECK_FALSE(world.restarts.carry_out());
  PlainDevice plain;
  PendingRestarts restarts(world.state.store->facts, world.clock, plain);
  CHECK(restarts.request_factory_reset().error().fault == base::Fault::request_denied);
  CHECK_FALSE(restarts.carry_out());
}

TEST_CASE("a planned reboot is due at its time, and a time reboots once over restarts") {
  World world;
  const auto time = std::chrono::floor<std::chrono::seconds>(world.clock.system_now()) + 60s;
  world.restarts.configure({.time = time}, false);
  REQUIRE(world.restarts.next_due());
  CHECK_FALSE(world.restarts.carry_out());
  world.clock.advance(61s);
  CHECK(world.restarts.carry_out());
  CHECK(world.device.reboots == 1);
  CHECK(world.state.store->facts.rebooted_at() == time);
  world.restarts.start({.time = time});
  CHECK_FALSE(world.restarts.carry_out());
}
