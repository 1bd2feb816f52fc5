// SPDX-License-Identifier: Apache-2.0
#pragma once
// What the tests of the scheduler share: a scheduler whose time passes when the test says so.
// Thread: any one thread at a time

#include "proxy/acs/schedule/scheduler.hpp"

#include <chrono>

#include "tests/support/catch.hpp"
#include "tests/unit/acs/state_folder.hpp"

namespace tests::schedule {

using proxy::acs::EventQueue;
using proxy::acs::Scheduler;
using proxy::base::SteadyTime;
using Turn = Scheduler::Turn;

inline constexpr std::chrono::sys_seconds kNoon =
    std::chrono::sys_days(std::chrono::year(2026) / 11 / 22) + std::chrono::hours(12);

struct SchedulerUnderTest {
  StateFolder state;
  EventQueue events{state.store->events};
  double random = 0;
  Scheduler scheduler{events, [this] { return random; }};
  proxy::acs::Now now{SteadyTime(std::chrono::seconds(1000)), kNoon};
  Scheduler::Settings settings;

  SchedulerUnderTest() { configure(); }
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

}  // namespace tests::schedule
