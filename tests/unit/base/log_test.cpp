// SPDX-License-Identifier: Apache-2.0
// Shows that the last lines of the log are kept, and no more than a bounded number of bytes.
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
  log::warning("a door {}", "opened\nerror forged");
  log::debug("not at this level");
  const std::string text = log::recent();
  CHECK_THAT(text, Contains("Z warning a door opened\\x0aerror forged\n"));
  CHECK_THAT(text, !Contains("not at this level"));
}

TEST_CASE("what is kept is bounded and begins with a whole line, whatever the target") {
  log::configure(log::Level::info, log::Target::syslog);
  const std::string long_line(2'000, 'x');
  std::vector<std::thread> threads;
  for (int thread = 0; thread < 2; ++thread) {
    threads.emplace_back([&] {
      for (int line = 0; line < 100; ++line) log::info("{} {}", line, long_line);
    });
  }
  for (std::thread& thread : threads) thread.join();
  log::info("the last one {}", std::string(200'000, 'y'));
  const std::string text = log::recent();
  CHECK(text.size() <= log::kRecentSize);
  CHECK(text.size() > log::kRecentSize / 2);
  CHECK(text[4] == '-');
  CHECK(text.back() == '\n');
  CHECK_THAT(text, Contains(" info the last one yyy"));
}

}  // namespace tests::base
