// SPDX-License-Identifier: Apache-2.0
#pragma once
// The log of the process. Levels by consequence: error = the daemon cannot do what was requested; warning =
// something unexpected; info = what an operator wants to see in the field; debug = the conversation. Never log a
// secret. The log is the only global object of the daemon: code without access to any object must be able to log.
// Thread: any

#include <fmt/format.h>

#include <array>
#include <cstddef>
#include <functional>
#include <map>
#include <optional>
#include <string>
#include <string_view>

namespace proxy::base::log {

enum class Level { debug, info, warning, error };
enum class Target { standard_error, syslog };
enum class Format { text, json };

inline constexpr std::array<std::string_view, 4> kLevelWords{"debug", "info", "warning", "error"};
constexpr std::string_view word(Level level) { return kLevelWords[static_cast<std::size_t>(level)]; }
std::optional<Level> level_from(std::string_view word);

/// The modules of the daemon: the first words of its ids. `adapter` are the lines of all adapters, whose names and
/// plugins are modules, too.
inline constexpr std::array<std::string_view, 9> kModules{"acs",   "adapter", "control", "daemon", "gateway",
                                                          "model", "plugin",  "sets",    "state"};

/// The lowest level that is logged.
struct Levels {
  Level level = Level::info;
  std::map<std::string, Level, std::less<>> modules = {};  ///< those with a level of their own
  bool operator==(const Levels&) const = default;
};

struct Settings {
  Level level = Level::info;
  Target target = Target::standard_error;
  Format format = Format::text;
  std::map<std::string, Level, std::less<>> modules = {};
  bool operator==(const Settings&) const = default;
};

/// An adapter as the source of lines: its name in the configuration, and its plugin.
struct AdapterNames {
  std::string name, plugin;
};

/// What a line is about: `<component>.<thing>.<event>`, such as `acs.session.failed`. It stays the same when the text
/// changes, so that an operator's rules can look for it. The compiler checks the form: at least two words, with dots
/// between them, of lower case letters, digits and underscores. The first word is the component's folder.
/// proxy/log-messages.md lists each id, and tests/check_log_messages compares that list with the code.
class Id {
 public:
  consteval Id(const char* text) : text_(text) {  // NOLINT(google-explicit-constructor): an id is written as a literal
    if (!is_valid(text_))
      throw "an id of a log line is <component>.<thing>.<event>: lower case words with dots between";
  }

  constexpr std::string_view text() const { return text_; }

  static constexpr bool is_valid(std::string_view text) {
    bool has_dot = false;
    char before = '.';
    for (const char character : text) {
      const bool is_letter = character >= 'a' && character <= 'z';
      const bool is_inner = (character >= '0' && character <= '9') || character == '_' || character == '.';
      if (!is_letter && (!is_inner || before == '.')) return false;
      has_dot = has_dot || character == '.';
      before = character;
    }
    return has_dot && before != '.';
  }

 private:
  std::string_view text_;
};

/// The size of the memory that keeps the last lines, in bytes. They are kept whatever the target is.
inline constexpr std::size_t kRecentSize = 64 * 1024;
/// The last lines, the oldest first: time in UTC, level, id, text.
std::string recent();

/// Called once from start-up, and again by a reload.
void configure(const Settings& settings);

/// The levels in effect, and a change of them until the next configure().
Levels levels();
void set_levels(Levels levels);

/// Whether a line of this level is logged: of a module, or of an adapter. Of an adapter's name, its plugin and
/// `adapter`, the first with a level of its own decides.
bool enabled(Level level, std::string_view module);
bool enabled(Level level, const AdapterNames& adapter);
/// One line: the id, a space, the formatted text. The text is a visible_text(), so that a device can neither forge a
/// second line nor act on a terminal.
void write(Level level, Id id, fmt::string_view format, fmt::format_args arguments);
/// A line that an adapter writes: its id is `adapter.<name>`.
void write_from_adapter(Level level, const AdapterNames& adapter, std::string_view text);

template <class... Arguments>
void debug(Id id, fmt::format_string<Arguments...> format, Arguments&&... arguments) {
  write(Level::debug, id, format, fmt::make_format_args(arguments...));
}
template <class... Arguments>
void info(Id id, fmt::format_string<Arguments...> format, Arguments&&... arguments) {
  write(Level::info, id, format, fmt::make_format_args(arguments...));
}
template <class... Arguments>
void warning(Id id, fmt::format_string<Arguments...> format, Arguments&&... arguments) {
  write(Level::warning, id, format, fmt::make_format_args(arguments...));
}
template <class... Arguments>
void error(Id id, fmt::format_string<Arguments...> format, Arguments&&... arguments) {
  write(Level::error, id, format, fmt::make_format_args(arguments...));
}

}  // namespace proxy::base::log
