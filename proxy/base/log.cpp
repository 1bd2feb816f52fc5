// SPDX-License-Identifier: Apache-2.0
#include "proxy/base/log.hpp"

#include <spdlog/sinks/stdout_sinks.h>
#include <spdlog/sinks/syslog_sink.h>
#include <spdlog/spdlog.h>

#include <atomic>
#include <iterator>
#include <memory>

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

std::string escaped(std::string_view line) {
  std::string out;
  out.reserve(line.size());
  for (const char character : line) {
    const auto byte = static_cast<unsigned char>(character);
    if (byte < 0x20 || byte == 0x7f) {
      fmt::format_to(std::back_inserter(out), "\\x{:02x}", byte);
    } else {
      out.push_back(character);
    }
  }
  return out;
}

}  // namespace

void configure(Level level, Target target) {
  threshold = level;
  auto logger =
      target == Target::syslog
          ? std::make_shared<spdlog::logger>(
                "tr069-proxyd", std::make_shared<spdlog::sinks::syslog_sink_mt>("tr069-proxyd", 0, LOG_DAEMON, false))
          : std::make_shared<spdlog::logger>("tr069-proxyd", std::make_shared<spdlog::sinks::stderr_sink_mt>());
  logger->set_pattern(target == Target::syslog ? "%v" : "%Y-%m-%dT%H:%M:%S.%e%z %^%l%$ %v");
  logger->set_level(spdlog::level::debug);
  logger->flush_on(spdlog::level::debug);
  spdlog::set_default_logger(std::move(logger));
}

bool enabled(Level level) { return level >= threshold.load(std::memory_order_relaxed); }

void write(Level level, std::string_view line) {
  // A reference of our own: a reload may replace the logger while an adapter's thread writes.
  if (enabled(level)) spdlog::default_logger()->log(spdlog_level(level), escaped(line));
}

void write_formatted(Level level, fmt::string_view format, fmt::format_args arguments) {
  write(level, fmt::vformat(format, arguments));
}

}  // namespace proxy::base::log
