// SPDX-License-Identifier: Apache-2.0
// Shows how long the daemon waits after a session that failed, by a clock that the tests move, and what ends the wait.
#include "tests/acs/connection_request.hpp"
#include "tests/integration/fixture/moved_clock.hpp"

#include <algorithm>
#include <chrono>
#include <string>
#include <vector>

using namespace std::chrono_literals;
using namespace tests;
using namespace tests::integration;

TEST_CASE("R01 R03 R04 each wait is in its range of the table, the tenth and all later alike", "[cwmp_retry]") {
  Gateway gateway(with_default_retries());
  const acs::Reply failures[] = {acs::http_status(503), acs::http_status(500), acs::reset_connection()};
  for (int retry = 1; retry <= 13; ++retry) {
    INFO("before retry " << retry);
    fail_next(gateway, failures[retry % 2])
        .with_only_events({"0 BOOTSTRAP", "1 BOOT"})
        .with_argument("RetryCount", std::to_string(retry - 1));
    const int least = 5 << (std::min(retry, 10) - 1);
    const double wait = wait_of(gateway);
    CHECK(wait >= least - 1);
    CHECK(wait < 2 * least);
    gateway.advance(std::chrono::seconds(2 * least));
  }
  next_inform(gateway).with_argument("RetryCount", "13");
  REQUIRE(gateway.ctl({"inform"}).exit_code == 0);
  next_inform(gateway).with_argument("RetryCount", "0");
}

TEST_CASE("R01 the waits are random, and m and k are the ACS's to set", "[cwmp_retry]") {
  Gateway gateway(with_clock());
  gateway.first_contact();
  gateway.ask(acs::set_parameter_values({{kServer + "CWMPRetryMinimumWaitInterval", "1000", "xsd:unsignedInt"},
                                         {kServer + "CWMPRetryIntervalMultiplier", "3000", "xsd:unsignedInt"}}));
  std::vector<double> waits;
  for (int i = 0; i < 20; ++i) {
    REQUIRE(gateway.ctl({"inform"}).exit_code == 0);
    fail_next(gateway);
    waits.push_back(wait_of(gateway));
    CHECK((waits.back() >= 999 && waits.back() < 3000));
    gateway.advance(3000s);
    next_inform(gateway).with_argument("RetryCount", "1");
  }
  CHECK(std::ranges::count(waits, waits.front()) < 20);
}

TEST_CASE("T15 after any failure the session is tried again", "[cwmp_retry]") {
  Gateway gateway(with_default_retries());
  const auto failure = GENERATE(acs::http_status(500), acs::http_status(404), acs::close_connection(),
                                acs::reset_connection(), acs::malformed_xml(), acs::fault(8001));
  fail_next(gateway, failure);
  expect_nothing(gateway);
  gateway.advance(10s);
  next_inform(gateway).with_only_events({"0 BOOTSTRAP", "1 BOOT"}).with_argument("RetryCount", "1");
}

TEST_CASE("T15 an ACS that is not found, or that refuses the connection, is tried again", "[cwmp_retry]") {
  GatewayOptions options = with_default_retries();
  const bool is_name = GENERATE(true, false);
  if (is_name) options.settings.acs_url = "http://nobody.invalid/acs";
  options.start = false;
  Gateway gateway(std::move(options));
  if (!is_name) gateway.acs().stop();
  gateway.start();
  gateway.wait_for_log("acs.session.failed");
  gateway.advance(10s);
  gateway.wait_for_log("retry 1");
  gateway.wait_for_log("acs.session.failed");
  if (is_name) return;
  gateway.acs().resume();
  gateway.advance(20s);
  next_inform(gateway).with_argument("RetryCount", "2");
}

TEST_CASE("R06 I11 a connection request ends the wait, and is itself not tried again", "[cwmp_retry]") {
  Gateway gateway(with_default_retries());
  gateway.first_contact();
  gateway.ask(acs::schedule_inform(60, "key"));
  const std::string url = gateway.get(kUrl);
  gateway.advance(60s);
  fail_next(gateway).with_only_events({"3 SCHEDULED", "M ScheduleInform"});
  expect_nothing(gateway);
  REQUIRE(acs::connection_request(url, "acs", "secret").status == 200);
  fail_next(gateway)
      .with_only_events({"3 SCHEDULED", "6 CONNECTION REQUEST", "M ScheduleInform"})
      .with_argument("RetryCount", "1");
  gateway.advance(20s);
  next_inform(gateway).with_only_events({"3 SCHEDULED", "M ScheduleInform"}).with_argument("RetryCount", "2");
}

TEST_CASE("I11 a session that was for a connection request alone is tried again without any event", "[cwmp_retry]") {
  Gateway gateway(with_default_retries());
  gateway.first_contact();
  REQUIRE(acs::connection_request(gateway.get(kUrl), "acs", "secret").status == 200);
  fail_next(gateway).with_only_events({"6 CONNECTION REQUEST"});
  gateway.advance(10s);
  next_inform(gateway).with_only_events({}).with_argument("RetryCount", "1");
}

TEST_CASE("R07 a restart during the wait begins the table anew, and keeps what must be kept", "[cwmp_retry]") {
  Gateway gateway(with_default_retries());
  gateway.first_contact();
  gateway.ask(acs::schedule_inform(60, "key"));
  gateway.advance(60s);
  fail_next(gateway);
  for (int i = 0; i < 3; ++i) {
    gateway.advance(std::chrono::seconds(10 << i));
    fail_next(gateway);
  }
  REQUIRE(wait_of(gateway) >= 39);
  gateway.kill();
  gateway.start();
  fail_next(gateway).with_only_events({"1 BOOT", "3 SCHEDULED", "M ScheduleInform"}).with_argument("RetryCount", "0");
  CHECK(wait_of(gateway) < 10);
  gateway.advance(10s);
  next_inform(gateway).with_argument("RetryCount", "1");
}

TEST_CASE("A8 events that an InformResponse has acknowledged are not sent again when the session fails after it",
          "[cwmp_retry]") {
  Gateway gateway(with_default_retries());
  acs::Session session = gateway.session();
  session.expect_empty_post().reply(acs::http_status(500));
  gateway.wait_for_log("acs.session.failed");
  gateway.advance(10s);
  next_inform(gateway).with_only_events({}).with_argument("RetryCount", "1");
}

TEST_CASE("A8 periodic Informs that fail are one event, which a restart keeps", "[cwmp_retry]") {
  Gateway gateway(with_clock("periodic_inform: { enable: true, interval_s: 600 }\nretry_minimum_wait_s: 100"));
  gateway.first_contact();
  gateway.advance(10min);
  fail_next(gateway).with_only_events({"2 PERIODIC"});
  gateway.advance(10min);
  fail_next(gateway).with_only_events({"2 PERIODIC"}).with_argument("RetryCount", "1");
  gateway.kill();
  gateway.start();
  next_inform(gateway).with_only_events({"1 BOOT", "2 PERIODIC"});
}
