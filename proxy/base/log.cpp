// SPDX-License-Identifier: Apache-2.0
#include "proxy/base/log.hpp"

#include "proxy/base/journal.hpp"
#include "proxy/base/visible_text.hpp"

#include <spdlog/pattern_formatter.h>
#include <spdlog/sinks/stdout_sinks.h>
#include <spdlog/sinks/syslog_sink.h>
#include <spdlog/spdlog.h>

#include <atomic>
#include <chrono>
#include <ctime>
#include <iterator>
#include <memory>
#include <mutex>

namespace proxy::base::log {
namespace {

std::atomic<Level> threshold{Level::info};

spdlog::level::level_enum spdlog_level(Level level) {
  switch (level) {
    case Level::debug: return spdlog::level::debug;
    case Level::info: return spdlog::level::info;
    case Level::warning: return spdlog::level::warn;
    case Level::error: return spdlog::level::err;
  }
  return spdlog::level::err;
}

/// "<4>": the priority of a line for the journal.
class PriorityFlag final : public spdlog::custom_flag_formatter {
 public:
  void format(const spdlog::details::log_msg& line, const std::tm&, spdlog::memory_buf_t& out) override {
    const std::string_view priority = journal_priority(level_of(line.level));
    out.append(priority.data(), priority.data() + priority.size());
  }
  std::unique_ptr<spdlog::custom_flag_formatter> clone() const override { return std::make_unique<PriorityFlag>(); }

 private:
  static Level level_of(spdlog::level::level_enum level) {
    for (const Level ours : {Level::debug, Level::info, Level::warning}) {
      if (spdlog_level(ours) == level) return ours;
    }
    return Level::error;
  }
};

/// How a line begins: syslog and the journal add the time by themselves.
std::unique_ptr<spdlog::formatter> formatter_for(Target target) {
  auto formatter = std::make_unique<spdlog::pattern_formatter>();
  if (target == Target::syslog) {
    formatter->set_pattern("%v");
  } else if (standard_error_is_journal()) {
    formatter->add_flag<PriorityFlag>('*').set_pattern("%*%v");
  } else {
    formatter->set_pattern("%Y-%m-%dT%H:%M:%S.%e%z %^%l%$ %v");
  }
  return formatter;
}

/// The last lines of the log.
class Recent {
 public:
  void add(Level level, std::string_view line) {
    constexpr const char* kNames[] = {"debug", "info", "warning", "error"};
    const auto now = std::chrono::system_clock::now();
    const std::time_t seconds = std::chrono::system_clock::to_time_t(now);
    const auto milliseconds = std::chrono::duration_cast<std::chrono::milliseconds>(now.time_since_epoch()).count();
    std::tm utc{};
    ::gmtime_r(&seconds, &utc);
    char time[32];
    const std::size_t length = std::strftime(time, sizeof time, "%Y-%m-%dT%H:%M:%S", &utc);
    const std::lock_guard lock(mutex_);
    fmt::format_to(std::back_inserter(text_), "{}.{:03}Z {} {}\n", std::string_view(time, length), milliseconds % 1000,
                   kNames[static_cast<std::size_t>(level)], line.substr(0, kMaxLineSize));
    if (text_.size() > kRecentSize) text_.erase(0, text_.find('\n', text_.size() - kRecentSize * 3 / 4) + 1);
  }

  std::string text() const {
    const std::lock_guard lock(mutex_);
    return text_;
  }

 private:
  static constexpr std::size_t kMaxLineSize = 4096;

  mutable std::mutex mutex_;
  std::string text_;
};

Recent& recent_lines() {
  static Recent lines;
  return lines;
}

void write_line(Level level, const std::string& line) {
  recent_lines().add(level, line);
  // A reference of our own: a reload may replace the logger while an adapter's thread writes.
  spdlog::default_logger()->log(spdlog_level(level), line);
}

}  // namespace

void configure(Level level, Target target) {
  threshold = level;
  auto logger =
      target == Target::syslog
          ? std::make_shared<spdlog::logger>(
                "tr069-proxyd", std::make_shared<spdlog::sinks::syslog_sink_mt>("tr069-proxyd", 0, LOG_DAEMON, false))
          : std::make_shared<spdlog::logger>("tr069-proxyd", std::make_shared<spdlog::sinks::stderr_sink_mt>());
  logger->set_formatter(formatter_for(target));
  logger->set_level(spdlog::level::debug);
  logger->flush_on(spdlog::level::debug);
  spdlog::set_default_logger(std::move(logger));
}

bool enabled(Level level) { return level >= threshold.load(std::memory_order_relaxed); }

void write(Level level, Id id, fmt::string_view format, fmt::format_args arguments) {
  if (!enabled(level)) return;
  std::string line(id.text());
  line += ' ';
  append_visible(line, fmt::vformat(format, arguments));
  write_line(level, line);
}

void write_from_adapter(Level level, std::string_view name, std::string_view text) {
  if (!enabled(level)) return;
  std::string line = "adapter.";
  append_visible(line, name);
  line += ' ';
  append_visible(line, text);
  write_line(level, line);
}

std::string recent() { return recent_lines().text(); }

}  // namespace proxy::base::log
