// SPDX-License-Identifier: Apache-2.0
#include "proxy/acs/schedule/planned_reboot.hpp"

#include <algorithm>
#include <utility>

namespace proxy::acs {
namespace {

/// Keeps clock arithmetic in bounds: after this wait the time is computed again.
constexpr std::chrono::hours kMaxWait{24 * 365};

}  // namespace

void PlannedReboot::restart(const Settings& settings, std::optional<std::chrono::sys_seconds> done, Now now) {
  settings_ = settings;
  done_ = done;
  delay_due_.reset();
  delay_waits_ = false;
  time_due_.reset();
  plan_time(now);
}

void PlannedReboot::configure(const Settings& settings, bool in_session, Now now) {
  const Settings before = std::exchange(settings_, settings);
  if (before.time != settings.time) {
    time_due_.reset();
    plan_time(now);
  }
  if (before.delay == settings.delay && before.times_set == settings.times_set) return;
  delay_due_.reset();
  delay_waits_ = settings.delay && in_session;
  if (settings.delay && !in_session) delay_due_ = now.steady + *settings.delay;
}

void PlannedReboot::session_ended(Now now) {
  if (std::exchange(delay_waits_, false)) delay_due_ = now.steady + *settings_.delay;
}

void PlannedReboot::clock_moved(Now now) { plan_time(now); }

/// A time that was once in the future is due when it has passed, also if the clock was set past it.
void PlannedReboot::plan_time(Now now) {
  if (!settings_.time || settings_.time == done_ || now.system < base::kClockNeverSet) return;
  const auto wait = *settings_.time - std::chrono::floor<std::chrono::seconds>(now.system);
  if (wait <= wait.zero() && !time_due_) return;
  time_due_ = now.steady + std::clamp<std::chrono::seconds>(wait, std::chrono::seconds(0), kMaxWait);
}

std::optional<base::SteadyTime> PlannedReboot::next_due() const {
  if (!time_due_ || !delay_due_) return time_due_ ? time_due_ : delay_due_;
  return std::min(*time_due_, *delay_due_);
}

bool PlannedReboot::due(Now now) {
  if (delay_due_ && *delay_due_ <= now.steady) return true;
  if (!time_due_ || *time_due_ > now.steady) return false;
  plan_time(now);  // the wait may have been kMaxWait
  return *time_due_ <= now.steady;
}

std::optional<std::chrono::sys_seconds> PlannedReboot::take_due(Now now) {
  const bool is_time = time_due_ && *time_due_ <= now.steady;
  delay_due_.reset();
  delay_waits_ = false;
  if (!is_time) return std::nullopt;
  time_due_.reset();
  return done_ = settings_.time;
}

}  // namespace proxy::acs
