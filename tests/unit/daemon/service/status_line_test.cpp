// SPDX-License-Identifier: Apache-2.0
// Shows the status line: which ACS, which session, how many devices, and that it is one line.
#include "proxy/daemon/service/status_line.hpp"

#include "tests/support/catch.hpp"

#include <chrono>
#include <string>

using namespace proxy;
using namespace std::chrono_literals;

namespace {

const base::SystemTime kTime{std::chrono::sys_days{std::chrono::year{2026} / 11 / 30} + 10h};

struct Facts {
  Facts() {
    device.oui = "00D09E";
    device.product_class = "Home";
    device.serial_number = "1";
    acs.url = "https://acs.example/cwmp";
  }

  config::Device device;
  config::Acs acs;
  acs::EndpointStatus endpoint = {};
  std::size_t devices = 0, offline = 0;
  bool rejected = false;

  std::string line() const { return daemon::status_line({device, acs, endpoint, devices, offline, rejected}); }
};

}  // namespace

TEST_CASE("the status line has the endpoint, the ACS, the last session and the devices") {
  Facts facts;
  CHECK(facts.line() == "00D09E-Home-1; ACS https://acs.example/cwmp; no session yet; 0 devices");
  facts.endpoint.last_session = kTime;
  facts.endpoint.last_successful = true;
  facts.devices = 1;
  CHECK(facts.line() ==
        "00D09E-Home-1; ACS https://acs.example/cwmp; last session complete at 2026-11-30T10:00:00Z; 1 device");
  facts.endpoint.last_successful = false;
  facts.endpoint.last_failure = "connection refused";
  facts.devices = 12;
  facts.offline = 2;
  facts.rejected = true;
  CHECK(facts.line() ==
        "00D09E-Home-1; ACS https://acs.example/cwmp; last session failed at 2026-11-30T10:00:00Z: connection refused; "
        "12 devices, 2 offline; the configuration file has errors, the former configuration is in use");
}

TEST_CASE("without an ACS the status line has no session") {
  Facts facts;
  facts.acs.url.clear();
  CHECK(facts.line() == "00D09E-Home-1; no ACS; 0 devices");
  facts.acs.discover = true;
  CHECK(facts.line() == "00D09E-Home-1; waiting for an ACS from DHCP; 0 devices");
}

TEST_CASE("the status line shows no query of a URL, and stays one line") {
  Facts facts;
  facts.acs.url = "https://acs.example/cwmp?token=secret";
  facts.endpoint.last_session = kTime;
  facts.endpoint.last_failure = "HTTP 500 oops\nREADY=1";
  CHECK(facts.line().find("secret") == std::string::npos);
  CHECK(facts.line().find('\n') == std::string::npos);
}
