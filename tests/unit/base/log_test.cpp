// SPDX-License-Identifier: Apache-2.0
// Shows the form of a line and of its id, the levels of modules and adapters, and that the last lines are kept in a
// bounded number of bytes.
#include "proxy/base/log.hpp"
#include "proxy/base/log/form.hpp"
#include "proxy/base/log/levels.hpp"
#include "proxy/base/log/modules.hpp"
#include "proxy/base/log/recent_lines.hpp"

#include "tests/support/catch.hpp"

#include <algorithm>
#include <chrono>
#include <fstream>
#include <set>
#include <string>
#include <thread>
#include <vector>

namespace tests::base {

namespace log = proxy::base::log;
using Catch::Matchers::ContainsSubstring;

TEST_CASE("the last lines are kept with their time and level, and a line stays one line") {
  log::configure({log::Level::info, log::Target::standard_error});
  log::warning("test.door.opened", "a door {}", "opened\nerror forged");
  log::debug("test.door.closed", "not at this level");
  const std::string text = log::recent();
  CHECK_THAT(text, ContainsSubstring("Z warning test.door.opened a door opened\\x0aerror forged\n"));
  CHECK_THAT(text, !ContainsSubstring("not at this level"));
}

TEST_CASE("a line has no C1 controls, direction marks and bytes that are not UTF-8") {
  log::configure({log::Level::info, log::Target::standard_error});
  log::warning("test.door.named", "{}",
               "door\xc2\x9b"
               "1m\xe2\x80\xae\xff");
  log::write_from_adapter(log::Level::error, {"Garden-2", "mqtt"}, "mqtt.topic.bad a\xc2\x85\xe2\x81\xa7");
  CHECK_THAT(log::recent(), ContainsSubstring(" test.door.named door\\u009b1m\\u202e\\xff\n"));
  CHECK_THAT(log::recent(), ContainsSubstring(" mqtt.topic.bad a\\u0085\\u2067\n"));
}

TEST_CASE("a line of an adapter has the adapter's name in its id") {
  log::configure({log::Level::info, log::Target::standard_error});
  log::write_from_adapter(log::Level::error, {"Garden-2", "mqtt"}, "mqtt.connection.lost the broker\nis gone");
  log::write_from_adapter(log::Level::debug, {"Garden-2", "mqtt"}, "mqtt.message.hidden");
  CHECK_THAT(log::recent(),
             ContainsSubstring("Z error adapter.Garden-2 mqtt.connection.lost the broker\\x0ais gone\n"));
  CHECK_THAT(log::recent(), !ContainsSubstring("mqtt.message.hidden"));
}

TEST_CASE("a module has a level of its own") {
  log::configure({log::Level::warning, {}, {}, {{"test", log::Level::debug}, {"other", log::Level::error}}});
  log::debug("test.module.debug", "shown");
  log::info("tests.module.info", "hidden");
  log::warning("tests.module.warning", "shown");
  log::warning("other.module.warning", "hidden");
  log::error("other.module.error", "shown");
  const std::string text = log::recent();
  for (const char* id : {"test.module.debug", "tests.module.warning", "other.module.error"})
    CHECK_THAT(text, ContainsSubstring(id));
  for (const char* id : {"tests.module.info", "other.module.warning"}) CHECK_THAT(text, !ContainsSubstring(id));
  CHECK(log::enabled(log::Level::debug, "test"));
  CHECK_FALSE(log::enabled(log::Level::warning, "other"));
  log::configure({});
  CHECK(log::levels() == log::Levels{});
}

TEST_CASE("of the level of an adapter, its plugin and all adapters the first one decides") {
  const log::AdapterNames garden{"garden", "mqtt"}, cellar{"cellar", "mqtt"}, files{"files", "file"};
  log::set_levels({log::Level::warning,
                   {{"garden", log::Level::error}, {"mqtt", log::Level::debug}, {"adapter", log::Level::info}}});
  CHECK_FALSE(log::enabled(log::Level::warning, garden));
  CHECK(log::enabled(log::Level::error, garden));
  CHECK(log::enabled(log::Level::debug, cellar));
  CHECK(log::enabled(log::Level::info, files));
  CHECK_FALSE(log::enabled(log::Level::debug, files));
  log::write_from_adapter(log::Level::debug, cellar, "mqtt.level.debug");
  log::write_from_adapter(log::Level::warning, garden, "mqtt.level.warning");
  log::set_levels({});
  CHECK_THAT(log::recent(), ContainsSubstring("debug adapter.cellar mqtt.level.debug\n"));
  CHECK_THAT(log::recent(), !ContainsSubstring("mqtt.level.warning"));
}

TEST_CASE("the modules are the first words of the ids in log-messages.md") {
  std::ifstream file(LOG_MESSAGES);
  std::set<std::string> modules{"adapter"};
  bool is_of_adapters = false;
  for (std::string line; std::getline(file, line);) {
    is_of_adapters = is_of_adapters || line.starts_with("The id of these lines in the log is `adapter.<name>`");
    if (is_of_adapters || !line.starts_with("| `")) continue;
    modules.insert(line.substr(3, line.find_first_of(".`", 3) - 3));
  }
  modules.erase("web");  // of tr069-proxy-web, whose log has one level
  CHECK(modules == std::set<std::string>(log::kModules.begin(), log::kModules.end()));
}

TEST_CASE("a line in JSON is one object with its time in UTC") {
  const std::chrono::system_clock::time_point time{std::chrono::milliseconds{1'796'029'267'512}};
  CHECK(log::json_form(time, log::Level::warning, R"(acs.session.failed status "503" of C:\x0a)") ==
        R"({"time":"2026-11-30T09:01:07.512Z","level":"warning","id":"acs.session.failed",)"
        R"("text":"status \"503\" of C:\\x0a"})");
  CHECK(log::json_form(time, log::Level::info, "acs.id.alone") ==
        R"({"time":"2026-11-30T09:01:07.512Z","level":"info","id":"acs.id.alone","text":""})");
}

TEST_CASE("the lines after a place are those that were written since, as far as they are kept") {
  log::RecentLines lines;
  lines.add(log::Level::info, "test.follow.first a");
  const std::uint64_t place = lines.end();
  CHECK(lines.after(place).text.empty());
  int calls = 0;
  lines.on_line([&] { ++calls; });
  lines.add(log::Level::debug, "test.follow.second b");
  CHECK_THAT(lines.after(place).text, Catch::Matchers::EndsWith("Z debug test.follow.second b\n"));
  CHECK(lines.after(0).text == lines.text());
  CHECK(lines.after(lines.after(place).end).text.empty());
  for (int line = 0; line < 100; ++line) lines.add(log::Level::info, std::string(2'000, 'x'));
  CHECK(lines.after(place).text == lines.text());
  CHECK(calls == 101);
  lines.on_line({});
  lines.add(log::Level::info, std::string(4'095, 'x') + "\xc3\xa4");
  CHECK_THAT(lines.text(), Catch::Matchers::EndsWith("xx\n"));
  CHECK(calls == 101);
}

TEST_CASE("an id is words of lower case with dots between them") {
  for (const char* id : {"acs.session.failed", "acs.udp_2.lost", "a.b"}) CHECK(log::Id::is_valid(id));
  for (const char* id :
       {"", ".", "acs", "acs.", ".acs.lost", "acs..lost", "Acs.lost", "acs.2lost", "acs._lost", "acs lost.x"})
    CHECK_FALSE(log::Id::is_valid(id));
}

TEST_CASE("the kept lines are bounded and begin with a whole line, whatever the target") {
  log::configure({log::Level::info, log::Target::syslog});
  const std::string long_line(2'000, 'x');
  std::vector<std::thread> threads;
  for (int thread = 0; thread < 2; ++thread) {
    threads.emplace_back([&] {
      for (int line = 0; line < 100; ++line) log::info("test.line.written", "{} {}", line, long_line);
    });
  }
  for (std::thread& thread : threads) thread.join();
  log::info("test.line.last", "the last one {}", std::string(200'000, 'y'));
  const std::string text = log::recent();
  CHECK(text.size() <= log::kRecentSize);
  CHECK(text.size() > log::kRecentSize / 2);
  CHECK(text[4] == '-');
  CHECK(text.back() == '\n');
  CHECK_THAT(text, ContainsSubstring(" info test.line.last the last one yyy"));
}

TEST_CASE("a module is the first word of an id, or an adapter or its plugin") {
  const std::vector<log::AdapterNames> adapters{{"garden", "mqtt"}, {"roof", "mqtt"}, {"", "file"}};
  for (const char* module : {"acs", "adapter", "garden", "mqtt", "file"})
    CHECK(log::wrong_module(module, adapters).empty());
  CHECK(log::wrong_module("gardn", adapters) == "unknown module \"gardn\"; did you mean \"garden\"?");
  CHECK(log::wrong_module("none\nsuch", adapters) ==
        "unknown module \"none\\x0asuch\"; it must be one of acs, adapter, control, daemon, file, garden, gateway, "
        "model, "
        "mqtt, plugin, roof, sets, state");
  CHECK_THAT(log::wrong_module("", {}), ContainsSubstring("unknown module \"\"; it must be one of acs, "));
}

}  // namespace tests::base
