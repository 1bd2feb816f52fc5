// SPDX-License-Identifier: Apache-2.0
// Shows the form of a line and of its id, and that the last lines are kept in a bounded number of bytes.
#include "proxy/base/log.hpp"

#include "tests/support/catch.hpp"

#include <algorithm>
#include <thread>
#include <vector>

namespace tests::base {

namespace log = proxy::base::log;
using Catch::Matchers::Contains;

TEST_CASE("the last lines are kept with their time and level, and a line stays one line") {
  log::configure(log::Level::info, log::Target::standard_error);
  log::warning("test.door.opened", "a door {}", "opened\nerror forged");
  log::debug("test.door.closed", "not at this level");
  const std::string text = log::recent();
  CHECK_THAT(text, Contains("Z warning test.door.opened a door opened\\x0aerror forged\n"));
  CHECK_THAT(text, !Contains("not at this level"));
}

TEST_CASE("a line has no C1 controls, direction marks and bytes that are not UTF-8") {
  log::configure(log::Level::info, log::Target::standard_error);
  log::warning("test.door.named", "{}",
               "door\xc2\x9b"
               "1m\xe2\x80\xae\xff");
  log::write_from_adapter(log::Level::error, "Garden-2", "mqtt.topic.bad a\xc2\x85\xe2\x81\xa7");
  CHECK_THAT(log::recent(), Contains(" test.door.named door\\u009b1m\\u202e\\xff\n"));
  CHECK_THAT(log::recent(), Contains(" mqtt.topic.bad a\\u0085\\u2067\n"));
}

TEST_CASE("a line of an adapter has the adapter's name in its id") {
  log::configure(log::Level::info, log::Target::standard_error);
  log::write_from_adapter(log::Level::error, "Garden-2", "mqtt.connection.lost the broker\nis gone");
  log::write_from_adapter(log::Level::debug, "Garden-2", "mqtt.message.hidden");
  CHECK_THAT(log::recent(), Contains("Z error adapter.Garden-2 mqtt.connection.lost the broker\\x0ais gone\n"));
  CHECK_THAT(log::recent(), !Contains("mqtt.message.hidden"));
}

TEST_CASE("an id is words of lower case with dots between them") {
  for (const char* id : {"acs.session.failed", "acs.udp_2.lost", "a.b"}) CHECK(log::Id::is_valid(id));
  for (const char* id :
       {"", ".", "acs", "acs.", ".acs.lost", "acs..lost", "Acs.lost", "acs.2lost", "acs._lost", "acs lost.x"})
    CHECK_FALSE(log::Id::is_valid(id));
}

TEST_CASE("the kept lines are bounded and begin with a whole line, whatever the target") {
  log::configure(log::Level::info, log::Target::syslog);
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
  CHECK_THAT(text, Contains(" info test.line.last the last one yyy"));
}

}  // namespace tests::base
