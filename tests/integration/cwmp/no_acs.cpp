// SPDX-License-Identifier: Apache-2.0
// A gateway without an ACS: `acs.url: ""`. The daemon runs, shows its devices, and waits for a URL.
#include <chrono>
#include <optional>
#include <string>
#include <utility>

#include "tests/integration/fixture/gateway_under_test.hpp"
#include "tests/support/catch.hpp"
#include "tests/support/text.hpp"

using namespace tests::integration;
using Catch::Matchers::ContainsSubstring;
using tests::acs::Exchange;

namespace {

const std::string kUrl = "Device.ManagementServer.URL";

GatewayOptions without_acs(std::string connection_request = {}) {
  GatewayOptions options;
  options.settings.acs = "url: \"\"";
  options.settings.connection_request = std::move(connection_request);
  return options;
}

}  // namespace

TEST_CASE("an empty acs.url means no ACS: the daemon says so once, and runs", "[cwmp_no_acs]") {
  Gateway gateway(without_acs());
  CHECK_THAT(gateway.log(), ContainsSubstring("acs.url.unknown no ACS is configured (acs.url is empty)"));
  CHECK_THAT(gateway.log(), ContainsSubstring("ACS none"));
  CHECK_THAT(gateway.ctl({"--json", "status"}).output, ContainsSubstring("\"acs_url_from\":\"none\""));
  CHECK(gateway.ctl({"--json", "problems"}).output == "[]\n");
  CHECK_THAT(gateway.ctl({"status"}).output, ContainsSubstring("All is well: no ACS is configured (acs.url is empty)"));
  CHECK(gateway.ctl({"status", "--check"}).exit_code == 0);
  const auto inform = gateway.ctl({"inform"});
  CHECK(inform.exit_code != 0);
  CHECK_THAT(inform.output, ContainsSubstring("no ACS is configured: acs.url is empty"));
  CHECK(gateway.get(kUrl).empty());

  // A change that would be reported, a reload and a restart leave it so.
  CHECK(gateway.ctl({"set", "Device.DeviceInfo.ProvisioningCode", "changed"}).exit_code == 0);
  CHECK(gateway.ctl({"reload"}).exit_code == 0);
  CHECK(tests::support::occurrences(gateway.log(), "acs.url.unknown") == 1);
  gateway.restart();
  CHECK(gateway.get("Device.DeviceInfo.ProvisioningCode") == "changed");
  gateway.acs().expect_silence(std::chrono::milliseconds(200));
}

TEST_CASE("without an ACS no log line asks for a password of connection requests", "[cwmp_no_acs]") {
  Gateway gateway(without_acs("username: \"\"\npassword: \"\""));
  CHECK_THAT(gateway.log(), !ContainsSubstring("daemon.connection_request.no_password"));
}

TEST_CASE("the first session follows when an operator sets the URL that was empty", "[cwmp_no_acs]") {
  Gateway gateway(without_acs());
  REQUIRE(gateway.ctl({"set", kUrl, gateway.acs().url()}).exit_code == 0);
  std::optional<Exchange> inform;
  gateway.session(&inform).run_to_end();
  inform->with_only_events({"0 BOOTSTRAP", "1 BOOT"});
  CHECK_THAT(gateway.ctl({"--json", "status"}).output, ContainsSubstring("\"acs_url_from\":\"set\""));
}

TEST_CASE("the first session follows when a restart finds a URL where there was none", "[cwmp_no_acs]") {
  Gateway gateway(without_acs());
  gateway.stop();
  gateway.configure({});
  gateway.start();
  gateway.first_contact();
  CHECK_THAT(gateway.ctl({"--json", "status"}).output, ContainsSubstring("\"acs_url_from\":\"configuration\""));
}
