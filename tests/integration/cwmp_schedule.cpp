// SPDX-License-Identifier: Apache-2.0
// Shows what happens at its time, by a clock that the tests move: periodic and scheduled Informs, and the throttle of
// active notifications.
#include "tests/acs/connection_request.hpp"
#include "tests/integration/clock_house.hpp"

#include <algorithm>
#include <chrono>
#include <string>

using namespace std::chrono_literals;
using namespace tests;
using namespace tests::integration;

// ---- periodic Informs ----

TEST_CASE("PER-1 a periodic Inform comes after each interval, and several that were missed are one",
          "[cwmp_schedule]") {
  House house(with_clock("periodic_inform: { enable: true, interval_s: 3600 }"));
  house.first_contact();
  expect_nothing(house);
  for (const auto time : {1h, 1h, 10h}) {
    house.advance(time);
    next_inform(house).with_only_events({"2 PERIODIC"}).with_argument("RetryCount", "0");
  }
  expect_nothing(house);
}

TEST_CASE("PER-1 PeriodicInformTime gives the phase, also after somebody has set the clock", "[cwmp_schedule]") {
  House house(with_clock("periodic_inform: { enable: true, interval_s: 86400 }"));
  house.first_contact();
  // Twelve hours and half a minute from now, in the phase of long ago.
  const std::string time = integration::utc_text(house.time() + 12h + 30s - 24h * 1000);
  house.ask(acs::set_parameter_values({{kServer + "PeriodicInformTime", time, "xsd:dateTime"}}))
      .with_argument("Status", "0");
  house.advance(6h);
  expect_nothing(house);
  house.step_clock(3h);
  house.advance(2h);
  expect_nothing(house);
  house.advance(1h + 31s);
  next_inform(house).with_only_events({"2 PERIODIC"});
}

TEST_CASE("PER-1 an interval that the ACS sets counts from then on, and none is none", "[cwmp_schedule]") {
  House house(with_clock("periodic_inform: { enable: true, interval_s: 3600 }"));
  house.first_contact();
  house.advance(50min);
  const std::string interval = kServer + "PeriodicInformInterval";
  house.ask(acs::set_parameter_values({{interval, "600", "xsd:unsignedInt"}}));
  house.advance(10min);
  next_inform(house).with_only_events({"2 PERIODIC"});
  house.ask(acs::set_parameter_values({{kServer + "PeriodicInformEnable", "0", "xsd:boolean"}}));
  house.advance(24h);
  expect_nothing(house);
}

// ---- scheduled Informs ----

TEST_CASE("P32 scheduled Informs overlap, and each comes at its time with its key", "[cwmp_schedule]") {
  House house(with_clock());
  house.first_contact();
  house.ask(acs::schedule_inform(600, "late"));
  house.ask(acs::schedule_inform(60, "soon"));
  house.advance(50s);
  expect_nothing(house);
  house.advance(10s);
  next_inform(house)
      .with_only_events({"3 SCHEDULED", "M ScheduleInform"})
      .with_event("M ScheduleInform", "soon")
      .with_event("3 SCHEDULED", "");
  house.ask(acs::schedule_inform(539, "as late"));
  house.step_clock(1h);  // a delay is time that passes
  expect_nothing(house);
  house.advance(9min);
  next_inform(house)
      .with_only_events({"3 SCHEDULED", "M ScheduleInform", "M ScheduleInform"})
      .with_event("M ScheduleInform", "late")
      .with_event("M ScheduleInform", "as late");
  house.advance(24h);
  expect_nothing(house);
}

TEST_CASE("P32 a delay of 0 is refused, and so is a seventeenth", "[cwmp_schedule]") {
  House house(with_clock());
  house.first_contact();
  house.ask_in_vain(acs::schedule_inform(0, "now")).with_fault(9003);
  acs::Session session = house.open_session();
  auto answer = session.expect_empty_post();
  for (int i = 0; i < 16; ++i) answer = session.ask(answer, acs::schedule_inform(60, "k" + std::to_string(i)));
  answer.reply(acs::schedule_inform(60, "one more"));
  session.expect("Fault").with_fault(9004).reply_no_content();
  session.expect_end();
  house.advance(60s);
  const acs::Exchange inform = next_inform(house);
  CHECK(inform->events.size() == 17);
  CHECK(std::ranges::count(inform->events, std::string("one more"), &acs::Event::command_key) == 0);
}

TEST_CASE("I10 a scheduled Inform survives, before its time and after", "[cwmp_schedule]") {
  House house(with_clock());
  house.first_contact();
  house.ask(acs::schedule_inform(600, "kept"));
  house.advance(5min);
  house.kill();
  house.start();
  next_inform(house).with_only_events({"1 BOOT"});
  house.advance(4min);
  expect_nothing(house);
  SECTION("it is due") {
    house.advance(1min + 1s);
    fail_next(house).with_only_events({"3 SCHEDULED", "M ScheduleInform"});
    house.kill();
    house.start();
    next_inform(house)
        .with_only_events({"1 BOOT", "3 SCHEDULED", "M ScheduleInform"})
        .with_event("M ScheduleInform", "kept");
  }
  SECTION("its time comes while the gateway is off") {
    house.kill();
    house.advance(1h);
    house.start();
    next_inform(house);  // it may be in the first, or in the second
  }
  house.advance(1h);
  house.kill();
  house.start();
  next_inform(house).without_event("3 SCHEDULED");
}

// ---- active notification ----

TEST_CASE("N05 TRIG-2 twenty changes before the session are one, of the latest value", "[cwmp_schedule]") {
  House house(with_default_retries());
  house.first_contact();
  local_change(house, "0");
  fail_next(house);
  for (int i = 1; i <= 20; ++i) local_change(house, std::to_string(i));
  expect_nothing(house);  // they belong to what is tried again
  house.advance(10s);
  acs::Exchange inform = next_inform(house);
  inform.with_only_events({"4 VALUE CHANGE"}).with_parameter(kCode, "20").with_argument("RetryCount", "1");
  CHECK(std::ranges::count(inform->parameters, kCode, &acs::Parameter::name) == 1);
  house.advance(1h);
  expect_nothing(house);
}

TEST_CASE("THR-1 the throttle counts from the last success and holds back nothing else", "[cwmp_schedule]") {
  House house(with_default_retries());
  house.first_contact();
  house.ask(acs::set_parameter_values({{kServer + "DefaultActiveNotificationThrottle", "600", "xsd:unsignedInt"}}));
  local_change(house, "1");
  house.advance(590s);
  expect_nothing(house);
  SECTION("until it is over") {
    house.advance(10s);
    next_inform(house).with_only_events({"4 VALUE CHANGE"}).with_parameter(kCode, "1");
    local_change(house, "2");
    house.advance(590s);
    expect_nothing(house);
    house.advance(10s);
    fail_next(house).with_only_events({"4 VALUE CHANGE"});
    house.advance(10s);  // a retry is not held back
    next_inform(house).with_only_events({"4 VALUE CHANGE"}).with_parameter(kCode, "2");
  }
  SECTION("another cause takes them along") {
    REQUIRE(acs::connection_request(house.get(kUrl), "acs", "secret").status == 200);
    next_inform(house).with_only_events({"4 VALUE CHANGE", "6 CONNECTION REQUEST"}).with_parameter(kCode, "1");
    house.advance(1h);
    expect_nothing(house);
  }
  SECTION("a restart forgets it") {
    house.restart();
    next_inform(house).with_event("1 BOOT").with_event("4 VALUE CHANGE");
    local_change(house, "3");
    house.advance(600s);
    next_inform(house).with_only_events({"4 VALUE CHANGE"});
  }
}

// ---- connection requests ----

TEST_CASE("C06 a flood of connection requests is held off, and a valid one is taken afterwards", "[cwmp_schedule]") {
  House house(with_clock());
  house.first_contact();
  const std::string url = house.get(kUrl);
  acs::Session session = house.open_session();  // one session follows, however many are accepted
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
  house.advance(10s);
  CHECK(acs::connection_request(url, "acs", "secret").status == 200);
  post.reply_no_content();
  session.expect_end();
  next_inform(house).with_only_events({"6 CONNECTION REQUEST"});
  expect_nothing(house);
}
