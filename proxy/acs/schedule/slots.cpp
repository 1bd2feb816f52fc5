// SPDX-License-Identifier: Apache-2.0
#include "proxy/acs/schedule/slots.hpp"

#include <algorithm>

namespace proxy::acs {
namespace {

std::chrono::nanoseconds length(const Slots::Settings& settings) {
  return std::max(settings.interval, std::chrono::seconds(1));
}

}  // namespace

void Slots::configure(const Settings& settings, Now now, double first) {
  if (settings == settings_ && next_.has_value() == settings_.enable) return;
  settings_ = settings;
  restart(now, first);
}

void Slots::restart(Now now, double first) {
  next_.reset();
  if (!settings_.enable) return;
  if (has_phase(now)) return plan_by_phase(now);
  const std::chrono::duration<double> wait = std::chrono::duration<double>(length(settings_)) * first;
  next_ = now.steady + std::chrono::duration_cast<base::SteadyTime::duration>(wait);
}

void Slots::clock_moved(Now now) {
  if (next_ && has_phase(now)) plan_by_phase(now);
}

bool Slots::tick(Now now) {
  if (!next_ || *next_ > now.steady) return false;
  // Counted from slot to slot, so that delays do not add up; after a pause, from now.
  const bool goes_on = now.steady - *next_ < length(settings_);
  if (has_phase(now))
    plan_by_phase(now);
  else
    next_ = (goes_on ? *next_ : now.steady) + length(settings_);
  return true;
}

void Slots::plan_by_phase(Now now) {
  using std::chrono::duration_cast, std::chrono::milliseconds;
  const auto since = duration_cast<milliseconds>(now.system.time_since_epoch()) -
                     duration_cast<milliseconds>(settings_.time->time_since_epoch());
  const auto step = duration_cast<milliseconds>(length(settings_));
  auto into_slot = since % step;
  if (into_slot.count() < 0) into_slot += step;
  next_ = now.steady + (step - into_slot);
}

}  // namespace proxy::acs
