// SPDX-License-Identifier: Apache-2.0
#include "proxy/acs/schedule/session_timer.hpp"

#include "proxy/base/log.hpp"

#include <algorithm>
#include <string>
#include <system_error>
#include <utility>

namespace proxy::acs {

using cwmp::EventCode;

SessionTimer::SessionTimer(const Components& components, Dependencies& dependencies)
    : store_(components.store),
      clock_(components.clock),
      scheduler_(components.scheduler),
      scheduled_informs_(components.scheduled_informs),
      restarts_(components.restarts),
      dependencies_(dependencies),
      timer_(components.executor) {}

void SessionTimer::stop() {
  running_ = false;
  timer_.cancel();
}

std::optional<base::SteadyTime> SessionTimer::next_due() const {
  if (!running_ || dependencies_.in_session()) return std::nullopt;
  std::optional<base::SteadyTime> due = scheduler_.next_due();
  for (const auto& other : {scheduled_informs_.next_due(), restarts_.next_due()})
    if (other && (!due || *other < *due)) due = other;
  return due;
}

void SessionTimer::plan() {
  if (!running_) return;
  const std::optional<base::SteadyTime> due = next_due();
  if (!due) return (void)timer_.cancel();
  // A duration, not a point in time: clock_ need not be the timer's clock.
  const base::SteadyTime time = clock_.steady_now();
  timer_.expires_after(std::max(*due, time) - time);
  timer_.async_wait(lifetime_.guard([this](const boost::system::error_code& error) {
    if (!error) fire();
  }));
}

void SessionTimer::fire() {
  if (!running_ || dependencies_.in_session()) return;
  scheduler_.tick({clock_.steady_now(), clock_.system_now()});
  raise_scheduled_informs();
  if (restarts_.carry_out()) return;
  const Scheduler::Turn turn = scheduler_.session_due(clock_.steady_now());
  if (turn != Scheduler::Turn::none) return dependencies_.begin_session(turn);
  plan();
}

/// In one transaction the due Informs leave the plan and become events: none is lost in between, and none comes twice.
void SessionTimer::raise_scheduled_informs() {
  const auto due = scheduled_informs_.next_due();
  if (!due || *due > clock_.steady_now()) return;
  state::Transaction transaction(store_.database);
  for (std::string& key : scheduled_informs_.take_due(clock_.steady_now())) {
    scheduler_.event_occurred({.event_code = EventCode::scheduled});
    scheduler_.event_occurred({.event_code = EventCode::m_schedule_inform, .command_key = std::move(key)});
  }
  if (const std::error_code error = transaction.commit())
    base::log::warning("acs.scheduled_inform.not_stored",
                       "the end of a ScheduleInform could not be stored: {}; a restart may send its Inform again",
                       error.message());
}

}  // namespace proxy::acs
