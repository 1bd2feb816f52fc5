// SPDX-License-Identifier: Apache-2.0
// Shows the heartbeats of an endpoint by a clock that the tests move: their phase, what they wait for, and which ACS
// gets none.
#include "tests/integration/fixture/moved_clock.hpp"

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

TEST_CASE("I14 a heartbeat comes in its phase and carries nothing else", "[cwmp_heartbeat]") {
  Gateway gateway(with_clock("periodic_inform: { enable: true, interval_s: 60 }"));
  gateway.first_contact();
  gateway.ask(heartbeat("3600", integration::utc_text(gateway.time() + 30min)));
  gateway.ask(acs::set_parameter_values({{kServer + "DefaultActiveNotificationThrottle", "86400", "xsd:unsignedInt"},
                                         {kServer + "PeriodicInformEnable", "0", "xsd:boolean"}}));
  local_change(gateway, "waits for the throttle");
  gateway.advance(29min);
  expect_nothing(gateway);
  gateway.advance(61s);
  acs::Exchange beat = next_inform(gateway);
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
  gateway.advance(10h);  // those that were missed are one
  next_inform(gateway).with_only_events({"14 HEARTBEAT"});
  // It took nothing along of what waits.
  REQUIRE(gateway.ctl({"inform"}).exit_code == 0);
  next_inform(gateway).with_only_events({"4 VALUE CHANGE"}).with_parameter(kCode, "waits for the throttle");
}

TEST_CASE("I14 a heartbeat waits while another Inform is tried again", "[cwmp_heartbeat]") {
  Gateway gateway(with_default_retries());
  gateway.first_contact();
  gateway.ask(heartbeat("30"));
  local_change(gateway, "1");
  fail_next(gateway).with_only_events({"4 VALUE CHANGE"});
  for (int retry = 1; retry < 5; ++retry) {
    gateway.advance(std::chrono::seconds(10 << (retry - 1)));
    fail_next(gateway).with_only_events({"4 VALUE CHANGE"}).with_argument("RetryCount", std::to_string(retry));
  }
  gateway.advance(160s);
  next_inform(gateway).with_only_events({"4 VALUE CHANGE"}).with_argument("RetryCount", "5");
  next_inform(gateway).with_only_events({"14 HEARTBEAT"}).with_argument("RetryCount", "0");
}

TEST_CASE("I14 a heartbeat that fails is tried again by itself, and nothing waits for it", "[cwmp_heartbeat]") {
  Gateway gateway(with_default_retries());
  gateway.first_contact();
  gateway.ask(heartbeat("3600", integration::utc_text(gateway.time() + 30min)));
  gateway.advance(30min + 1s);
  fail_next(gateway).with_only_events({"14 HEARTBEAT"}).with_argument("RetryCount", "0");
  SECTION("alone") { gateway.advance(10s); }
  SECTION("after what happens meanwhile") {
    local_change(gateway, "1");
    next_inform(gateway).with_only_events({"4 VALUE CHANGE"}).with_argument("RetryCount", "1");
  }
  next_inform(gateway).with_only_events({"14 HEARTBEAT"});
}

TEST_CASE("HB-1 the interval is at least 30 s, and the policy survives a restart", "[cwmp_heartbeat]") {
  Gateway gateway(with_clock());
  gateway.first_contact();
  gateway.ask_in_vain(heartbeat("29")).with_parameter_fault(kHeartbeat + "ReportingInterval", 9007);
  CHECK(gateway.get(kHeartbeat + "Enable") == "false");
  gateway.ask(heartbeat("30"));
  gateway.restart();
  next_inform(gateway).with_only_events({"1 BOOT"});
  gateway.advance(30s);
  next_inform(gateway).with_only_events({"14 HEARTBEAT"});
}

TEST_CASE("VER-7 an ACS of an earlier version gets no heartbeat", "[cwmp_heartbeat]") {
  Gateway gateway(with_clock());
  gateway.first_contact();
  gateway.ask(heartbeat("60"));
  REQUIRE(gateway.ctl({"inform"}).exit_code == 0);
  acs::Session session = gateway.acs().expect_session();
  session.expect("Inform").reply(acs::inform_response().with_soap_header(
      "<cwmp:UseCWMPVersion soap-env:mustUnderstand=\"1\">1.3</cwmp:UseCWMPVersion>"));
  session.run_to_end();
  gateway.advance(1h);
  expect_nothing(gateway);
  gateway.kill();
  gateway.start();
  session = gateway.acs().expect_session();
  session.expect("Inform").reply(acs::fault(8001));  // nothing new is agreed on
  gateway.wait_for_log("acs.session.failed");
  REQUIRE(gateway.ctl({"inform"}).exit_code == 0);
  next_inform(gateway).with_event("1 BOOT");  // 1.4 from here on
  gateway.advance(60s);
  next_inform(gateway).with_only_events({"14 HEARTBEAT"});
}
