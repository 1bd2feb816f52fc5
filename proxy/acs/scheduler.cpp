// SPDX-License-Identifier: Apache-2.0
#include "proxy/acs/scheduler.hpp"

#include <algorithm>
#include <cmath>
#include <utility>

namespace proxy::acs {
namespace {

using cwmp::EventCode;

constexpr std::uint32_t kLastRetryStep = 10;
/// Keeps the arithmetic of clocks in bounds: multipliers may grow a wait to thousands of years.
constexpr double kLongestWait = 1e8;
/// A clock that shows an earlier time was never set.
constexpr base::SystemTime kClockIsSet = std::chrono::sys_days(std::chrono::year(2020) / 1 / 1);

}  // namespace

Scheduler::Scheduler(EventQueue& events, std::function<double()> random)
    : events_(events), random_(std::move(random)) {}

void Scheduler::configure(const Settings& settings, Now now) {
  const bool periodic_changed = settings.periodic_enable != settings_.periodic_enable ||
                                settings.periodic_interval != settings_.periodic_interval ||
                                settings.periodic_time != settings_.periodic_time;
  settings_ = settings;
  if (periodic_changed || !periodic_at_) plan_periodic(now);
}

void Scheduler::restart(Now now) {
  in_session_ = wanted_ = active_ = changes_undelivered_ = false;
  failures_ = 0;
  retry_at_.reset();
  last_success_.reset();
  plan_periodic(now);
}

void Scheduler::event_occurred(cwmp::EventStruct event) {
  if (events_.add(std::move(event))) wanted_ = true;
}

void Scheduler::connection_requested() {
  events_.add({.event_code = EventCode::connection_request});
  wanted_ = true;
}

void Scheduler::active_change() {
  const bool is_retried = changes_undelivered_ && retry_at_;
  if (!is_retried) active_ = true;
}

void Scheduler::tick(Now now) {
  if (!periodic_at_ || *periodic_at_ > now.steady) return;
  event_occurred({.event_code = EventCode::periodic});
  plan_periodic(now);
}

void Scheduler::clock_moved(Now now) {
  tick(now);
  if (settings_.periodic_time) plan_periodic(now);
}

void Scheduler::plan_periodic(Now now) {
  const std::optional<base::SteadyTime> last = std::exchange(periodic_at_, std::nullopt);
  if (!settings_.periodic_enable) return;
  const std::chrono::nanoseconds interval = std::max(settings_.periodic_interval, std::chrono::seconds(1));
  if (!settings_.periodic_time || now.system < kClockIsSet) {
    // From slot to slot, so that the waits do not add up what each is late; after a pause or a change, from now.
    const bool goes_on = last && *last <= now.steady && now.steady - *last < interval;
    periodic_at_ = (goes_on ? *last : now.steady) + interval;
    return;
  }
  using std::chrono::duration_cast;
  const auto since = duration_cast<std::chrono::milliseconds>(now.system.time_since_epoch()) -
                     duration_cast<std::chrono::milliseconds>(settings_.periodic_time->time_since_epoch());
  const auto step = duration_cast<std::chrono::milliseconds>(interval);
  auto into_slot = since % step;
  if (into_slot.count() < 0) into_slot += step;
  periodic_at_ = now.steady + (step - into_slot);
}

bool Scheduler::session_due(base::SteadyTime now) const {
  const std::optional<base::SteadyTime> due = next_due();
  if (in_session_ || !due) return false;
  if (wanted_ || (retry_at_ && *retry_at_ <= now)) return true;
  return active_ && (!last_success_ || *last_success_ + settings_.active_throttle <= now);
}

std::optional<base::SteadyTime> Scheduler::next_due() const {
  if (in_session_) return std::nullopt;
  if (wanted_) return base::SteadyTime::min();
  std::optional<base::SteadyTime> due;
  const auto consider = [&](base::SteadyTime time) { due = due ? std::min(*due, time) : time; };
  if (active_) consider(last_success_ ? *last_success_ + settings_.active_throttle : base::SteadyTime::min());
  if (retry_at_) consider(*retry_at_);
  if (periodic_at_) consider(*periodic_at_);
  return due;
}

void Scheduler::session_began(bool reports_changes) {
  in_session_ = true;
  wanted_ = active_ = false;
  changes_undelivered_ = reports_changes;
  retry_at_.reset();
}

void Scheduler::session_ended(bool successful, Now now) {
  in_session_ = false;
  events_.end_session(successful);
  if (successful) {
    failures_ = 0;
    last_success_ = now.steady;
  } else {
    ++failures_;
    // Changes since belong to those that are tried again.
    if (changes_undelivered_) active_ = false;
    retry_at_ = now.steady + std::chrono::duration_cast<base::SteadyTime::duration>(retry_wait());
  }
  tick(now);
}

std::chrono::duration<double> Scheduler::retry_wait() {
  const double factor = settings_.retry_interval_multiplier / 1000.0;
  const auto step = static_cast<double>(std::min(failures_, kLastRetryStep));
  const double least = static_cast<double>(settings_.retry_minimum_wait.count()) * std::pow(factor, step - 1);
  const double wait = least + (least * factor - least) * random_();
  return std::chrono::duration<double>(std::min(wait, kLongestWait));
}

}  // namespace proxy::acs
