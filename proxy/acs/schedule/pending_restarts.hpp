// SPDX-License-Identifier: Apache-2.0
#pragma once
// The reboots and factory resets of one endpoint that wait: for the end of the session in which the ACS requested them,
// or for the time that ScheduleReboot or DelayReboot names.
// Spec: TR-069 Amendment 6, A.3.2.9 (Reboot), A.4.1.6 (FactoryReset)
// Thread: loop

#include "proxy/acs/schedule/planned_reboot.hpp"
#include "proxy/base/clock.hpp"
#include "proxy/base/error.hpp"
#include "proxy/state/endpoint_facts.hpp"

#include <optional>
#include <system_error>

namespace proxy::acs {

class PendingRestarts {
 public:
  class Dependencies {
   public:
    /// Reboots now. No session is under way, and "M Reboot" is in the store if the ACS requested it.
    virtual void reboot() = 0;
    /// Stores that a factory reset was requested, so that a loss of power does not lose it. By default it is refused.
    virtual base::Result<void> store_factory_reset();
    /// Resets now: the session in which the ACS requested it has ended. By default does nothing, as it was refused.
    virtual void factory_reset() {}

   protected:
    ~Dependencies() = default;
  };

  /// All three outlive it.
  PendingRestarts(state::EndpointFacts& facts, const base::Clock& clock, Dependencies& dependencies)
      : facts_(facts), clock_(clock), dependencies_(dependencies) {}

  /// The endpoint starts: forgets a requested reboot. A factory reset that was acknowledged still waits.
  void start(const PlannedReboot::Settings& settings);
  void configure(const PlannedReboot::Settings& settings, bool in_session);
  /// A DelayReboot that was set during the session counts from here.
  void session_ended() { planned_.session_ended(now()); }
  /// The time of day was set.
  void clock_moved() { planned_.clock_moved(now()); }

  /// Reboots at the next carry_out(), at the latest at the end of the session under way.
  void request_reboot() { reboot_requested_ = true; }
  base::Result<void> request_factory_reset();

  /// When carry_out() has something to do because of the time alone.
  std::optional<base::SteadyTime> next_due() const { return planned_.next_due(); }
  /// Between sessions: carries out what was requested or is due. Returns whether a restart is under way: then the
  /// endpoint must not go on.
  bool carry_out();

 private:
  Now now() const { return {clock_.steady_now(), clock_.system_now()}; }

  state::EndpointFacts& facts_;
  const base::Clock& clock_;
  Dependencies& dependencies_;
  PlannedReboot planned_;
  bool reboot_requested_ = false;
  bool factory_reset_requested_ = false;
};

}  // namespace proxy::acs
