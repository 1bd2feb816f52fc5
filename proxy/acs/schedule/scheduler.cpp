// SPDX-License-Identifier: Apache-2.0
#include "proxy/acs/schedule/scheduler.hpp"

#include <algorithm>
#include <cmath>
#include <utility>

namespace proxy::acs {
namespace {

using cwmp::EventCode;

constexpr std::uint32_t kLastRetryStep = 10;
/// Keeps clock arithmetic in bounds: multipliers may give a wait of thousands of years.
constexpr double kMaxWait = 1e8;

}  // namespace

Scheduler::Scheduler(EventQueue& events, std::function<double()> random)
    : events_(events), random_(std::move(random)) {}

void Scheduler::configure(const Settings& settings, Now now) {
  if (settings.heartbeat != settings_.heartbeat) {
    heartbeat_waits_ = false;
    if (!events_failed_) retry_at_.reset();
    heartbeat_.configure(settings.heartbeat, now, random_());
  }
  periodic_.configure(settings.periodic, now);
  settings_ = settings;
}

void Scheduler::restart(Now now) {
  turn_ = Turn::none;
  wanted_ = is_extra_ = false;
  acs_changed();
  last_success_.reset();
  periodic_.restart(now);
  heartbeat_.restart(now, random_());
}

void Scheduler::acs_changed() {
  of_former_acs_ = turn_ != Turn::none;
  active_ = another_ = changes_undelivered_ = events_failed_ = heartbeat_waits_ = false;
  failures_ = extras_ = 0;
  retry_at_.reset();
  no_extra_before_.reset();
}

void Scheduler::event_occurred(cwmp::EventStruct event) {
  if (events_.add(std::move(event))) wanted_ = true;
}

void Scheduler::connection_requested() {
  events_.add({.event_code = EventCode::connection_request});
  wanted_ = true;
}

void Scheduler::active_change(bool is_another) {
  const bool is_retried = changes_undelivered_ && retry_at_;
  if (!is_retried) active_ = true;
  if (is_another) another_ = true;
}

void Scheduler::tick(Now now) {
  if (periodic_.tick(now)) event_occurred({.event_code = EventCode::periodic});
  if (heartbeat_.tick(now)) heartbeat_waits_ = true;
}

void Scheduler::clock_moved(Now now) {
  tick(now);
  periodic_.clock_moved(now);
  heartbeat_.clock_moved(now);
  // Without a clock no certificate may have been valid: the session is not to wait for the time of its retry.
  if (failed_without_clock_ && now.system >= base::kClockNeverSet) {
    failed_without_clock_ = false;
    if (retry_at_) retry_at_ = now.steady;
  }
}

base::SteadyTime Scheduler::active_due() const {
  return last_success_ ? *last_success_ + settings_.active_throttle : base::SteadyTime::min();
}

base::SteadyTime Scheduler::another_due() const {
  return std::max(active_due(), no_extra_before_.value_or(active_due()));
}

bool Scheduler::events_due(base::SteadyTime now) const {
  return wanted_ || (events_failed_ && retry_at_ && *retry_at_ <= now) || (active_ && active_due() <= now) ||
         (another_ && another_due() <= now);
}

Scheduler::Turn Scheduler::session_due(base::SteadyTime now) const {
  if (turn_ != Turn::none) return Turn::none;
  if (events_due(now)) return Turn::events;
  const bool beats = heartbeat_waits_ && !events_failed_ && (!retry_at_ || *retry_at_ <= now);
  return beats ? Turn::heartbeat : Turn::none;
}

std::optional<base::SteadyTime> Scheduler::next_due() const {
  if (turn_ != Turn::none) return std::nullopt;
  if (wanted_) return base::SteadyTime::min();
  std::optional<base::SteadyTime> due;
  const auto consider = [&](base::SteadyTime time) { due = due ? std::min(*due, time) : time; };
  if (active_) consider(active_due());
  if (another_) consider(another_due());
  if (retry_at_) consider(*retry_at_);
  if (heartbeat_waits_ && !retry_at_) consider(base::SteadyTime::min());
  if (periodic_.next()) consider(*periodic_.next());
  if (heartbeat_.next()) consider(*heartbeat_.next());
  return due;
}

void Scheduler::session_began(Turn turn, bool reports_changes) {
  turn_ = turn;
  is_extra_ = turn == Turn::events && another_ && changes_undelivered_ && retry_at_.has_value();
  retry_at_.reset();
  if (turn == Turn::heartbeat) return;
  wanted_ = active_ = another_ = false;
  changes_undelivered_ = reports_changes;
}

void Scheduler::session_ended(bool successful, Now now) {
  const bool was_heartbeat = std::exchange(turn_, Turn::none) == Turn::heartbeat;
  if (std::exchange(of_former_acs_, false)) {
    events_.end_session(successful);
    return tick(now);
  }
  if (was_heartbeat)
    heartbeat_waits_ = !successful && settings_.heartbeat.enable;
  else
    events_.end_session(successful);
  failed_without_clock_ = !successful && now.system < base::kClockNeverSet;
  if (successful) {
    failures_ = extras_ = 0;
    events_failed_ = another_ = false;  // what has changed during the session is in active_
    no_extra_before_.reset();
    last_success_ = now.steady;
  } else {
    ++failures_;
    events_failed_ = !was_heartbeat;
    // Later changes go with the retry.
    if (changes_undelivered_) active_ = false;
    if (events_failed_ || heartbeat_waits_) retry_at_ = now.steady + retry_wait(failures_);
    if (is_extra_)
      no_extra_before_ =
          now.steady + std::max<base::SteadyTime::duration>(settings_.active_throttle, retry_wait(++extras_));
  }
  tick(now);
}

base::SteadyTime::duration Scheduler::retry_wait(std::uint32_t failures) {
  const double factor = settings_.retry_interval_multiplier / 1000.0;
  const auto step = static_cast<double>(std::min(failures, kLastRetryStep));
  const double least = static_cast<double>(settings_.retry_minimum_wait.count()) * std::pow(factor, step - 1);
  const double wait = least + (least * factor - least) * random_();
  return std::chrono::duration_cast<base::SteadyTime::duration>(
      std::chrono::duration<double>(std::min(wait, kMaxWait)));
}

}  // namespace proxy::acs
