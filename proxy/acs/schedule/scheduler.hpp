// SPDX-License-Identifier: Apache-2.0
#pragma once
// When the next session is due, and why: events, the periodic Inform, active notifications with their throttle, the
// heartbeat, and retries of failed sessions. It has neither timers nor a clock: the caller passes the time, and it
// returns what is due.
// Spec: TR-069 Amendment 6, 3.2.1 (causes), 3.2.1.1 (retry policy, table 3); TR-181 Device.ManagementServer
// (PeriodicInformTime, DefaultActiveNotificationThrottle, HeartbeatPolicy)
// Thread: loop
//
// Decisions where the specification leaves room:
// - The retry count and the wait both begin anew after a restart, and only a successful session ends them otherwise.
// - An event that cannot be told apart from one that is waiting (a second 2 PERIODIC, more changes while 4 VALUE CHANGE
//   is to be tried again) is no new event and does not cut the wait short: a busy sensor must not defeat the back-off.
// - An active change of a parameter that no failed Inform has carried is a new event (3.2.1.1): it starts a session
//   during the wait. A home full of sensors must not defeat the back-off either: the first such session of an outage
//   begins at once, as far as the throttle allows; each one that fails puts the next off by the throttle, or by the
//   random wait of the retry table for their number, whichever is longer. They count as retries, as any session does.
// - A session that has failed is tried again even if nothing is left to report; its Event array is then empty.
// - A heartbeat that has failed is tried again, by the same table and count, in a session of its own; slots that come
//   meanwhile are one. What else happens does not wait for it. It waits while another session is to be tried again.

#include "proxy/acs/schedule/event_queue.hpp"
#include "proxy/acs/schedule/slots.hpp"

#include <chrono>
#include <cstdint>
#include <functional>
#include <optional>

namespace proxy::acs {

class Scheduler {
 public:
  struct Settings {
    Slots::Settings periodic = {};
    Slots::Settings heartbeat = {};  ///< of a free phase: a random one
    std::chrono::seconds retry_minimum_wait{5};
    unsigned retry_interval_multiplier = 2000;  ///< thousandths
    std::chrono::seconds active_throttle{0};    ///< DefaultActiveNotificationThrottle
    bool operator==(const Settings&) const = default;
  };
  enum class Turn { none, events, heartbeat };

  /// `random` gives numbers of [0, 1), evenly. The queue outlives the scheduler.
  Scheduler(EventQueue& events, std::function<double()> random);

  /// Settings that changed take effect at once; a wait for a retry that has begun stays as it is.
  void configure(const Settings& settings, Now now);
  /// The endpoint has started: forgets failures before.
  void restart(Now now);

  // ---- what happens ----
  /// Starts a session unless the event waits already.
  void event_occurred(cwmp::EventStruct event);
  /// Goes into the next Inform, and starts no session itself.
  void add_event(cwmp::EventStruct event) { events_.add(std::move(event)); }
  void connection_requested();
  /// A parameter with active notification changed. `is_another`: no Inform of a failed session has carried it.
  void active_change(bool is_another = false);
  /// Starts a session, with or without pending events.
  void inform_now() { wanted_ = true; }
  /// Another ACS: failures and what was to be tried again are forgotten. A session under way is the former ACS's.
  void acs_changed();
  /// The time of day was set: slots with a phase are planned anew. A session that has failed before the clock was ever
  /// set is tried again at once.
  void clock_moved(Now now);
  /// The slots of the periodic Inform and of the heartbeat, once they are there.
  void tick(Now now);

  // ---- what is due ----
  /// The purpose of the session that is due now: all pending events, or the heartbeat alone.
  Turn session_due(base::SteadyTime now) const;
  /// When to call tick() and session_due() next; none during a session, and if nothing is planned.
  std::optional<base::SteadyTime> next_due() const;
  std::uint32_t retry_count() const { return failures_; }

  // ---- sessions, one at a time ----
  void session_began(Turn turn, bool reports_changes);
  /// Whether the session under way began before the last acs_changed().
  bool in_session_of_former_acs() const { return of_former_acs_; }
  void inform_acknowledged() { changes_undelivered_ = false; }
  void session_ended(bool successful, Now now);

 private:
  bool events_due(base::SteadyTime now) const;
  base::SteadyTime active_due() const;
  base::SteadyTime another_due() const;
  base::SteadyTime::duration retry_wait(std::uint32_t failures);

  EventQueue& events_;
  std::function<double()> random_;
  Settings settings_;
  Turn turn_ = Turn::none;             ///< of the session under way
  bool of_former_acs_ = false;         ///< the session under way: its failure counts for nothing
  bool wanted_ = false;                ///< a session as soon as possible
  bool active_ = false;                ///< a session for active notification, once the throttle allows it
  bool another_ = false;               ///< a session for a change of another parameter than those that failed
  bool is_extra_ = false;              ///< the session under way began for another_, while a retry waited
  bool changes_undelivered_ = false;   ///< an Inform with changes is not acknowledged
  bool events_failed_ = false;         ///< a session other than a heartbeat waits for its retry
  bool heartbeat_waits_ = false;       ///< its slot has come
  bool failed_without_clock_ = false;  ///< the last session, before the clock was ever set
  std::uint32_t failures_ = 0;         ///< since the last success
  std::uint32_t extras_ = 0;           ///< failed sessions for another_, since the last success
  Slots periodic_;
  Slots heartbeat_;
  std::optional<base::SteadyTime> retry_at_;
  std::optional<base::SteadyTime> no_extra_before_;
  std::optional<base::SteadyTime> last_success_;  ///< its end
};

}  // namespace proxy::acs
