// SPDX-License-Identifier: Apache-2.0
// Shows that names become addresses without the loop waiting, and that nobody is called who has gone.
#include "proxy/acs/network/name_lookup.hpp"

#include <boost/asio/executor_work_guard.hpp>
#include <boost/asio/io_context.hpp>

#include <algorithm>
#include <chrono>
#include <optional>

#include "tests/support/catch.hpp"

using namespace std::chrono_literals;
using boost::asio::ip::address;
using proxy::acs::NameLookup;

namespace {

struct Loop {
  boost::asio::io_context context;
  boost::asio::executor_work_guard<boost::asio::io_context::executor_type> work{context.get_executor()};
  NameLookup lookup{context.get_executor()};
  std::optional<std::vector<address>> found;

  void start(const std::string& host) {
    found.reset();
    lookup.start(host, [this](std::vector<address> addresses) { found = std::move(addresses); });
    CHECK_FALSE(found);
    CHECK(lookup.busy());
  }
  std::vector<address> wait() {
    const auto deadline = std::chrono::steady_clock::now() + 30s;
    while (!found && context.run_one_until(deadline) > 0) continue;
    REQUIRE(found);
    CHECK_FALSE(lookup.busy());
    return *found;
  }
};

}  // namespace

TEST_CASE("an address is its own answer, and none before start() returns") {
  Loop loop;
  for (const std::string host : {"192.0.2.1", "2001:db8::1", "[2001:db8::1]"}) {
    loop.start(host);
    const auto found = loop.wait();
    REQUIRE(found.size() == 1);
    CHECK((host == found[0].to_string() || host == "[" + found[0].to_string() + "]"));
  }
}

TEST_CASE("a name is asked for, and one that cannot be has no address") {
  Loop loop;
  loop.start("localhost");
  const auto found = loop.wait();
  CHECK_FALSE(found.empty());
  CHECK(std::ranges::all_of(found, [](const address& one) { return one.is_loopback(); }));
  for (const std::string& host : {std::string(), std::string("[]"), std::string(70, 'x') + ".invalid"}) {
    loop.start(host);
    CHECK(loop.wait().empty());
  }
}

TEST_CASE("who asks again or goes is not called back") {
  Loop loop;
  loop.start("localhost");
  loop.start("192.0.2.7");
  CHECK(loop.wait() == std::vector{boost::asio::ip::make_address("192.0.2.7")});
  // What is answered already and waits on the loop is not told either.
  NameLookup::Found fail = [](const auto&) { FAIL("called back"); };
  loop.lookup.start("192.0.2.8", fail);
  loop.lookup.cancel();
  CHECK_FALSE(loop.lookup.busy());
  {
    NameLookup gone(loop.context.get_executor());
    gone.start("192.0.2.9", fail);
  }
  loop.start("192.0.2.10");
  loop.wait();
}
