// SPDX-License-Identifier: Apache-2.0
// Shows what becomes of changes that the ACS could not be told of.
#include "tests/integration/house.hpp"
#include "tests/support/catch.hpp"

using namespace tests;
using integration::House;

TEST_CASE("N07 changes of a session that failed are told with those that came since, as the values are then",
          "[cwmp_notification]") {
  const std::string code = "Device.DeviceInfo.ProvisioningCode";
  const std::string interval = "Device.ManagementServer.PeriodicInformInterval";
  const std::string retry = "Device.ManagementServer.CWMPRetryMinimumWaitInterval";
  House house({.settings = {.acs = "retry_minimum_wait_s: 60"}});
  house.first_contact();
  house.ask(acs::set_parameter_attributes({{.name = interval, .notification = 1}, {.name = retry, .notification = 1}}));

  REQUIRE(house.ctl({"set", interval, "400"}).exit_code == 0);
  REQUIRE(house.ctl({"set", code, "first"}).exit_code == 0);
  house.acs()
      .expect("Inform")
      .with_only_events({"4 VALUE CHANGE"})
      .with_parameter(code, "first")
      .with_parameter(interval, "400")
      .reply(acs::http_status(503));
  house.wait_for_log("acs.session.failed");
  REQUIRE(house.ctl({"set", code, "second"}).exit_code == 0);
  REQUIRE(house.ctl({"set", retry, "2"}).exit_code == 0);
  REQUIRE(house.ctl({"inform"}).exit_code == 0);
  std::optional<acs::Exchange> inform;
  house.session(&inform).run_to_end();
  inform->with_only_events({"4 VALUE CHANGE"})
      .with_argument("RetryCount", "1")
      .with_parameter(code, "second")
      .with_parameter(interval, "400")
      .with_parameter(retry, "2");
  REQUIRE(house.ctl({"inform"}).exit_code == 0);
  house.session(&inform).run_to_end();
  inform->with_only_events({}).without_parameter(interval);
}
