// SPDX-License-Identifier: Apache-2.0
#include "proxy/base/log/recent_lines.hpp"

#include "proxy/base/log/form.hpp"

#include <algorithm>
#include <chrono>
#include <iterator>
#include <utility>

namespace proxy::base::log {

namespace {

/// At most 4096 bytes, and no part of a character.
std::string_view cut(std::string_view line) {
  constexpr std::size_t kMaxLineSize = 4096;
  if (line.size() <= kMaxLineSize) return line;
  std::size_t size = kMaxLineSize;
  while (size > 0 && (static_cast<unsigned char>(line[size]) & 0xC0U) == 0x80U) --size;
  return line.substr(0, size);
}

}  // namespace

void RecentLines::add(Level level, std::string_view line) {
  const std::string time = utc_time(std::chrono::system_clock::now());
  const std::lock_guard lock(mutex_);
  const std::size_t before = text_.size();
  fmt::format_to(std::back_inserter(text_), "{} {} {}\n", time, word(level), cut(line));
  end_ += text_.size() - before;
  if (text_.size() > kRecentSize) text_.erase(0, text_.find('\n', text_.size() - kRecentSize * 3 / 4) + 1);
  if (on_line_) on_line_();
}

std::string RecentLines::text() const {
  const std::lock_guard lock(mutex_);
  return text_;
}

RecentLines::Part RecentLines::after(std::uint64_t begin) const {
  const std::lock_guard lock(mutex_);
  const auto unread = std::min<std::uint64_t>(end_ - std::min(begin, end_), text_.size());
  return {text_.substr(text_.size() - static_cast<std::size_t>(unread)), end_};
}

std::uint64_t RecentLines::end() const {
  const std::lock_guard lock(mutex_);
  return end_;
}

void RecentLines::on_line(std::function<void()> callback) {
  const std::lock_guard lock(mutex_);
  on_line_ = std::move(callback);
}

RecentLines& recent_lines() {
  static RecentLines lines;
  return lines;
}

}  // namespace proxy::base::log
