// SPDX-License-Identifier: Apache-2.0
// Shows the points in time of dateTime values.
#include "proxy/gateway/date_time.hpp"
#include "tests/support/catch.hpp"

using namespace proxy::gateway;
using namespace std::chrono;

TEST_CASE("absolute times") {
  CHECK(absolute_time("1970-01-01T00:00:00Z") == sys_seconds(0s));
  CHECK(absolute_time("2026-11-22T10:15:30Z") == sys_seconds(1795342530s));
  CHECK(absolute_time("2026-11-22T10:15:30.999Z") == sys_seconds(1795342530s));
  CHECK(absolute_time("2026-11-22T11:15:30+01:00") == sys_seconds(1795342530s));
  CHECK(absolute_time("2026-11-22T04:45:30.5-05:30") == sys_seconds(1795342530s));
  CHECK(absolute_time("9999-12-31T23:59:59Z") == sys_seconds(253402300799s));
  CHECK(absolute_time("0001-01-01T00:00:00Z") == sys_seconds(-62135596800s));
}

TEST_CASE("a time without a zone is not absolute") {
  CHECK(absolute_time("0001-01-03T03:04:05") == std::nullopt);
  CHECK(absolute_time("2026-11-22T10:15:30.25") == std::nullopt);
}

TEST_CASE("written as UTC") {
  CHECK(utc_text(system_clock::time_point(1795342530999ms)) == "2026-11-22T10:15:30Z");
  CHECK(utc_text(system_clock::time_point(951782400s)) == "2000-02-29T00:00:00Z");
}
