// SPDX-License-Identifier: Apache-2.0
// DHCP names the ACS: the hooks that we ship run under sh with what the DHCP clients give them, and the daemon follows.
#include <filesystem>
#include <map>
#include <string>

#include "tests/acs/messages/reply.hpp"
#include "tests/integration/fixture/gateway_under_test.hpp"
#include "tests/support/catch.hpp"

using namespace tests::integration;
using Catch::Matchers::ContainsSubstring;
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

GatewayOptions waiting(std::string more = {}) {
  GatewayOptions options;
  options.settings.acs_url = "dhcp";
  options.settings.acs = "dhcp_file: run/dhcp\n" + more;
  return options;
}

/// Runs one of the hooks as its client does: sourced by a POSIX shell, with these variables.
void hook(const Gateway& gateway, const std::string& name, const std::string& arguments,
          std::map<std::string, std::string> variables) {
  variables["TR069_PROXY_DHCP"] = PACKAGING "/dhcp/tr069-proxy-dhcp";
  variables["TR069_PROXY_DHCP_FILE"] = gateway.folder().file("run/dhcp");
  tests::support::Process shell(
      {"sh", "-euc", "set -- " + arguments + "; . '" PACKAGING "/dhcp/" + name + "'; echo sourced"}, variables);
  CHECK(shell.wait() == 0);
  CHECK(shell.output() == "sourced\n");
}

void udhcpc(const Gateway& gateway, const std::string& event, const std::string& opt43,
            const std::string& opt125 = {}) {
  hook(gateway, "udhcpc-hook", event, {{"interface", "eth0"}, {"opt43", opt43}, {"opt125", opt125}});
}

std::string status(const Gateway& gateway) { return gateway.ctl({"status"}).output; }

}  // namespace

TEST_CASE("TP-181 DHCP Provisioning: option 43 names the ACS and the code, and the first session follows",
          "[cwmp_discovery]") {
  Gateway gateway(waiting());
  CHECK_THAT(gateway.log(), ContainsSubstring("ACS not known yet (from DHCP)"));
  CHECK_THAT(status(gateway), ContainsSubstring("waiting for dhcp"));
  CHECK(gateway.ctl({"inform"}).exit_code != 0);

  udhcpc(gateway, "deconfig", "");
  udhcpc(gateway, "bound", hex(sub(1, gateway.acs().url()) + sub(2, "from-dhcp") + sub(3, "2")));
  std::optional<Exchange> inform;
  gateway.session(&inform).run_to_end();
  inform->with_only_events({"0 BOOTSTRAP", "1 BOOT"}).with_parameter(kCode, "from-dhcp");
  CHECK(gateway.get(kUrl) == gateway.acs().url());
  CHECK(gateway.get("Device.ManagementServer.CWMPRetryMinimumWaitInterval") == "2");
  CHECK(gateway.get("Device.ManagementServer.CWMPRetryIntervalMultiplier") == "1000");
  CHECK_THAT(status(gateway), ContainsSubstring("dhcp"));
  CHECK_THAT(status(gateway), !ContainsSubstring("waiting"));

  // The same at the renewal is no news; nor is a restart, with the lease as it was.
  udhcpc(gateway, "renew", hex(sub(1, gateway.acs().url()) + sub(2, "from-dhcp") + sub(3, "2")));
  gateway.restart();
  gateway.session(&inform).run_to_end();
  inform->with_only_events({"1 BOOT"}).with_parameter(kCode, "from-dhcp");
}

TEST_CASE("option 125 and DHCPv6 as dhclient gives them", "[cwmp_discovery]") {
  Gateway gateway(waiting());
  SECTION("option 125, beside an option 43 of another maker") {
    hook(gateway, "dhclient-exit-hook", "",
         {{"reason", "BOUND"},
          {"new_vendor_encapsulated_options", "1:4:a:0:0:1"},
          {"new_vivso", hex(option_125(gateway.acs().url(), "in-125"), true)}});
    std::optional<Exchange> inform;
    gateway.session(&inform).run_to_end();
    inform->with_event("0 BOOTSTRAP").with_parameter(kCode, "in-125");
  }
  SECTION("the bare URL in option 43") {
    hook(gateway, "dhclient-exit-hook", "",
         {{"reason", "REBOOT"}, {"new_vendor_encapsulated_options", gateway.acs().url()}});
    gateway.first_contact();
  }
  SECTION("option 17") {
    const std::string url = gateway.acs().url();
    const std::string wide = std::string("\x00\x00\x0d\xe9\x00\x01\x00", 7) + static_cast<char>(url.size()) + url;
    hook(gateway, "dhclient-exit-hook", "", {{"reason", "BOUND6"}, {"new_dhcp6_vendor_opts", hex(wide, true)}});
    gateway.first_contact();
    hook(gateway, "odhcp6c-hook", "eth0 updated", {{"OPTION_17", hex(wide)}});
    hook(gateway, "dhclient-exit-hook", "", {{"reason", "EXPIRE"}});
  }
}

TEST_CASE("a lease that names another ACS is 0 BOOTSTRAP there, and a code that changes is reported",
          "[cwmp_discovery]") {
  Gateway gateway(waiting());
  ScriptedAcs next;
  udhcpc(gateway, "bound", hex(sub(1, gateway.acs().url()) + sub(2, "one")));
  gateway.first_contact();
  udhcpc(gateway, "renew", hex(sub(1, gateway.acs().url()) + sub(2, "two")));
  std::optional<Exchange> inform;
  gateway.session(&inform).run_to_end();
  inform->with_only_events({"4 VALUE CHANGE"}).with_parameter(kCode, "two");

  udhcpc(gateway, "renew", "", "");  // a lease without a word of the ACS
  udhcpc(gateway, "renew", hex(sub(1, next.url()) + sub(2, "two")));
  next.accept_session(&inform).run_to_end();
  inform->with_event("0 BOOTSTRAP").without_event("1 BOOT");
}

TEST_CASE("a URL and a code that the ACS has set stay, whatever DHCP says, also over a restart", "[cwmp_discovery]") {
  Gateway gateway(waiting());
  ScriptedAcs next;
  udhcpc(gateway, "bound", hex(sub(1, gateway.acs().url()) + sub(2, "one")));
  gateway.first_contact();
  gateway.ask(tests::acs::set_parameter_values({{kUrl, next.url()}, {kCode, "set"}}, "key"));
  std::optional<Exchange> inform;
  next.accept_session(&inform).run_to_end();
  inform->with_event("0 BOOTSTRAP");
  CHECK_THAT(status(gateway), ContainsSubstring("set"));

  udhcpc(gateway, "renew", hex(sub(1, "http://127.0.0.1:1/") + sub(2, "two")));
  gateway.wait_for_log("acs.dhcp_file.url the URL of the ACS from DHCP is http://127.0.0.1:1/");
  CHECK(gateway.get(kUrl) == next.url());
  CHECK(gateway.get(kCode) == "set");
  gateway.restart();
  next.accept_session(&inform).run_to_end();
  inform->with_only_events({"1 BOOT"}).with_parameter(kCode, "set");
}

TEST_CASE(
    "an ACS without a connection for 300 s is discovered anew: the command runs, and what the ACS had set gives way",
    "[cwmp_discovery]") {
  GatewayOptions options = waiting("dhcp_renew_command: [sh, -c, \"exit 7\"]\n");
  options.controllable_clock = true;
  Gateway gateway(std::move(options));
  udhcpc(gateway, "bound", hex(sub(1, gateway.acs().url())));
  gateway.first_contact();
  gateway.ask(tests::acs::set_parameter_values({{kUrl, "http://127.0.0.1:1/"}}, "key"));
  gateway.wait_for_log("acs.session.failed");
  gateway.advance(150s);
  gateway.wait_for_log("acs.session.failed");
  CHECK(gateway.get(kUrl) == "http://127.0.0.1:1/");

  gateway.advance(151s);
  gateway.wait_for_log("daemon.acs.unreachable");
  CHECK_THAT(gateway.wait_for_log("daemon.dhcp_renew.failed acs.dhcp_renew_command"),
             Catch::Matchers::ContainsSubstring("7"));
  std::optional<Exchange> inform;
  gateway.session(&inform).run_to_end();
  inform->with_event("0 BOOTSTRAP").without_event("1 BOOT");
  CHECK(gateway.get(kUrl) == gateway.acs().url());
}

TEST_CASE("a mistake in a lease is logged and loses nothing", "[cwmp_discovery]") {
  Gateway gateway(waiting());
  udhcpc(gateway, "bound", "zz");
  gateway.wait_for_log("DHCP option 43 is neither hex digits nor a URL");
  udhcpc(gateway, "bound", hex(sub(1, "ftp://acs/")));
  gateway.wait_for_log("names an ACS whose URL must begin with http:// or https://");
  CHECK_THAT(status(gateway), ContainsSubstring("waiting for dhcp"));
  udhcpc(gateway, "bound", hex(sub(1, gateway.acs().url())));
  gateway.first_contact();
}

TEST_CASE("a configured URL knows no DHCP", "[cwmp_discovery]") {
  Gateway gateway({.settings = {.acs = "dhcp_file: run/dhcp\n"}});
  gateway.first_contact();
  udhcpc(gateway, "bound", hex(sub(1, "http://127.0.0.1:1/")));
  CHECK(gateway.ctl({"reload"}).exit_code == 0);
  CHECK(gateway.get(kUrl) == gateway.acs().url());
  CHECK_THAT(status(gateway), ContainsSubstring("configuration"));
}

TEST_CASE("the options file keeps each family's options apart", "[cwmp_discovery]") {
  Gateway gateway(waiting());
  const std::string file = gateway.folder().file("run/dhcp");
  hook(gateway, "odhcp6c-hook", "eth0 bound", {{"OPTION_17", "00"}});
  udhcpc(gateway, "bound", "01", "02");
  CHECK(tests::support::read_text(file) == "opt43=01\nopt125=02\nopt17=00\n");
  udhcpc(gateway, "renew", "", "03");
  CHECK(tests::support::read_text(file) == "opt125=03\nopt17=00\n");
  udhcpc(gateway, "renew", "04\nopt17=99", "05");
  CHECK(tests::support::read_text(file) == "opt125=05\nopt17=00\n");
  for (const auto& entry : std::filesystem::directory_iterator(gateway.folder().file("run")))
    CHECK(entry.path().filename() == "dhcp");  // nothing half written
}
