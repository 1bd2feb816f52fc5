// SPDX-License-Identifier: Apache-2.0
#pragma once
// The last lines of the log, whatever its target is, and a way to follow them.
// Thread: any

#include "proxy/base/log.hpp"

#include <cstdint>
#include <functional>
#include <mutex>
#include <string>
#include <string_view>

namespace proxy::base::log {

class RecentLines {
 public:
  /// A part of the log: whole lines of time in UTC, level, id and text.
  struct Part {
    std::string text;
    std::uint64_t end = 0;  ///< where the next part begins
  };

  /// `line` is an id, a space and a text. A longer line than 4096 bytes is cut.
  void add(Level level, std::string_view line);

  /// The kept lines, the oldest first.
  std::string text() const;
  /// The lines that were written after the place `begin`, as far as they are kept.
  Part after(std::uint64_t begin) const;
  /// The place behind the last line.
  std::uint64_t end() const;

  /// `callback` is called after each line, on the thread that writes it, and must not log. Empty: no more; once this
  /// returns, the callback before is no longer called.
  void on_line(std::function<void()> callback);

 private:
  mutable std::mutex mutex_;
  std::string text_;
  std::uint64_t end_ = 0;  ///< the bytes written since the start
  std::function<void()> on_line_;
};

/// Those of the process.
RecentLines& recent_lines();

}  // namespace proxy::base::log
