// SPDX-License-Identifier: Apache-2.0
// Shows values that an ACS sends as xsd:string, whatever the type of the parameter: accepted by their text, or refused
// with acs.lenient_types: false.
#include "tests/integration/fixture/gateway_under_test.hpp"
#include "tests/support/catch.hpp"
#include "tests/support/text.hpp"

using namespace tests;
using tests::integration::Gateway;

TEST_CASE("values that an ACS sends as xsd:string are accepted by their text, with one warning a session",
          "[cwmp_lenient_types]") {
  Gateway gateway;
  gateway.first_contact();
  const std::string server = "Device.ManagementServer.";
  acs::Session session = gateway.open_session();
  auto answer = session.expect_empty_post();
  answer = session.ask(answer, acs::set_parameter_values({{server + "PeriodicInformInterval", "1800", "xsd:string"},
                                                          {server + "AutoCreateInstances", "1", "xsd:string"},
                                                          {"Device.DeviceInfo.ProvisioningCode", "17", "xsd:string"}}));
  answer.with_argument("Status", "0");
  answer = session.ask(
      answer, acs::set_parameter_values({{server + "PeriodicInformTime", "2026-11-22T10:15:30Z", "xsd:string"}}));
  answer.with_argument("Status", "0");
  answer.reply(acs::set_parameter_values({{server + "PeriodicInformInterval", "0", "xsd:string"},
                                          {server + "AutoCreateInstances", "perhaps", "xsd:string"}}));
  answer = session.expect("Fault")
               .with_fault(9003)
               .with_parameter_fault(server + "PeriodicInformInterval", 9007)
               .with_parameter_fault(server + "AutoCreateInstances", 9006);
  answer = session.ask(answer, acs::get_parameter_values({server}));
  answer.with_parameter(server + "PeriodicInformInterval", "1800")
      .with_parameter(server + "AutoCreateInstances", "true")
      .with_parameter(server + "PeriodicInformTime", "2026-11-22T10:15:30Z")
      .reply_no_content();
  session.expect_end();
  gateway.ask(acs::set_parameter_values({{server + "AutoCreateInstances", "0", "xsd:string"}}));
  CHECK(tests::support::occurrences(gateway.log(), "acs.session.lenient_types") == 2);
}

TEST_CASE("acs.lenient_types: false refuses xsd:string for another type by the letter of the standard",
          "[cwmp_lenient_types]") {
  Gateway gateway({.settings = {.acs = "lenient_types: false"}});
  gateway.first_contact();
  const std::string name = "Device.ManagementServer.PeriodicInformInterval";
  gateway.ask_in_vain(acs::set_parameter_values({{name, "1800", "xsd:string"}}))
      .with_fault(9003)
      .with_parameter_fault(name, 9006);
  gateway.ask(acs::set_parameter_values({{name, "1800", "xsd:unsignedInt"}})).with_argument("Status", "0");
}
