// SPDX-License-Identifier: Apache-2.0
// Shows when a host may have another request, told the time: within its number of requests, and, while it is away,
// when its back-off is over.
#include "adapters/http/hosts.hpp"

#include "tests/support/catch.hpp"

using adapters::http::host_of;
using adapters::http::Hosts;
using namespace std::chrono_literals;

namespace {
const Hosts::Time kStart = Hosts::Time{} + 1h;
}

TEST_CASE("the host of a URL") {
  CHECK(host_of("http://h/a/b") == "http://h");
  CHECK(host_of("https://h:8443?x=/y") == "https://h:8443");
  CHECK(host_of("http://[::1]:80#a") == "http://[::1]:80");
  CHECK(host_of("http://h") == "http://h");
  CHECK(host_of("h").empty());
}

TEST_CASE("each host has as many requests as it may") {
  Hosts hosts(2);
  hosts.begin("a", kStart);
  CHECK(hosts.may_start("a", false, kStart));
  hosts.begin("a", kStart);
  CHECK_FALSE(hosts.may_start("a", false, kStart));
  CHECK_FALSE(hosts.may_start("a", true, kStart));
  CHECK(hosts.may_start("b", false, kStart));
  CHECK_FALSE(hosts.end("a", true, kStart));
  CHECK(hosts.may_start("a", false, kStart));
}

TEST_CASE("a host that is away is tried after its back-off, by a set at once") {
  Hosts hosts(1);
  hosts.begin("a", kStart);
  CHECK_FALSE(hosts.end("a", false, kStart));  // news
  CHECK_FALSE(hosts.may_start("a", false, kStart));
  CHECK(hosts.may_start("a", true, kStart));
  REQUIRE(hosts.next(kStart));
  const Hosts::Time then = *hosts.next(kStart);
  CHECK(then >= kStart + 1s);
  CHECK(hosts.may_start("a", false, then));
  hosts.begin("a", then);
  CHECK(hosts.end("a", false, then));  // known
  CHECK(*hosts.next(then) >= then + 2s);
  hosts.begin("a", then + 1min);
  CHECK_FALSE(hosts.end("a", true, then + 1min));
  CHECK(hosts.may_start("a", false, then + 1min));
  CHECK_FALSE(hosts.next(then + 1min));
}
