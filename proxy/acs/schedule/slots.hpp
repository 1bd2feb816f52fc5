// SPDX-License-Identifier: Apache-2.0
#pragma once
// Periodic points in time with a given or a free phase: for the periodic Inform and the heartbeat. The caller passes
// the time, and it returns whether a slot has come. Several missed slots count as one.
// Spec: TR-181 Device.ManagementServer.PeriodicInformTime, HeartbeatPolicy.InitiationTime
// Thread: loop

#include "proxy/base/clock.hpp"

#include <chrono>
#include <optional>

namespace proxy::acs {

struct Now {
  base::SteadyTime steady;
  base::SystemTime system;
};

class Slots {
 public:
  struct Settings {
    bool enable = false;
    std::chrono::seconds interval{300};
    /// Only its phase counts; none: the phase is free. In seconds: an ACS may set any year, which nanoseconds cannot
    /// hold.
    std::optional<std::chrono::sys_seconds> time = {};
    bool operator==(const Settings&) const = default;
  };

  /// Settings that changed take effect at once. Where the phase is free, and as long as the clock was never set, the
  /// first slot is `first` of an interval away.
  void configure(const Settings& settings, Now now, double first = 1.0);
  /// Begins anew.
  void restart(Now now, double first = 1.0);
  /// The time of day was set: the phase hangs on it, unless it is free.
  void clock_moved(Now now);
  /// Whether a slot has come since the last call.
  bool tick(Now now);
  std::optional<base::SteadyTime> next() const { return next_; }

 private:
  bool has_phase(Now now) const { return settings_.time && now.system >= base::kClockNeverSet; }
  void plan_by_phase(Now now);

  Settings settings_;
  std::optional<base::SteadyTime> next_;
};

}  // namespace proxy::acs
