// SPDX-License-Identifier: Apache-2.0
#include "proxy/daemon/clock_watch.hpp"

#include "proxy/base/log.hpp"

#include <sys/timerfd.h>

#include <cerrno>
#include <cstdint>
#include <ctime>
#include <limits>
#include <system_error>
#include <utility>

namespace proxy::daemon {

ClockWatch::ClockWatch(boost::asio::io_context& loop, std::function<void()> was_set)
    : timer_(loop), was_set_(std::move(was_set)) {
  const int descriptor = ::timerfd_create(CLOCK_REALTIME, TFD_CLOEXEC | TFD_NONBLOCK);
  if (descriptor < 0) {
    base::log::warning("daemon.clock.unwatched", "cannot watch for changes of the system clock: {}",
                       std::generic_category().message(errno));
    return;
  }
  timer_.assign(descriptor);
  watch();
}

/// Starts a timer in the far future. The kernel cancels it when the clock is set.
void ClockWatch::watch() {
  itimerspec never{};
  never.it_value.tv_sec = std::numeric_limits<std::time_t>::max();
  ::timerfd_settime(timer_.native_handle(), TFD_TIMER_ABSTIME | TFD_TIMER_CANCEL_ON_SET, &never, nullptr);
  timer_.async_wait(boost::asio::posix::stream_descriptor::wait_read, [this](boost::system::error_code error) {
    if (error) return;
    std::uint64_t ignored = 0;
    const bool was_cancelled = ::read(timer_.native_handle(), &ignored, sizeof ignored) < 0 && errno == ECANCELED;
    watch();
    if (was_cancelled) was_set_();
  });
}

}  // namespace proxy::daemon
