// SPDX-License-Identifier: Apache-2.0
// Shows that changes which could not be reported to the ACS are kept.
#include "tests/integration/fixture/gateway_under_test.hpp"
#include "tests/support/catch.hpp"

#include <fstream>

using namespace tests;
using integration::Gateway;

TEST_CASE("N07 changes of a failed session are reported with later changes, with the current values",
          "[cwmp_notification]") {
  const std::string code = "Device.DeviceInfo.ProvisioningCode";
  const std::string interval = "Device.ManagementServer.PeriodicInformInterval";
  const std::string retry = "Device.ManagementServer.CWMPRetryMinimumWaitInterval";
  Gateway gateway({.settings = {.acs = "retry_minimum_wait_s: 60"}});
  gateway.first_contact();
  gateway.ask(
      acs::set_parameter_attributes({{.name = interval, .notification = 1}, {.name = retry, .notification = 1}}));

  REQUIRE(gateway.ctl({"set", interval, "400"}).exit_code == 0);
  REQUIRE(gateway.ctl({"set", code, "first"}).exit_code == 0);
  gateway.acs()
      .expect("Inform")
      .with_only_events({"4 VALUE CHANGE"})
      .with_parameter(code, "first")
      .with_parameter(interval, "400")
      .reply(acs::http_status(503));
  gateway.wait_for_log("acs.session.failed");
  REQUIRE(gateway.ctl({"set", code, "second"}).exit_code == 0);
  REQUIRE(gateway.ctl({"set", retry, "2"}).exit_code == 0);
  REQUIRE(gateway.ctl({"inform"}).exit_code == 0);
  std::optional<acs::Exchange> inform;
  gateway.session(&inform).run_to_end();
  inform->with_only_events({"4 VALUE CHANGE"})
      .with_argument("RetryCount", "1")
      .with_parameter(code, "second")
      .with_parameter(interval, "400")
      .with_parameter(retry, "2");
  REQUIRE(gateway.ctl({"inform"}).exit_code == 0);
  gateway.session(&inform).run_to_end();
  inform->with_only_events({}).without_parameter(interval);
}

TEST_CASE("an active change of another parameter opens a session while a retry waits, the same one does not",
          "[cwmp_notification]") {
  const std::string code = "Device.DeviceInfo.ProvisioningCode";
  const std::string interval = "Device.ManagementServer.PeriodicInformInterval";
  const std::string retry = "Device.ManagementServer.CWMPRetryMinimumWaitInterval";
  Gateway gateway({.settings = {.acs = "retry_minimum_wait_s: 600"}});
  gateway.first_contact();
  gateway.ask(
      acs::set_parameter_attributes({{.name = interval, .notification = 2}, {.name = retry, .notification = 2}}));

  REQUIRE(gateway.ctl({"set", code, "first"}).exit_code == 0);
  gateway.acs().expect("Inform").with_parameter(code, "first").reply(acs::http_status(503));
  gateway.wait_for_log("acs.session.failed");
  REQUIRE(gateway.ctl({"set", code, "second"}).exit_code == 0);
  gateway.acs().expect_silence(std::chrono::milliseconds(200));
  REQUIRE(gateway.ctl({"set", interval, "400"}).exit_code == 0);
  gateway.acs()
      .expect("Inform")
      .with_only_events({"4 VALUE CHANGE"})
      .with_argument("RetryCount", "1")
      .with_parameter(code, "second")
      .with_parameter(interval, "400")
      .reply(acs::http_status(503));
  gateway.wait_for_log("acs.session.failed");
  // The next one waits: an outage of the ACS must not bring a session for each parameter.
  REQUIRE(gateway.ctl({"set", retry, "601"}).exit_code == 0);
  gateway.acs().expect_silence(std::chrono::milliseconds(200));
}

TEST_CASE("acs.active_notification_throttle_s holds until the ACS sets another one", "[cwmp_notification]") {
  const std::string code = "Device.DeviceInfo.ProvisioningCode";
  const std::string throttle = "Device.ManagementServer.DefaultActiveNotificationThrottle";
  Gateway gateway({.settings = {.acs = "active_notification_throttle_s: 600"}});
  gateway.first_contact();
  CHECK(gateway.get(throttle) == "600");
  REQUIRE(gateway.ctl({"set", code, "first"}).exit_code == 0);
  gateway.acs().expect_silence(std::chrono::milliseconds(200));
  gateway.ask(acs::set_parameter_values({{throttle, "0", "xsd:unsignedInt"}}));
  REQUIRE(gateway.ctl({"set", code, "second"}).exit_code == 0);
  std::optional<acs::Exchange> inform;
  gateway.session(&inform).run_to_end();
  inform->with_only_events({"4 VALUE CHANGE"}).with_parameter(code, "second");
}

TEST_CASE("passive attributes of what is only read when asked are compared at each Inform, active ones are refused",
          "[cwmp_notification]") {
  const std::string up = "Device.DeviceInfo.UpTime";
  const std::string free = "Device.DeviceInfo.MemoryStatus.Free";
  const std::string usage = "Device.DeviceInfo.ProcessStatus.CPUUsage";
  const std::string now = "Device.Time.CurrentLocalTime";
  Gateway gateway;
  gateway.first_contact();
  for (const std::string& name : {up, free, usage}) {
    gateway.ask_in_vain(acs::set_parameter_attributes({{.name = name, .notification = 2}})).with_fault(9009);
    gateway.ask_in_vain(acs::set_parameter_attributes({{.name = name, .notification = 5}})).with_fault(9009);
  }
  gateway.ask(acs::set_parameter_attributes({{.name = up, .notification = 1}, {.name = now, .notification = 1}}));
  // A whole second passes, by whichever clock.
  const auto seconds = [] {
    double up_time = 0;
    std::ifstream("/proc/uptime") >> up_time;
    return static_cast<long>(up_time);
  };
  for (const long before = seconds(); seconds() < before + 2;) {
  }
  REQUIRE(gateway.ctl({"inform"}).exit_code == 0);
  std::optional<acs::Exchange> inform;
  gateway.session(&inform).run_to_end();
  inform->with_only_events({"4 VALUE CHANGE"}).with_parameter(up).with_parameter(now).without_parameter(free);
}

TEST_CASE("active notification below a path passes by what is refused", "[cwmp_notification]") {
  const std::string up = "Device.DeviceInfo.UpTime";
  const std::string model = "Device.DeviceInfo.ModelName";
  Gateway gateway;
  gateway.first_contact();
  gateway.ask(acs::set_parameter_attributes({{.name = "Device.DeviceInfo.", .notification = 2}}));
  const auto answer = gateway.ask(acs::get_parameter_attributes({up, model}));
  REQUIRE(answer->attributes.size() == 2);
  CHECK(answer->attributes[0].notification == 0);
  CHECK(answer->attributes[1].notification == 2);
}
