// SPDX-License-Identifier: Apache-2.0
#pragma once
// When lightweight notifications are due: at once for active ones, and at the trigger's slots for passive ones. It has
// neither a timer nor a clock.
// Spec: TR-069 Amendment 6, Annex M; TR-181 Device.ManagementServer (LightweightNotificationTrigger...)
// Thread: loop

#include "proxy/acs/schedule/slots.hpp"
#include "proxy/base/clock.hpp"

#include <chrono>
#include <optional>

namespace proxy::acs {

class LightweightSchedule {
 public:
  struct Settings {
    std::chrono::seconds interval{0};  ///< 0: passive ones wait for an active one
    /// Only its phase counts; none: the phase is free.
    std::optional<std::chrono::sys_seconds> time = {};
    bool operator==(const Settings&) const = default;
  };

  /// Waiting notifications wait for the slots of these settings.
  void start(const Settings& settings, Now now);
  /// A parameter has changed: notify at once if active, else at the next slot.
  void changed(bool active, Now now);
  /// The time of day was set: the slots are planned anew.
  void clock_moved(Now now);
  void sent(base::SteadyTime now);
  /// Drops the waiting notifications.
  void forget();

  /// None: no notification waits, or it waits for an active one.
  std::optional<base::SteadyTime> next_due() const;

 private:
  void plan(Now now);

  Settings settings_;
  base::SteadyTime started_{};
  std::optional<base::SteadyTime> last_sent_;
  std::optional<base::SteadyTime> slot_;  ///< of the passive ones that wait
  bool waiting_ = false;
  bool active_ = false;
};

}  // namespace proxy::acs
