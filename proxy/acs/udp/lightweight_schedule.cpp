// SPDX-License-Identifier: Apache-2.0
#include "proxy/acs/udp/lightweight_schedule.hpp"

#include <algorithm>
#include <utility>

namespace proxy::acs {
namespace {

/// At most one notification a second, with the last values.
constexpr std::chrono::seconds kLeastPause{1};

using Step = std::chrono::milliseconds;

/// The time from now to the begin of the next slot.
Step rest_of_slot(Step since, Step step) {
  Step into = since % step;
  if (into.count() < 0) into += step;
  return step - into;
}

}  // namespace

void LightweightSchedule::start(const Settings& settings, Now now) {
  settings_ = settings;
  started_ = now.steady;
  plan(now);
}

void LightweightSchedule::plan(Now now) {
  slot_.reset();
  const Step step = settings_.interval;
  if (!waiting_ || step.count() == 0) return;
  using std::chrono::duration_cast;
  const Step since =
      settings_.time && now.system >= base::kClockNeverSet
          ? duration_cast<Step>(now.system.time_since_epoch()) - duration_cast<Step>(settings_.time->time_since_epoch())
          : duration_cast<Step>(now.steady - started_);
  slot_ = now.steady + rest_of_slot(since, step);
}

void LightweightSchedule::changed(bool active, Now now) {
  active_ = active_ || active;
  if (std::exchange(waiting_, true)) return;
  plan(now);
}

void LightweightSchedule::clock_moved(Now now) {
  // A slot that has come already is not postponed.
  if (slot_ && *slot_ > now.steady && settings_.time) plan(now);
}

void LightweightSchedule::sent(base::SteadyTime now) {
  last_sent_ = now;
  forget();
}

void LightweightSchedule::forget() {
  waiting_ = active_ = false;
  slot_.reset();
}

std::optional<base::SteadyTime> LightweightSchedule::next_due() const {
  if (!active_ && !slot_) return std::nullopt;
  const base::SteadyTime due = active_ ? base::SteadyTime::min() : *slot_;
  return last_sent_ ? std::max(due, *last_sent_ + kLeastPause) : due;
}

}  // namespace proxy::acs
