// SPDX-License-Identifier: Apache-2.0
#pragma once
// Ends the waits of an adapter's thread: for ever, to stop it, or once, to give it work.
// Thread: any for stop(), set() and stopping(); the rest belongs to the thread that waits

#include <atomic>
#include <chrono>
#include <optional>

#include "adapters/io/descriptor.hpp"

namespace adapters::io {

class Wake {
 public:
  using Time = std::chrono::steady_clock::time_point;

  /// Throws std::system_error if the process has no descriptor left.
  Wake();

  /// Ends the present wait and all later ones.
  void stop();
  bool stopping() const { return stopping_; }
  /// Ends the present wait, or the next one if there is none.
  void set() const;

  /// Returns at `until`, or earlier if set() or stop() is called. Without a time it waits for one of these.
  void wait(std::optional<Time> until);

  /// For a poll() with other descriptors: readable while a wait would return at once.
  int descriptor() const { return event_.get(); }
  /// Takes set() back after such a poll(); stop() stays.
  void clear();

 private:
  Descriptor event_;
  std::atomic<bool> stopping_{false};
};

/// The timeout for poll(), in milliseconds: rounded up, at least 0 and at most an hour, which is also the answer
/// without a time. A timeout rounded down would end just before `until`, and many short ones would follow it.
int poll_timeout(std::optional<Wake::Time> until);

}  // namespace adapters::io
