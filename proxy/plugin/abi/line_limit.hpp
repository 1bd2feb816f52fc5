// SPDX-License-Identifier: Apache-2.0
#pragma once
// How many lines what an adapter does may write to the log.
// Thread: any

#include <chrono>
#include <mutex>

namespace proxy::plugin {

class LineLimit {
 public:
  explicit LineLimit(unsigned most) : most_(most) {}

  /// Counts a line. False: there were too many in the last seconds, and it is not to be written.
  bool allows_line() {
    const std::lock_guard lock(mutex_);
    const auto now = std::chrono::steady_clock::now();
    if (now - window_began_ > kWindow) {
      window_began_ = now;
      lines_ = 0;
    }
    return ++lines_ <= most_;
  }

 private:
  static constexpr std::chrono::seconds kWindow{10};

  const unsigned most_;  ///< lines in kWindow
  std::mutex mutex_;
  std::chrono::steady_clock::time_point window_began_{};
  unsigned lines_ = 0;  ///< since then
};

}  // namespace proxy::plugin
