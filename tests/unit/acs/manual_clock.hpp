// SPDX-License-Identifier: Apache-2.0
#pragma once
// A clock that a test sets.

#include "proxy/base/clock.hpp"

#include <chrono>

struct ManualClock final : proxy::base::Clock {
  proxy::base::SteadyTime steady{std::chrono::hours(1)};
  proxy::base::SystemTime system{std::chrono::sys_days(std::chrono::year(2026) / 11 / 22)};

  proxy::base::SteadyTime steady_now() const override { return steady; }
  proxy::base::SystemTime system_now() const override { return system; }
  void advance(std::chrono::seconds time) {
    steady += time;
    system += time;
  }
};
