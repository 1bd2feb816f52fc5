// SPDX-License-Identifier: Apache-2.0
#pragma once
// When ScheduleReboot or DelayReboot reboots the device. It has neither timers nor a clock: the caller passes the time,
// and it returns what is due.
// Spec: TR-181 Device.ManagementServer.ScheduleReboot, DelayReboot
// Thread: loop
//
// A time that has passed when it is set, or when the endpoint starts, is ignored, and no time reboots twice: a gateway
// whose clock begins too early at each start would reboot for ever. While the clock was never set, nothing is due.

#include "proxy/acs/schedule/slots.hpp"

#include <chrono>
#include <optional>

namespace proxy::acs {

class PlannedReboot {
 public:
  struct Settings {
    std::optional<std::chrono::sys_seconds> time = {};  ///< ScheduleReboot; none: Unknown Time
    std::optional<std::chrono::seconds> delay = {};     ///< DelayReboot; none: -1
    unsigned times_set = 0;                             ///< the delay, which counts anew each time
    bool operator==(const Settings&) const = default;
  };

  /// The endpoint has started; `done` is the time that it has restarted at already.
  void restart(const Settings& settings, std::optional<std::chrono::sys_seconds> done, Now now);
  /// A delay that is set counts from the end of the session under way, if one is.
  void configure(const Settings& settings, bool in_session, Now now);
  void session_ended(Now now);
  void clock_moved(Now now);

  /// When to call due() next.
  std::optional<base::SteadyTime> next_due() const;
  bool due(Now now);
  /// The reboot is carried out now. Returns the ScheduleReboot time that was due, to be stored and passed to restart();
  /// none: the delay was due.
  std::optional<std::chrono::sys_seconds> take_due(Now now);

 private:
  void plan_time(Now now);

  Settings settings_;
  std::optional<std::chrono::sys_seconds> done_;
  std::optional<base::SteadyTime> time_due_;
  std::optional<base::SteadyTime> delay_due_;
  bool delay_waits_ = false;  ///< for the end of the session
};

}  // namespace proxy::acs
