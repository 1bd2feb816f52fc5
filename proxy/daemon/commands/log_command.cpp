// SPDX-License-Identifier: Apache-2.0
#include "proxy/daemon/commands/log_command.hpp"

#include "proxy/base/log.hpp"
#include "proxy/base/log/modules.hpp"
#include "proxy/base/log/recent_lines.hpp"

#include <boost/asio/post.hpp>
#include <boost/json.hpp>

#include <algorithm>
#include <string_view>
#include <utility>
#include <vector>

namespace proxy::daemon {
namespace {

namespace json = boost::json;
namespace log = base::log;

/// The text up to the next separator, which is removed with it.
std::string_view take(std::string_view& text, char separator) {
  const std::size_t size = std::min(text.find(separator), text.size());
  const std::string_view taken = text.substr(0, size);
  text.remove_prefix(std::min(size + 1, text.size()));
  return taken;
}

/// Lines of time, level, id and text.
json::array as_json(std::string_view lines) {
  json::array list;
  while (!lines.empty()) {
    std::string_view line = take(lines, '\n');
    json::object entry;
    for (const char* member : {"time", "level", "id"}) entry[member] = take(line, ' ');
    entry["text"] = line;
    list.push_back(std::move(entry));
  }
  return list;
}

std::vector<log::AdapterNames> names_of(const std::vector<plugin::AdapterStatistics>& adapters) {
  std::vector<log::AdapterNames> names;
  for (const plugin::AdapterStatistics& adapter : adapters) names.push_back({adapter.name, adapter.plugin});
  return names;
}

}  // namespace

LogCommand::LogCommand(const plugin::Router& router, boost::asio::io_context& loop) : router_(router), loop_(loop) {}

LogCommand::~LogCommand() { log::recent_lines().on_line({}); }

void LogCommand::handle(const std::vector<std::string>& arguments, const Answer& answer) {
  if (arguments.size() == 2) return change(arguments[0], arguments[1], answer);
  if (arguments.size() == 1) return arguments[0] == "follow" ? follow(answer) : change({}, arguments[0], answer);
  const log::Levels levels = log::levels();
  json::object modules;
  for (const auto& [module, level] : levels.modules) modules[module] = log::word(level);
  answer->finish(
      {{"level", log::word(levels.level)}, {"modules", std::move(modules)}, {"recent", as_json(log::recent())}});
}

void LogCommand::change(const std::string& module, const std::string& level, const Answer& answer) {
  const auto wanted = log::level_from(level);
  if (!wanted) {
    return answer->refuse(
        {0, "", fmt::format("the level must be one of debug, info, warning, error, not \"{}\"", level)});
  }
  if (!module.empty()) {
    std::string wrong = log::wrong_module(module, names_of(router_.adapter_statistics()));
    if (!wrong.empty()) return answer->refuse({0, "", std::move(wrong)});
  }
  log::Levels levels = log::levels();
  (module.empty() ? levels.level : levels.modules[module]) = *wanted;
  log::set_levels(std::move(levels));
  const std::string done =
      fmt::format("the level of {} is {} until the next reload or restart", module.empty() ? "the log" : module, level);
  log::info("daemon.log.level_changed", "{}", done);
  answer->finish(json::value(done));
}

void LogCommand::follow(const Answer& answer) {
  // Without a new line nothing is sent to those that are gone.
  followers_.remove_if([](const Answer& follower) { return !follower->is_open(); });
  followers_.push_back(answer);
  if (followers_.size() > 1) return;
  delivered_ = log::recent_lines().end();
  log::recent_lines().on_line([this, turn = lifetime_.guard([this] { deliver(); })]() mutable {
    // One turn of the loop delivers all lines so far. The kept lines are bounded: a loop that is late misses some.
    if (!is_delivering_.exchange(true)) boost::asio::post(loop_, turn);
  });
}

void LogCommand::deliver() {
  is_delivering_ = false;
  const log::RecentLines::Part part = log::recent_lines().after(delivered_);
  delivered_ = part.end;
  for (const json::value& line : as_json(part.text))
    followers_.remove_if([&](const Answer& follower) { return !follower->event(line); });
  if (followers_.empty()) log::recent_lines().on_line({});
}

}  // namespace proxy::daemon
