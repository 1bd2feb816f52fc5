// SPDX-License-Identifier: Apache-2.0
#include "proxy/acs/schedule/scheduled_informs.hpp"

#include <algorithm>
#include <utility>

namespace proxy::acs {
namespace {

/// An Inform that was requested while the clock was not set is due at once: its stored time of day means nothing.
std::optional<base::SteadyTime> due_by_clock(std::chrono::sys_seconds due, Now now) {
  if (now.system < kClockIsSet && due >= kClockIsSet) return std::nullopt;
  return now.steady + std::max<base::SystemTime::duration>(due - now.system, base::SystemTime::duration::zero());
}

std::chrono::sys_seconds time_of_day(base::SteadyTime due, Now now) {
  return std::chrono::ceil<std::chrono::seconds>(now.system + (due - now.steady));
}

}  // namespace

void ScheduledInforms::restart(Now now) {
  waiting_.clear();
  for (state::StoredInform& stored : stored_.all()) {
    const auto due = due_by_clock(stored.due, now);
    waiting_.push_back({std::move(stored), due});
  }
}

std::error_code ScheduledInforms::add(std::chrono::seconds delay, std::string command_key, Now now) {
  const base::SteadyTime due = now.steady + delay;
  state::StoredInform stored{.command_key = std::move(command_key), .due = time_of_day(due, now)};
  if (const std::error_code error = stored_.add(stored)) return error;
  waiting_.push_back({std::move(stored), due});
  return {};
}

void ScheduledInforms::clock_moved(Now now) {
  for (Waiting& each : waiting_) {
    if (!each.due) {
      each.due = due_by_clock(each.stored.due, now);
      continue;
    }
    const std::chrono::sys_seconds due = time_of_day(*each.due, now);
    const bool is_rounding = std::chrono::abs(due - each.stored.due) <= std::chrono::seconds(1);
    if (is_rounding) continue;
    each.stored.due = due;
    (void)stored_.move(each.stored.id, due);  // the store logs a failure
  }
}

std::optional<base::SteadyTime> ScheduledInforms::next_due() const {
  std::optional<base::SteadyTime> next;
  for (const Waiting& each : waiting_)
    if (each.due && (!next || *each.due < *next)) next = each.due;
  return next;
}

std::vector<std::string> ScheduledInforms::take_due(base::SteadyTime now) {
  std::vector<std::string> keys;
  std::erase_if(waiting_, [&](Waiting& each) {
    if (!each.due || *each.due > now) return false;
    (void)stored_.remove(each.stored.id);
    keys.push_back(std::move(each.stored.command_key));
    return true;
  });
  return keys;
}

}  // namespace proxy::acs
