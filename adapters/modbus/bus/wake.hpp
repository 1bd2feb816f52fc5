// SPDX-License-Identifier: Apache-2.0
#pragma once
// Ends the waits of a thread: to stop, which stays so, or to look at what is new.
// Thread: any; the waits on one thread

#include <poll.h>
#include <sys/eventfd.h>
#include <unistd.h>

#include <algorithm>
#include <atomic>
#include <cerrno>
#include <chrono>
#include <cstdint>
#include <system_error>

namespace adapters::modbus {

class Wake {
 public:
  using Clock = std::chrono::steady_clock;

  Wake() : descriptor_(::eventfd(0, EFD_CLOEXEC | EFD_NONBLOCK)) {
    if (descriptor_ < 0) throw std::system_error(errno, std::generic_category(), "eventfd");
  }
  Wake(const Wake&) = delete;
  Wake& operator=(const Wake&) = delete;
  ~Wake() { ::close(descriptor_); }

  /// Readable as long as a wait would return at once.
  int descriptor() const { return descriptor_; }
  bool stopping() const { return stopping_; }

  void stop() {
    stopping_ = true;
    set();
  }
  void set() {
    const std::uint64_t one = 1;
    // It fails only when the counter is full, and then it is set.
    [[maybe_unused]] const auto written = ::write(descriptor_, &one, sizeof one);
  }

  /// Until then, less if it is set meanwhile or was.
  void wait_until(Clock::time_point time) {
    const auto left = std::chrono::ceil<std::chrono::milliseconds>(time - Clock::now()).count();
    pollfd self{descriptor_, POLLIN, 0};
    ::poll(&self, 1, static_cast<int>(std::clamp<std::int64_t>(left, 0, kLongest)));
    std::uint64_t count = 0;
    if (!stopping_) [[maybe_unused]]
      const auto taken = ::read(descriptor_, &count, sizeof count);
  }

 private:
  static constexpr std::int64_t kLongest = 3'600'000;
  int descriptor_;
  std::atomic<bool> stopping_{false};
};

}  // namespace adapters::modbus
