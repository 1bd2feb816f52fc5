// SPDX-License-Identifier: Apache-2.0
// DHCP names the ACS: the hooks that we ship run under sh with what the DHCP clients give them, and the daemon follows.
#include <filesystem>
#include <map>
#include <string>

#include "tests/acs/reply.hpp"
#include "tests/integration/house.hpp"
#include "tests/support/catch.hpp"

using namespace tests::integration;
using namespace std::chrono_literals;
using tests::acs::Exchange;
using tests::acs::ScriptedAcs;

namespace {

const std::string kCode = "Device.DeviceInfo.ProvisioningCode";
const std::string kUrl = "Device.ManagementServer.URL";

std::string hex(const std::string& bytes, bool dhclient = false) {
  std::string text;
  for (const char byte : bytes) {
    char digits[4];
    std::snprintf(digits, sizeof digits, dhclient ? "%x:" : "%02x", static_cast<unsigned char>(byte));
    text += digits;
  }
  if (dhclient) text.pop_back();
  return text;
}

std::string sub(int code, const std::string& value) {
  return std::string(1, static_cast<char>(code)) + static_cast<char>(value.size()) + value;
}

/// Option 125, as the Broadband Forum fills it.
std::string option_125(const std::string& url, const std::string& code) {
  const std::string list = sub(5, "gateway") + sub(11, url) + sub(12, code);
  return std::string("\x00\x00\x0d\xe9", 4) + static_cast<char>(list.size()) + list;
}

HouseOptions waiting(std::string more = {}) {
  HouseOptions options;
  options.settings.acs_url = "dhcp";
  options.settings.acs = "dhcp_file: run/dhcp\n" + more;
  return options;
}

/// Runs one of the hooks as its client does: sourced by a POSIX shell, with these variables.
void hook(const House& house, const std::string& name, const std::string& arguments,
          std::map<std::string, std::string> variables) {
  variables["TR069_PROXY_DHCP"] = PACKAGING "/dhcp/tr069-proxy-dhcp";
  variables["TR069_PROXY_DHCP_FILE"] = house.folder().file("run/dhcp");
  tests::support::Process shell(
      {"sh", "-euc", "set -- " + arguments + "; . '" PACKAGING "/dhcp/" + name + "'; echo sourced"}, variables);
  CHECK(shell.wait() == 0);
  CHECK(shell.output() == "sourced\n");
}

void udhcpc(const House& house, const std::string& event, const std::string& opt43, const std::string& opt125 = {}) {
  hook(house, "udhcpc-hook", event, {{"interface", "eth0"}, {"opt43", opt43}, {"opt125", opt125}});
}

std::string status(const House& house) { return house.ctl({"status"}).output; }

bool shows(const std::string& text, const std::string& part) { return text.find(part) != std::string::npos; }

}  // namespace

TEST_CASE("TP-181 DHCP Provisioning: option 43 names the ACS and the code, and the first session follows",
          "[cwmp_discovery]") {
  House house(waiting());
  CHECK(shows(house.log(), "ACS not known yet (from DHCP)"));
  CHECK(shows(status(house), "waiting for dhcp"));
  CHECK(house.ctl({"inform"}).exit_code != 0);

  udhcpc(house, "deconfig", "");
  udhcpc(house, "bound", hex(sub(1, house.acs().url()) + sub(2, "from-dhcp") + sub(3, "2")));
  std::optional<Exchange> inform;
  house.session(&inform).run_to_end();
  inform->with_only_events({"0 BOOTSTRAP", "1 BOOT"}).with_parameter(kCode, "from-dhcp");
  CHECK(house.get(kUrl) == house.acs().url());
  CHECK(house.get("Device.ManagementServer.CWMPRetryMinimumWaitInterval") == "2");
  CHECK(house.get("Device.ManagementServer.CWMPRetryIntervalMultiplier") == "1000");
  CHECK(shows(status(house), "dhcp"));
  CHECK_FALSE(shows(status(house), "waiting"));

  // The same at the renewal is no news; nor is a restart, with the lease as it was.
  udhcpc(house, "renew", hex(sub(1, house.acs().url()) + sub(2, "from-dhcp") + sub(3, "2")));
  house.restart();
  house.session(&inform).run_to_end();
  inform->with_only_events({"1 BOOT"}).with_parameter(kCode, "from-dhcp");
}

TEST_CASE("option 125 and DHCPv6 as dhclient gives them", "[cwmp_discovery]") {
  House house(waiting());
  SECTION("option 125, beside an option 43 of another maker") {
    hook(house, "dhclient-exit-hook", "",
         {{"reason", "BOUND"},
          {"new_vendor_encapsulated_options", "1:4:a:0:0:1"},
          {"new_vivso", hex(option_125(house.acs().url(), "in-125"), true)}});
    std::optional<Exchange> inform;
    house.session(&inform).run_to_end();
    inform->with_event("0 BOOTSTRAP").with_parameter(kCode, "in-125");
  }
  SECTION("the bare URL in option 43") {
    hook(house, "dhclient-exit-hook", "",
         {{"reason", "REBOOT"}, {"new_vendor_encapsulated_options", house.acs().url()}});
    house.first_contact();
  }
  SECTION("option 17") {
    const std::string url = house.acs().url();
    const std::string wide = std::string("\x00\x00\x0d\xe9\x00\x01\x00", 7) + static_cast<char>(url.size()) + url;
    hook(house, "dhclient-exit-hook", "", {{"reason", "BOUND6"}, {"new_dhcp6_vendor_opts", hex(wide, true)}});
    house.first_contact();
    hook(house, "odhcp6c-hook", "eth0 updated", {{"OPTION_17", hex(wide)}});
    hook(house, "dhclient-exit-hook", "", {{"reason", "EXPIRE"}});
  }
}

TEST_CASE("a lease that names another ACS is 0 BOOTSTRAP there, and a code that changes is told", "[cwmp_discovery]") {
  House house(waiting());
  ScriptedAcs next;
  udhcpc(house, "bound", hex(sub(1, house.acs().url()) + sub(2, "one")));
  house.first_contact();
  udhcpc(house, "renew", hex(sub(1, house.acs().url()) + sub(2, "two")));
  std::optional<Exchange> inform;
  house.session(&inform).run_to_end();
  inform->with_only_events({"4 VALUE CHANGE"}).with_parameter(kCode, "two");

  udhcpc(house, "renew", "", "");  // a lease without a word of the ACS
  udhcpc(house, "renew", hex(sub(1, next.url()) + sub(2, "two")));
  next.accept_session(&inform).run_to_end();
  inform->with_event("0 BOOTSTRAP").without_event("1 BOOT");
}

TEST_CASE("a URL and a code that the ACS has set stay, whatever DHCP says, also over a restart", "[cwmp_discovery]") {
  House house(waiting());
  ScriptedAcs next;
  udhcpc(house, "bound", hex(sub(1, house.acs().url()) + sub(2, "one")));
  house.first_contact();
  house.ask(tests::acs::set_parameter_values({{kUrl, next.url()}, {kCode, "set"}}, "key"));
  std::optional<Exchange> inform;
  next.accept_session(&inform).run_to_end();
  inform->with_event("0 BOOTSTRAP");
  CHECK(shows(status(house), "set"));

  udhcpc(house, "renew", hex(sub(1, "http://127.0.0.1:1/") + sub(2, "two")));
  house.wait_for_log("acs.dhcp_file.url the URL of the ACS from DHCP is http://127.0.0.1:1/");
  CHECK(house.get(kUrl) == next.url());
  CHECK(house.get(kCode) == "set");
  house.restart();
  next.accept_session(&inform).run_to_end();
  inform->with_only_events({"1 BOOT"}).with_parameter(kCode, "set");
}

TEST_CASE(
    "an ACS without a connection for 300 s is discovered anew: the command runs, and what the ACS had set gives way",
    "[cwmp_discovery]") {
  HouseOptions options = waiting("dhcp_renew_command: [sh, -c, \"exit 7\"]\n");
  options.controllable_clock = true;
  House house(std::move(options));
  udhcpc(house, "bound", hex(sub(1, house.acs().url())));
  house.first_contact();
  house.ask(tests::acs::set_parameter_values({{kUrl, "http://127.0.0.1:1/"}}, "key"));
  house.wait_for_log("acs.session.failed");
  house.advance(150s);
  house.wait_for_log("acs.session.failed");
  CHECK(house.get(kUrl) == "http://127.0.0.1:1/");

  house.advance(151s);
  house.wait_for_log("daemon.acs.unreachable");
  CHECK_THAT(house.wait_for_log("daemon.dhcp_renew.failed acs.dhcp_renew_command"), Catch::Contains("7"));
  std::optional<Exchange> inform;
  house.session(&inform).run_to_end();
  inform->with_event("0 BOOTSTRAP").without_event("1 BOOT");
  CHECK(house.get(kUrl) == house.acs().url());
}

TEST_CASE("what is wrong in a lease is said in the log and loses nothing", "[cwmp_discovery]") {
  House house(waiting());
  udhcpc(house, "bound", "zz");
  house.wait_for_log("DHCP option 43 is neither hex digits nor a URL");
  udhcpc(house, "bound", hex(sub(1, "ftp://acs/")));
  house.wait_for_log("names an ACS whose URL must begin with http:// or https://");
  CHECK(shows(status(house), "waiting for dhcp"));
  udhcpc(house, "bound", hex(sub(1, house.acs().url())));
  house.first_contact();
}

TEST_CASE("a configured URL knows no DHCP", "[cwmp_discovery]") {
  House house({.settings = {.acs = "dhcp_file: run/dhcp\n"}});
  house.first_contact();
  udhcpc(house, "bound", hex(sub(1, "http://127.0.0.1:1/")));
  CHECK(house.ctl({"reload"}).exit_code == 0);
  CHECK(house.get(kUrl) == house.acs().url());
  CHECK(shows(status(house), "configuration"));
}

TEST_CASE("the options file keeps each family's options apart", "[cwmp_discovery]") {
  House house(waiting());
  const std::string file = house.folder().file("run/dhcp");
  hook(house, "odhcp6c-hook", "eth0 bound", {{"OPTION_17", "00"}});
  udhcpc(house, "bound", "01", "02");
  CHECK(tests::support::read_text(file) == "opt43=01\nopt125=02\nopt17=00\n");
  udhcpc(house, "renew", "", "03");
  CHECK(tests::support::read_text(file) == "opt125=03\nopt17=00\n");
  udhcpc(house, "renew", "04\nopt17=99", "05");
  CHECK(tests::support::read_text(file) == "opt125=05\nopt17=00\n");
  for (const auto& entry : std::filesystem::directory_iterator(house.folder().file("run")))
    CHECK(entry.path().filename() == "dhcp");  // nothing half written
}
