// SPDX-License-Identifier: Apache-2.0
#include "proxy/acs/schedule/scheduled_informs.hpp"

#include <algorithm>
#include <utility>

namespace proxy::acs {
namespace {

/// An Inform that was requested while the clock was not set is due at once: its stored time of day means nothing.
std::chrono::seconds left_by_clock(const state::StoredInform& stored, Now now) {
  const auto left = stored.due - std::chrono::floor<std::chrono::seconds>(now.system);
  return std::clamp<std::chrono::seconds>(left, std::chrono::seconds(0), stored.delay);
}

std::chrono::sys_seconds time_of_day(base::SteadyTime due, Now now) {
  return std::chrono::ceil<std::chrono::seconds>(now.system + (due - now.steady));
}

}  // namespace

void ScheduledInforms::restart(Now now) {
  waiting_.clear();
  for (state::StoredInform& stored : stored_.all()) {
    const std::chrono::seconds left = left_by_clock(stored, now);
    if (std::exchange(stored.delay, left) != left) (void)stored_.move(stored);  // the store logs a failure
    waiting_.push_back({std::move(stored), now.steady + left, true});
  }
}

std::error_code ScheduledInforms::add(std::chrono::seconds delay, std::string command_key, Now now) {
  const base::SteadyTime due = now.steady + delay;
  state::StoredInform stored{.command_key = std::move(command_key), .due = time_of_day(due, now), .delay = delay};
  if (const std::error_code error = stored_.add(stored)) return error;
  waiting_.push_back({std::move(stored), due});
  return {};
}

void ScheduledInforms::clear() {
  if (waiting_.empty()) return;
  waiting_.clear();
  (void)stored_.clear();  // the store logs a failure
}

void ScheduledInforms::clock_moved(Now now) {
  for (Waiting& each : waiting_) {
    if (each.is_from_store) {
      each.due = std::min(each.due, now.steady + left_by_clock(each.stored, now));
      continue;
    }
    const std::chrono::sys_seconds due = time_of_day(each.due, now);
    const bool is_rounding = std::chrono::abs(due - each.stored.due) <= std::chrono::seconds(1);
    if (is_rounding) continue;
    each.stored.due = due;
    each.stored.delay =
        std::max(std::chrono::ceil<std::chrono::seconds>(each.due - now.steady), std::chrono::seconds(0));
    (void)stored_.move(each.stored);  // the store logs a failure
  }
}

std::optional<base::SteadyTime> ScheduledInforms::next_due() const {
  std::optional<base::SteadyTime> next;
  for (const Waiting& each : waiting_)
    if (!next || each.due < *next) next = each.due;
  return next;
}

std::vector<std::string> ScheduledInforms::take_due(base::SteadyTime now) {
  std::vector<std::string> keys;
  std::erase_if(waiting_, [&](Waiting& each) {
    if (each.due > now) return false;
    (void)stored_.remove(each.stored.id);
    keys.push_back(std::move(each.stored.command_key));
    return true;
  });
  return keys;
}

}  // namespace proxy::acs
