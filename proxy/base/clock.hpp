// SPDX-License-Identifier: Apache-2.0
#pragma once
// The source of the time for the daemon. A test gives another one.
// Thread: any

#include <chrono>

namespace proxy::base {

using SteadyTime = std::chrono::steady_clock::time_point;
using SystemTime = std::chrono::system_clock::time_point;

/// A clock that shows an earlier time was never set: a gateway without a battery starts in 1970, or at the date of its
/// firmware.
inline constexpr SystemTime kClockNeverSet = std::chrono::sys_days(std::chrono::year(2024) / 1 / 1);

class Clock {
 public:
  virtual ~Clock() = default;
  /// Never goes back: for waits and timeouts.
  virtual SteadyTime steady_now() const = 0;
  /// The time of day, which NTP or an administrator may set.
  virtual SystemTime system_now() const = 0;
};

class RealClock final : public Clock {
 public:
  SteadyTime steady_now() const override { return std::chrono::steady_clock::now(); }
  SystemTime system_now() const override { return std::chrono::system_clock::now(); }
};

}  // namespace proxy::base
