// SPDX-License-Identifier: Apache-2.0
// Shows what happens at its time, by a clock that the tests move: periodic and scheduled Informs, and the throttle of
// active notifications.
#include "tests/acs/connection_request.hpp"
#include "tests/integration/fixture/moved_clock.hpp"

#include <algorithm>
#include <chrono>
#include <string>

using namespace std::chrono_literals;
using namespace tests;
using namespace tests::integration;

// ---- periodic Informs ----

TEST_CASE("PER-1 a periodic Inform comes after each interval, and several that were missed are one",
          "[cwmp_schedule]") {
  Gateway gateway(with_clock("periodic_inform: { enable: true, interval_s: 3600 }"));
  gateway.first_contact();
  expect_nothing(gateway);
  for (const auto time : {1h, 1h, 10h}) {
    gateway.advance(time);
    next_inform(gateway).with_only_events({"2 PERIODIC"}).with_argument("RetryCount", "0");
  }
  expect_nothing(gateway);
}

TEST_CASE("PER-1 PeriodicInformTime gives the phase, also after a step of the clock", "[cwmp_schedule]") {
  Gateway gateway(with_clock("periodic_inform: { enable: true, interval_s: 86400 }"));
  gateway.first_contact();
  // Twelve hours and half a minute from now, in the phase of long ago.
  const std::string time = integration::utc_text(gateway.time() + 12h + 30s - 24h * 1000);
  gateway.ask(acs::set_parameter_values({{kServer + "PeriodicInformTime", time, "xsd:dateTime"}}))
      .with_argument("Status", "0");
  gateway.advance(6h);
  expect_nothing(gateway);
  gateway.step_clock(3h);
  gateway.advance(2h);
  expect_nothing(gateway);
  gateway.advance(1h + 31s);
  next_inform(gateway).with_only_events({"2 PERIODIC"});
}

TEST_CASE("PER-1 an interval that the ACS sets counts from then on, and none is none", "[cwmp_schedule]") {
  Gateway gateway(with_clock("periodic_inform: { enable: true, interval_s: 3600 }"));
  gateway.first_contact();
  gateway.advance(50min);
  const std::string interval = kServer + "PeriodicInformInterval";
  gateway.ask(acs::set_parameter_values({{interval, "600", "xsd:unsignedInt"}}));
  gateway.advance(10min);
  next_inform(gateway).with_only_events({"2 PERIODIC"});
  gateway.ask(acs::set_parameter_values({{kServer + "PeriodicInformEnable", "0", "xsd:boolean"}}));
  gateway.advance(24h);
  expect_nothing(gateway);
}

// ---- scheduled Informs ----

TEST_CASE("P32 scheduled Informs overlap, and each comes at its time with its key", "[cwmp_schedule]") {
  Gateway gateway(with_clock());
  gateway.first_contact();
  gateway.ask(acs::schedule_inform(600, "late"));
  gateway.ask(acs::schedule_inform(60, "soon"));
  gateway.advance(50s);
  expect_nothing(gateway);
  gateway.advance(10s);
  next_inform(gateway)
      .with_only_events({"3 SCHEDULED", "M ScheduleInform"})
      .with_event("M ScheduleInform", "soon")
      .with_event("3 SCHEDULED", "");
  gateway.ask(acs::schedule_inform(539, "as late"));
  gateway.step_clock(1h);  // a delay is time that passes
  expect_nothing(gateway);
  gateway.advance(9min);
  next_inform(gateway)
      .with_only_events({"3 SCHEDULED", "M ScheduleInform", "M ScheduleInform"})
      .with_event("M ScheduleInform", "late")
      .with_event("M ScheduleInform", "as late");
  gateway.advance(24h);
  expect_nothing(gateway);
}

TEST_CASE("P32 a delay of 0 is refused, and so is a seventeenth", "[cwmp_schedule]") {
  Gateway gateway(with_clock());
  gateway.first_contact();
  gateway.ask_in_vain(acs::schedule_inform(0, "now")).with_fault(9003);
  acs::Session session = gateway.open_session();
  auto answer = session.expect_empty_post();
  for (int i = 0; i < 16; ++i) answer = session.ask(answer, acs::schedule_inform(60, "k" + std::to_string(i)));
  answer.reply(acs::schedule_inform(60, "one more"));
  session.expect("Fault").with_fault(9004).reply_no_content();
  session.expect_end();
  gateway.advance(60s);
  const acs::Exchange inform = next_inform(gateway);
  CHECK(inform->events.size() == 17);
  CHECK(std::ranges::count(inform->events, std::string("one more"), &acs::Event::command_key) == 0);
}

TEST_CASE("I10 a scheduled Inform survives, before its time and after", "[cwmp_schedule]") {
  Gateway gateway(with_clock());
  gateway.first_contact();
  gateway.ask(acs::schedule_inform(600, "kept"));
  gateway.advance(5min);
  gateway.kill();
  gateway.start();
  next_inform(gateway).with_only_events({"1 BOOT"});
  gateway.advance(4min);
  expect_nothing(gateway);
  SECTION("it is due") {
    gateway.advance(1min + 1s);
    fail_next(gateway).with_only_events({"3 SCHEDULED", "M ScheduleInform"});
    gateway.kill();
    gateway.start();
    next_inform(gateway)
        .with_only_events({"1 BOOT", "3 SCHEDULED", "M ScheduleInform"})
        .with_event("M ScheduleInform", "kept");
  }
  SECTION("its time comes while the gateway is off") {
    gateway.kill();
    gateway.advance(1h);
    gateway.start();
    next_inform(gateway);  // it may be in the first, or in the second
  }
  gateway.advance(1h);
  gateway.kill();
  gateway.start();
  next_inform(gateway).without_event("3 SCHEDULED");
}

// ---- active notification ----

TEST_CASE("N05 TRIG-2 twenty changes before the session are one, of the latest value", "[cwmp_schedule]") {
  Gateway gateway(with_default_retries());
  gateway.first_contact();
  local_change(gateway, "0");
  fail_next(gateway);
  for (int i = 1; i <= 20; ++i) local_change(gateway, std::to_string(i));
  expect_nothing(gateway);  // they belong to what is tried again
  gateway.advance(10s);
  acs::Exchange inform = next_inform(gateway);
  inform.with_only_events({"4 VALUE CHANGE"}).with_parameter(kCode, "20").with_argument("RetryCount", "1");
  CHECK(std::ranges::count(inform->parameters, kCode, &acs::Parameter::name) == 1);
  gateway.advance(1h);
  expect_nothing(gateway);
}

TEST_CASE("THR-1 the throttle counts from the last success and holds back nothing else", "[cwmp_schedule]") {
  Gateway gateway(with_default_retries());
  gateway.first_contact();
  gateway.ask(acs::set_parameter_values({{kServer + "DefaultActiveNotificationThrottle", "600", "xsd:unsignedInt"}}));
  local_change(gateway, "1");
  gateway.advance(590s);
  expect_nothing(gateway);
  SECTION("until it is over") {
    gateway.advance(10s);
    next_inform(gateway).with_only_events({"4 VALUE CHANGE"}).with_parameter(kCode, "1");
    local_change(gateway, "2");
    gateway.advance(590s);
    expect_nothing(gateway);
    gateway.advance(10s);
    fail_next(gateway).with_only_events({"4 VALUE CHANGE"});
    gateway.advance(10s);  // a retry is not held back
    next_inform(gateway).with_only_events({"4 VALUE CHANGE"}).with_parameter(kCode, "2");
  }
  SECTION("another cause takes them along") {
    REQUIRE(acs::connection_request(gateway.get(kUrl), "acs", "secret").status == 200);
    next_inform(gateway).with_only_events({"4 VALUE CHANGE", "6 CONNECTION REQUEST"}).with_parameter(kCode, "1");
    gateway.advance(1h);
    expect_nothing(gateway);
  }
  SECTION("a restart forgets it") {
    gateway.restart();
    next_inform(gateway).with_event("1 BOOT").with_event("4 VALUE CHANGE");
    local_change(gateway, "3");
    gateway.advance(600s);
    next_inform(gateway).with_only_events({"4 VALUE CHANGE"});
  }
}

// ---- connection requests ----

TEST_CASE("C06 a flood of connection requests is held off, and a valid one is taken afterwards", "[cwmp_schedule]") {
  Gateway gateway(with_clock());
  gateway.first_contact();
  const std::string url = gateway.get(kUrl);
  acs::Session session = gateway.open_session();  // one session follows, however many are accepted
  acs::Exchange post = session.expect_empty_post();
  int refused = 0;
  for (int i = 0; i < 60 && refused == 0; ++i) {
    const auto answer = acs::connection_request(url, "acs", "secret");
    if (answer.status == 200) continue;
    REQUIRE(answer.status == 503);
    ++refused;
    for (const auto& [name, value] : answer.headers) CHECK(name != "Retry-After");
  }
  CHECK(refused == 1);
  gateway.advance(10s);
  CHECK(acs::connection_request(url, "acs", "secret").status == 200);
  post.reply_no_content();
  session.expect_end();
  next_inform(gateway).with_only_events({"6 CONNECTION REQUEST"});
  expect_nothing(gateway);
}
