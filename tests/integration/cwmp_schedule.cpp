// SPDX-License-Identifier: Apache-2.0
// Shows what happens at its time, by a clock that the tests move: periodic and scheduled Informs, heartbeats, retries,
// and the throttle of active notifications.
#include "tests/acs/connection_request.hpp"
#include "tests/integration/house.hpp"
#include "tests/support/catch.hpp"

#include <algorithm>
#include <chrono>
#include <string>
#include <vector>

using namespace std::chrono_literals;
using namespace tests;
using tests::integration::House;
using tests::integration::HouseOptions;

namespace {

const std::string kServer = "Device.ManagementServer.";
const std::string kHeartbeat = kServer + "HeartbeatPolicy.";
const std::string kCode = "Device.DeviceInfo.ProvisioningCode";
const std::string kUrl = kServer + "ConnectionRequestURL";
constexpr auto kSilence = 200ms;

HouseOptions with_clock(std::string acs = {}) {
  return {.settings = {.acs = std::move(acs)}, .controllable_clock = true};
}

// Those of TR-069: 5 to 10 s, and twice as long each time.
HouseOptions with_default_retries() { return with_clock("retry_minimum_wait_s: 5\nretry_interval_multiplier: 2000"); }

// The next session, from its Inform to its end.
acs::Exchange next_inform(House& house) {
  std::optional<acs::Exchange> inform;
  house.session(&inform).run_to_end();
  return *inform;
}

void expect_nothing(House& house) { house.acs().expect_silence(kSilence); }

// The next Inform is answered with a failure, which the daemon has taken note of when this returns.
acs::Exchange fail_next(House& house, acs::Reply reply = acs::http_status(503)) {
  acs::Exchange inform = house.acs().expect("Inform");
  inform.reply(std::move(reply));
  house.wait_for_log("session failed");
  return inform;
}

// How long the daemon waits before it speaks again, by its own word.
double wait_of(House& house) {
  const std::string status = house.ctl({"--json", "status"}).output;
  const std::string key = "\"next_in_s\":";
  const auto at = status.find(key);
  REQUIRE(at != std::string::npos);
  return std::stod(status.substr(at + key.size()));
}

void local_change(House& house, const std::string& value) { REQUIRE(house.ctl({"set", kCode, value}).exit_code == 0); }

acs::Reply heartbeat(const std::string& interval, const std::string& time = "0001-01-01T00:00:00Z") {
  return acs::set_parameter_values({{kHeartbeat + "Enable", "true", "xsd:boolean"},
                                    {kHeartbeat + "ReportingInterval", interval, "xsd:unsignedInt"},
                                    {kHeartbeat + "InitiationTime", time, "xsd:dateTime"}});
}

}  // namespace

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

// ---- heartbeats ----

TEST_CASE("I14 a heartbeat says that we live, in its phase, and nothing else", "[cwmp_schedule]") {
  House house(with_clock("periodic_inform: { enable: true, interval_s: 60 }"));
  house.first_contact();
  house.ask(heartbeat("3600", integration::utc_text(house.time() + 30min)));
  house.ask(acs::set_parameter_values({{kServer + "DefaultActiveNotificationThrottle", "86400", "xsd:unsignedInt"},
                                       {kServer + "PeriodicInformEnable", "0", "xsd:boolean"}}));
  local_change(house, "waits for the throttle");
  house.advance(29min);
  expect_nothing(house);
  house.advance(61s);
  acs::Exchange beat = next_inform(house);
  beat.with_only_events({"14 HEARTBEAT"}).with_argument("RetryCount", "0").with_event("14 HEARTBEAT", "");
  const std::vector<std::string> forced = {"Device.RootDataModelVersion",
                                           "Device.DeviceInfo.HardwareVersion",
                                           "Device.DeviceInfo.SoftwareVersion",
                                           kCode,
                                           kServer + "ParameterKey",
                                           kUrl,
                                           kServer + "AliasBasedAddressing"};
  for (const auto& parameter : beat->parameters) {
    INFO(parameter.name);
    CHECK(std::ranges::count(forced, parameter.name) == 1);
  }
  CHECK(beat->parameters.size() == forced.size());
  house.advance(10h);  // those that were missed are one
  next_inform(house).with_only_events({"14 HEARTBEAT"});
  // It took nothing along of what waits.
  REQUIRE(house.ctl({"inform"}).exit_code == 0);
  next_inform(house).with_only_events({"4 VALUE CHANGE"}).with_parameter(kCode, "waits for the throttle");
}

TEST_CASE("I14 a heartbeat waits while another Inform is tried again", "[cwmp_schedule]") {
  House house(with_default_retries());
  house.first_contact();
  house.ask(heartbeat("30"));
  local_change(house, "1");
  fail_next(house).with_only_events({"4 VALUE CHANGE"});
  for (int retry = 1; retry < 5; ++retry) {
    house.advance(std::chrono::seconds(10 << (retry - 1)));
    fail_next(house).with_only_events({"4 VALUE CHANGE"}).with_argument("RetryCount", std::to_string(retry));
  }
  house.advance(160s);
  next_inform(house).with_only_events({"4 VALUE CHANGE"}).with_argument("RetryCount", "5");
  next_inform(house).with_only_events({"14 HEARTBEAT"}).with_argument("RetryCount", "0");
}

TEST_CASE("I14 a heartbeat that fails is tried again by itself, and nothing waits for it", "[cwmp_schedule]") {
  House house(with_default_retries());
  house.first_contact();
  house.ask(heartbeat("3600", integration::utc_text(house.time() + 30min)));
  house.advance(30min + 1s);
  fail_next(house).with_only_events({"14 HEARTBEAT"}).with_argument("RetryCount", "0");
  SECTION("alone") { house.advance(10s); }
  SECTION("after what happens meanwhile") {
    local_change(house, "1");
    next_inform(house).with_only_events({"4 VALUE CHANGE"}).with_argument("RetryCount", "1");
  }
  next_inform(house).with_only_events({"14 HEARTBEAT"});
}

TEST_CASE("HB-1 the interval is at least 30 s, and the policy survives a restart", "[cwmp_schedule]") {
  House house(with_clock());
  house.first_contact();
  house.ask_in_vain(heartbeat("29")).with_parameter_fault(kHeartbeat + "ReportingInterval", 9007);
  CHECK(house.get(kHeartbeat + "Enable") == "false");
  house.ask(heartbeat("30"));
  house.restart();
  next_inform(house).with_only_events({"1 BOOT"});
  house.advance(30s);
  next_inform(house).with_only_events({"14 HEARTBEAT"});
}

TEST_CASE("VER-7 an ACS of an earlier version hears no heartbeat", "[cwmp_schedule]") {
  House house(with_clock());
  house.first_contact();
  house.ask(heartbeat("60"));
  REQUIRE(house.ctl({"inform"}).exit_code == 0);
  acs::Session session = house.acs().expect_session();
  session.expect("Inform").reply(acs::inform_response().with_soap_header(
      "<cwmp:UseCWMPVersion soap-env:mustUnderstand=\"1\">1.3</cwmp:UseCWMPVersion>"));
  session.run_to_end();
  house.advance(1h);
  expect_nothing(house);
  house.kill();
  house.start();
  session = house.acs().expect_session();
  session.expect("Inform").reply(acs::fault(8001));  // nothing new is agreed on
  house.wait_for_log("session failed");
  REQUIRE(house.ctl({"inform"}).exit_code == 0);
  next_inform(house).with_event("1 BOOT");  // 1.4 from here on
  house.advance(60s);
  next_inform(house).with_only_events({"14 HEARTBEAT"});
}

// ---- retries ----

TEST_CASE("R01 R03 R04 each wait is in its range of the table, the tenth and all later alike", "[cwmp_schedule]") {
  House house(with_default_retries());
  const acs::Reply failures[] = {acs::http_status(503), acs::http_status(500), acs::reset_connection()};
  for (int retry = 1; retry <= 13; ++retry) {
    INFO("before retry " << retry);
    fail_next(house, failures[retry % 2])
        .with_only_events({"0 BOOTSTRAP", "1 BOOT"})
        .with_argument("RetryCount", std::to_string(retry - 1));
    const int least = 5 << (std::min(retry, 10) - 1);
    const double wait = wait_of(house);
    CHECK(wait >= least - 1);
    CHECK(wait < 2 * least);
    house.advance(std::chrono::seconds(2 * least));
  }
  next_inform(house).with_argument("RetryCount", "13");
  REQUIRE(house.ctl({"inform"}).exit_code == 0);
  next_inform(house).with_argument("RetryCount", "0");
}

TEST_CASE("R01 the waits are random, and m and k are the ACS's to set", "[cwmp_schedule]") {
  House house(with_clock());
  house.first_contact();
  house.ask(acs::set_parameter_values({{kServer + "CWMPRetryMinimumWaitInterval", "1000", "xsd:unsignedInt"},
                                       {kServer + "CWMPRetryIntervalMultiplier", "3000", "xsd:unsignedInt"}}));
  std::vector<double> waits;
  for (int i = 0; i < 20; ++i) {
    REQUIRE(house.ctl({"inform"}).exit_code == 0);
    fail_next(house);
    waits.push_back(wait_of(house));
    CHECK((waits.back() >= 999 && waits.back() < 3000));
    house.advance(3000s);
    next_inform(house).with_argument("RetryCount", "1");
  }
  CHECK(std::ranges::count(waits, waits.front()) < 20);
}

TEST_CASE("T15 whatever fails has the session tried again", "[cwmp_schedule]") {
  House house(with_default_retries());
  const auto failure = GENERATE(acs::http_status(500), acs::http_status(404), acs::close_connection(),
                                acs::reset_connection(), acs::malformed_xml(), acs::fault(8001));
  fail_next(house, failure);
  expect_nothing(house);
  house.advance(10s);
  next_inform(house).with_only_events({"0 BOOTSTRAP", "1 BOOT"}).with_argument("RetryCount", "1");
}

TEST_CASE("T15 an ACS that nobody finds, or that refuses the connection, is tried again", "[cwmp_schedule]") {
  HouseOptions options = with_default_retries();
  const bool is_name = GENERATE(true, false);
  if (is_name) options.settings.acs_url = "http://nobody.invalid/acs";
  options.start = false;
  House house(std::move(options));
  if (!is_name) house.acs().stop();
  house.start();
  house.wait_for_log("session failed");
  house.advance(10s);
  house.wait_for_log("retry 1");
  house.wait_for_log("session failed");
  if (is_name) return;
  house.acs().resume();
  house.advance(20s);
  next_inform(house).with_argument("RetryCount", "2");
}

TEST_CASE("R06 I11 a connection request ends the wait, and is itself not tried again", "[cwmp_schedule]") {
  House house(with_default_retries());
  house.first_contact();
  house.ask(acs::schedule_inform(60, "key"));
  const std::string url = house.get(kUrl);
  house.advance(60s);
  fail_next(house).with_only_events({"3 SCHEDULED", "M ScheduleInform"});
  expect_nothing(house);
  REQUIRE(acs::connection_request(url, "acs", "secret").status == 200);
  fail_next(house)
      .with_only_events({"3 SCHEDULED", "6 CONNECTION REQUEST", "M ScheduleInform"})
      .with_argument("RetryCount", "1");
  house.advance(20s);
  next_inform(house).with_only_events({"3 SCHEDULED", "M ScheduleInform"}).with_argument("RetryCount", "2");
}

TEST_CASE("I11 a session that was for a connection request alone is tried again without any event", "[cwmp_schedule]") {
  House house(with_default_retries());
  house.first_contact();
  REQUIRE(acs::connection_request(house.get(kUrl), "acs", "secret").status == 200);
  fail_next(house).with_only_events({"6 CONNECTION REQUEST"});
  house.advance(10s);
  next_inform(house).with_only_events({}).with_argument("RetryCount", "1");
}

TEST_CASE("R07 a restart during the wait begins the table anew, and keeps what must be kept", "[cwmp_schedule]") {
  House house(with_default_retries());
  house.first_contact();
  house.ask(acs::schedule_inform(60, "key"));
  house.advance(60s);
  fail_next(house);
  for (int i = 0; i < 3; ++i) {
    house.advance(std::chrono::seconds(10 << i));
    fail_next(house);
  }
  REQUIRE(wait_of(house) >= 39);
  house.kill();
  house.start();
  fail_next(house).with_only_events({"1 BOOT", "3 SCHEDULED", "M ScheduleInform"}).with_argument("RetryCount", "0");
  CHECK(wait_of(house) < 10);
  house.advance(10s);
  next_inform(house).with_argument("RetryCount", "1");
}

TEST_CASE("A8 what the InformResponse has delivered is not told again when the session fails after it",
          "[cwmp_schedule]") {
  House house(with_default_retries());
  acs::Session session = house.session();
  session.expect_empty_post().reply(acs::http_status(500));
  house.wait_for_log("session failed");
  house.advance(10s);
  next_inform(house).with_only_events({}).with_argument("RetryCount", "1");
}

TEST_CASE("A8 periodic Informs that fail are one event, which a restart keeps", "[cwmp_schedule]") {
  House house(with_clock("periodic_inform: { enable: true, interval_s: 600 }\nretry_minimum_wait_s: 100"));
  house.first_contact();
  house.advance(10min);
  fail_next(house).with_only_events({"2 PERIODIC"});
  house.advance(10min);
  fail_next(house).with_only_events({"2 PERIODIC"}).with_argument("RetryCount", "1");
  house.kill();
  house.start();
  next_inform(house).with_only_events({"1 BOOT", "2 PERIODIC"});
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
