// SPDX-License-Identifier: Apache-2.0
#include "adapters/io/wake.hpp"

#include <poll.h>
#include <sys/eventfd.h>
#include <unistd.h>

#include <algorithm>
#include <cerrno>
#include <cstdint>
#include <system_error>

namespace adapters::io {
namespace {

constexpr std::int64_t kMaxTimeout = 3'600'000;  // milliseconds

}  // namespace

Wake::Wake() : event_(::eventfd(0, EFD_CLOEXEC | EFD_NONBLOCK)) {
  if (!event_) throw std::system_error(errno, std::generic_category(), "eventfd");
}

void Wake::stop() {
  stopping_ = true;
  set();
}

void Wake::set() const {
  const std::uint64_t one = 1;
  // It fails only when the counter is full, and then the event is set.
  [[maybe_unused]] const auto written = ::write(event_.get(), &one, sizeof one);
}

void Wake::wait(std::optional<Time> until) {
  pollfd self{event_.get(), POLLIN, 0};
  ::poll(&self, 1, poll_timeout(until));
  clear();
}

void Wake::clear() {
  if (stopping_) return;
  std::uint64_t count = 0;
  [[maybe_unused]] const auto taken = ::read(event_.get(), &count, sizeof count);
  // stop() may have come between the two lines above, and its event must not be lost.
  if (stopping_) set();
}

int poll_timeout(std::optional<Wake::Time> until) {
  if (!until) return static_cast<int>(kMaxTimeout);
  const auto left = std::chrono::ceil<std::chrono::milliseconds>(*until - std::chrono::steady_clock::now()).count();
  return static_cast<int>(std::clamp<std::int64_t>(left, 0, kMaxTimeout));
}

}  // namespace adapters::io
