// SPDX-License-Identifier: Apache-2.0
// Shows the monitor socket: what it carries out, what it refuses and with which words, and what a reload changes.
#include "tests/integration/fixture/gateway_under_test.hpp"
#include "tests/support/catch.hpp"

#include <boost/json.hpp>

#include <sys/stat.h>
#include <unistd.h>

#include <filesystem>
#include <string>
#include <vector>

using namespace tests;
using namespace tests::integration;
using Catch::Matchers::ContainsSubstring;

namespace {

const support::TempDir kFolder;
const std::string kSocket = kFolder.file("monitor.sock");

Settings settings(const std::string& more = "") {
  return {.top = "monitor: { socket: " + kSocket + (more.empty() ? "" : ", " + more) + " }\n"};
}

support::Finished monitor(std::vector<std::string> arguments) {
  arguments.insert(arguments.begin(), {CTL, "--socket", kSocket});
  return support::run(std::move(arguments));
}

}  // namespace

TEST_CASE("the monitor socket carries out what reads, and refuses the rest with a reason", "[control_monitor]") {
  Gateway gateway({.settings = settings()});
  gateway.first_contact();
  for (const std::vector<std::string>& command : std::vector<std::vector<std::string>>{{"status"},
                                                                                       {"tree"},
                                                                                       {"get", "Device.DeviceInfo."},
                                                                                       {"devices"},
                                                                                       {"adapters"},
                                                                                       {"events"},
                                                                                       {"problems"},
                                                                                       {"log"}}) {
    CAPTURE(command.front());
    CHECK(monitor(command).exit_code == 0);
  }
  CHECK_THAT(monitor({"explain", "--topic", "a", "--payload", "1"}).output, !ContainsSubstring("monitor"));

  const std::string managing = "the monitor socket does not carry out `";
  for (const std::vector<std::string>& command :
       std::vector<std::vector<std::string>>{{"inform"},
                                             {"reload"},
                                             {"log", "debug"},
                                             {"log", "acs", "debug"},
                                             {"download", "3 Vendor Configuration File", "http://127.0.0.1/a"}}) {
    const support::Finished refused = monitor(command);
    CHECK(refused.exit_code == 1);
    CHECK(refused.output == managing + command.front() + "`: only the control socket does\n");
  }
  const support::Finished refused = monitor({"set", "Device.DeviceInfo.ProvisioningCode", "A"});
  CHECK(refused.exit_code == 1);
  CHECK(refused.output == managing + "set`: monitor.allow_set is false\n");
  CHECK(gateway.get("Device.DeviceInfo.ProvisioningCode").empty());
  CHECK(boost::json::parse(monitor({"--json", "status"}).output).at("allow_set") == false);
  CHECK(gateway.log().find("daemon.reload.done") == std::string::npos);

  // The control socket still does all of it.
  CHECK(gateway.ctl({"set", "Device.DeviceInfo.ProvisioningCode", "B"}).exit_code == 0);
  CHECK(gateway.ctl({"reload"}).exit_code == 0);
}

TEST_CASE("a reload lets the monitor socket set, and takes it away again", "[control_monitor]") {
  Gateway gateway({.settings = settings()});
  const std::vector<std::string> set{"set", "Device.DeviceInfo.ProvisioningCode", "C"};
  CHECK(monitor(set).exit_code == 1);
  gateway.configure(settings("allow_set: true"));
  CHECK_THAT(gateway.ctl({"--json", "reload"}).output, ContainsSubstring("\"after_restart\":[]"));
  CHECK(boost::json::parse(monitor({"--json", "status"}).output).at("allow_set") == true);
  CHECK(monitor(set).exit_code == 0);
  CHECK(gateway.get("Device.DeviceInfo.ProvisioningCode") == "C");
  CHECK(monitor({"reload"}).exit_code == 1);

  gateway.configure(settings());
  gateway.ctl({"reload"});
  CHECK(monitor(set).exit_code == 1);
}

TEST_CASE("without monitor.socket there is no second socket, and another one needs a restart", "[control_monitor]") {
  Gateway gateway;
  CHECK_FALSE(std::filesystem::exists(kSocket));
  gateway.configure(settings());
  CHECK_THAT(gateway.ctl({"--json", "reload"}).output, ContainsSubstring("\"after_restart\":[\"monitor\"]"));
  CHECK_FALSE(std::filesystem::exists(kSocket));
  gateway.restart();
  struct stat status {};
  REQUIRE(::stat(kSocket.c_str(), &status) == 0);
  CHECK((status.st_mode & 0777U) == 0600U);
  gateway.stop();
  CHECK_FALSE(std::filesystem::exists(kSocket));
}

TEST_CASE("the members of monitor.group may open the monitor socket, and not the control socket", "[control_monitor]") {
  if (::geteuid() != 0) return;  // the groups of another user are not known
  Gateway gateway({.settings = settings("group: daemon")});
  struct stat monitor_file {
  }, control_file{};
  REQUIRE(::stat(kSocket.c_str(), &monitor_file) == 0);
  REQUIRE(::stat(gateway.folder().file("control.sock").c_str(), &control_file) == 0);
  CHECK((monitor_file.st_mode & 0777U) == 0660U);
  CHECK(monitor_file.st_gid != control_file.st_gid);
  CHECK((control_file.st_mode & 0777U) == 0600U);
}

TEST_CASE("a monitor socket that cannot be opened does not keep the gateway from its work", "[control_monitor]") {
  Gateway gateway({.settings = settings("group: no-such-group")});
  CHECK_THAT(gateway.log(), ContainsSubstring("daemon.monitor.not_open") &&
                                ContainsSubstring("monitor.group: there is no group no-such-group"));
  gateway.first_contact();
  CHECK(gateway.ctl({"status"}).exit_code == 0);
}
