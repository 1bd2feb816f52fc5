// SPDX-License-Identifier: Apache-2.0
#pragma once
// The log of the process. Levels by consequence: error = we could not do what was asked; warning = outside the
// expected; info = what an operator wants to see in the field; debug = the conversation. Never a secret.
// The one thing of the daemon that is global: a log line must be possible where no object is at hand.
// Thread: any

#include <fmt/format.h>

#include <cstddef>
#include <string>
#include <string_view>

namespace proxy::base::log {

enum class Level { debug, info, warning, error };
enum class Target { standard_error, syslog };

/// What is kept of the log in memory, wherever it goes to, in bytes.
inline constexpr std::size_t kRecentSize = 64 * 1024;
/// The last lines, the oldest first, each with its time in UTC and its level.
std::string recent();

/// Called once from start-up, and again by a reload that changes the level.
void configure(Level level, Target target);

bool enabled(Level level);
/// One line; control characters in it are escaped, so that a device cannot forge a second one.
void write(Level level, std::string_view line);
void write_formatted(Level level, fmt::string_view format, fmt::format_args arguments);

template <class... Arguments>
void debug(fmt::format_string<Arguments...> format, Arguments&&... arguments) {
  if (enabled(Level::debug)) write_formatted(Level::debug, format, fmt::make_format_args(arguments...));
}
template <class... Arguments>
void info(fmt::format_string<Arguments...> format, Arguments&&... arguments) {
  if (enabled(Level::info)) write_formatted(Level::info, format, fmt::make_format_args(arguments...));
}
template <class... Arguments>
void warning(fmt::format_string<Arguments...> format, Arguments&&... arguments) {
  if (enabled(Level::warning)) write_formatted(Level::warning, format, fmt::make_format_args(arguments...));
}
template <class... Arguments>
void error(fmt::format_string<Arguments...> format, Arguments&&... arguments) {
  write_formatted(Level::error, format, fmt::make_format_args(arguments...));
}

}  // namespace proxy::base::log
