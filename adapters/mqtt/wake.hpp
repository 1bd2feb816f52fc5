// SPDX-License-Identifier: Apache-2.0
#pragma once
// Ends the waits of a thread for good: once set it stays set, so that no wait of the thread can miss it.
// Thread: any.

#include <poll.h>
#include <sys/eventfd.h>
#include <unistd.h>

#include <cerrno>
#include <chrono>
#include <cstdint>
#include <system_error>

namespace adapters::mqtt {

class Wake {
 public:
  Wake() : descriptor_(::eventfd(0, EFD_CLOEXEC | EFD_NONBLOCK)) {
    if (descriptor_ < 0) throw std::system_error(errno, std::generic_category(), "eventfd");
  }
  Wake(const Wake&) = delete;
  Wake& operator=(const Wake&) = delete;
  ~Wake() { ::close(descriptor_); }

  int descriptor() const { return descriptor_; }

  void set() {
    const std::uint64_t one = 1;
    // It fails only when the counter is full, and then it is set.
    [[maybe_unused]] const auto written = ::write(descriptor_, &one, sizeof one);
  }

  // Sleeps for `time`, less if it is set meanwhile.
  void wait(std::chrono::milliseconds time) const {
    pollfd self{descriptor_, POLLIN, 0};
    ::poll(&self, 1, static_cast<int>(time.count()));
  }

 private:
  int descriptor_;
};

}  // namespace adapters::mqtt
