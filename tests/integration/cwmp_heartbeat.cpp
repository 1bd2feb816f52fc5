// SPDX-License-Identifier: Apache-2.0
// Shows the heartbeats of an endpoint by a clock that the tests move: their phase, what they wait for, who hears none.
#include "tests/integration/clock_house.hpp"

#include <algorithm>
#include <chrono>
#include <string>
#include <vector>

using namespace std::chrono_literals;
using namespace tests;
using namespace tests::integration;

namespace {

const std::string kHeartbeat = kServer + "HeartbeatPolicy.";

acs::Reply heartbeat(const std::string& interval, const std::string& time = "0001-01-01T00:00:00Z") {
  return acs::set_parameter_values({{kHeartbeat + "Enable", "true", "xsd:boolean"},
                                    {kHeartbeat + "ReportingInterval", interval, "xsd:unsignedInt"},
                                    {kHeartbeat + "InitiationTime", time, "xsd:dateTime"}});
}

}  // namespace

TEST_CASE("I14 a heartbeat says that we live, in its phase, and nothing else", "[cwmp_heartbeat]") {
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

TEST_CASE("I14 a heartbeat waits while another Inform is tried again", "[cwmp_heartbeat]") {
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

TEST_CASE("I14 a heartbeat that fails is tried again by itself, and nothing waits for it", "[cwmp_heartbeat]") {
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

TEST_CASE("HB-1 the interval is at least 30 s, and the policy survives a restart", "[cwmp_heartbeat]") {
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

TEST_CASE("VER-7 an ACS of an earlier version hears no heartbeat", "[cwmp_heartbeat]") {
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
  house.wait_for_log("acs.session.failed");
  REQUIRE(house.ctl({"inform"}).exit_code == 0);
  next_inform(house).with_event("1 BOOT");  // 1.4 from here on
  house.advance(60s);
  next_inform(house).with_only_events({"14 HEARTBEAT"});
}
