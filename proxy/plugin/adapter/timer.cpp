// SPDX-License-Identifier: Apache-2.0
#include "proxy/plugin/adapter/timer.hpp"

#include <boost/asio/io_context.hpp>
#include <boost/asio/steady_timer.hpp>

#include <optional>

namespace proxy::plugin {

/// What a wait under way holds on to: it may end after the Timer is gone.
struct Timer::State {
  State(boost::asio::io_context& loop, std::function<void()> callback) : timer(loop), alarm(std::move(callback)) {}
  boost::asio::steady_timer timer;
  std::function<void()> alarm;
  std::optional<base::SteadyTime> due;  ///< none: no alarm is set
  unsigned generation = 0;              ///< distinguishes the present wait from one that ended before it was replaced
};

Timer::Timer(boost::asio::io_context& loop, std::function<void()> alarm)
    : state_(std::make_shared<State>(loop, std::move(alarm))) {}

Timer::~Timer() { cancel(); }

void Timer::set(base::SteadyTime time) {
  if (state_->due == time) return;
  state_->due = time;
  state_->timer.expires_at(time);
  state_->timer.async_wait([state = state_, mine = ++state_->generation](const boost::system::error_code& error) {
    if (error || mine != state->generation) return;
    state->due.reset();
    state->alarm();
  });
}

void Timer::cancel() {
  ++state_->generation;
  state_->due.reset();
  state_->timer.cancel();
}

}  // namespace proxy::plugin
