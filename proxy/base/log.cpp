// SPDX-License-Identifier: Apache-2.0
#include "proxy/base/log.hpp"

#include "proxy/base/journal.hpp"
#include "proxy/base/log/form.hpp"
#include "proxy/base/log/levels.hpp"
#include "proxy/base/log/recent_lines.hpp"
#include "proxy/base/visible_text.hpp"

#include <spdlog/pattern_formatter.h>
#include <spdlog/sinks/stdout_sinks.h>
#include <spdlog/sinks/syslog_sink.h>
#include <spdlog/spdlog.h>

#include <algorithm>
#include <memory>
#include <utility>

namespace proxy::base::log {
namespace {

constexpr const char* kProcess = "tr069-proxyd";

LevelTable& level_table() {
  static LevelTable table;
  return table;
}

spdlog::level::level_enum spdlog_level(Level level) {
  switch (level) {
    case Level::debug: return spdlog::level::debug;
    case Level::info: return spdlog::level::info;
    case Level::warning: return spdlog::level::warn;
    case Level::error: return spdlog::level::err;
  }
  return spdlog::level::err;
}

Level level_of(spdlog::level::level_enum level) {
  for (const Level ours : {Level::debug, Level::info, Level::warning}) {
    if (spdlog_level(ours) == level) return ours;
  }
  return Level::error;
}

/// "<4>": the priority of a line for the journal.
class PriorityFlag final : public spdlog::custom_flag_formatter {
 public:
  void format(const spdlog::details::log_msg& line, const std::tm&, spdlog::memory_buf_t& out) override {
    const std::string_view priority = journal_priority(level_of(line.level));
    out.append(priority.data(), priority.data() + priority.size());
  }
  std::unique_ptr<spdlog::custom_flag_formatter> clone() const override { return std::make_unique<PriorityFlag>(); }
};

/// The whole line as JSON.
class JsonFlag final : public spdlog::custom_flag_formatter {
 public:
  void format(const spdlog::details::log_msg& line, const std::tm&, spdlog::memory_buf_t& out) override {
    const std::string object = json_form(line.time, level_of(line.level), {line.payload.data(), line.payload.size()});
    out.append(object.data(), object.data() + object.size());
  }
  std::unique_ptr<spdlog::custom_flag_formatter> clone() const override { return std::make_unique<JsonFlag>(); }
};

/// How a line begins: syslog and the journal add the time by themselves.
std::unique_ptr<spdlog::formatter> formatter_for(const Settings& settings) {
  // A line end is for a stream.
  const std::string end = settings.target == Target::syslog ? "" : spdlog::details::os::default_eol;
  auto formatter = std::make_unique<spdlog::pattern_formatter>(spdlog::pattern_time_type::local, end);
  if (settings.format == Format::json) {
    formatter->add_flag<JsonFlag>('*').set_pattern("%*");
  } else if (settings.target == Target::syslog) {
    formatter->set_pattern("%v");
  } else if (standard_error_is_journal()) {
    formatter->add_flag<PriorityFlag>('*').set_pattern("%*%v");
  } else {
    formatter->set_pattern("%Y-%m-%dT%H:%M:%S.%e%z %^%l%$ %v");
  }
  return formatter;
}

void write_line(Level level, const std::string& line) {
  recent_lines().add(level, line);
  // A reference of our own: a reload may replace the logger while an adapter's thread writes.
  spdlog::default_logger()->log(spdlog_level(level), line);
}

}  // namespace

std::optional<Level> level_from(std::string_view word) {
  const auto found = std::ranges::find(kLevelWords, word);
  if (found == kLevelWords.end()) return std::nullopt;
  return static_cast<Level>(found - kLevelWords.begin());
}

void configure(const Settings& settings) {
  set_levels({settings.level, settings.modules});
  std::shared_ptr<spdlog::sinks::sink> sink;
  if (settings.target == Target::syslog) {
    sink = std::make_shared<spdlog::sinks::syslog_sink_mt>(kProcess, 0, LOG_DAEMON, true);
  } else {
    sink = std::make_shared<spdlog::sinks::stderr_sink_mt>();
  }
  auto logger = std::make_shared<spdlog::logger>(kProcess, std::move(sink));
  logger->set_formatter(formatter_for(settings));
  logger->set_level(spdlog::level::debug);
  logger->flush_on(spdlog::level::debug);
  spdlog::set_default_logger(std::move(logger));
}

Levels levels() { return level_table().get(); }
void set_levels(Levels levels) { level_table().set(std::move(levels)); }

bool enabled(Level level, std::string_view module) { return level_table().allows(level, {module}); }

bool enabled(Level level, const AdapterNames& adapter) {
  return level_table().allows(level, {adapter.name, adapter.plugin, "adapter"});
}

void write(Level level, Id id, fmt::string_view format, fmt::format_args arguments) {
  if (!enabled(level, id.text().substr(0, id.text().find('.')))) return;
  std::string line(id.text());
  line += ' ';
  append_visible(line, fmt::vformat(format, arguments));
  write_line(level, line);
}

void write_from_adapter(Level level, const AdapterNames& adapter, std::string_view text) {
  if (!enabled(level, adapter)) return;
  std::string line = "adapter.";
  append_visible(line, adapter.name);
  line += ' ';
  append_visible(line, text);
  write_line(level, line);
}

std::string recent() { return recent_lines().text(); }

}  // namespace proxy::base::log
