// SPDX-License-Identifier: Apache-2.0
// Shows that changes which could not be reported to the ACS are kept.
#include "tests/integration/fixture/gateway_under_test.hpp"
#include "tests/support/catch.hpp"

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
