// SPDX-License-Identifier: Apache-2.0
// Shows the daemon as a service of systemd: what it reports on the notification socket, and its lines in the journal.
#include "tests/integration/fixture/gateway_under_test.hpp"
#include "tests/support/catch.hpp"
#include "tests/support/servers/notification_socket.hpp"

#include <grp.h>
#include <sys/stat.h>
#include <unistd.h>

#include <algorithm>
#include <csignal>
#include <filesystem>
#include <map>
#include <string>
#include <utility>

using namespace tests;
using namespace tests::integration;
using Catch::Matchers::ContainsSubstring;
using Catch::Matchers::StartsWith;
using support::NotificationSocket;

namespace {

const support::TempDir kFolder;

// Often, so that a test soon sees a new status line.
const std::string kWatchdog = "100000";

GatewayOptions service(const NotificationSocket& manager, std::map<std::string, std::string> more = {}) {
  GatewayOptions options;
  options.environment = std::move(more);
  options.environment["NOTIFY_SOCKET"] = manager.address();
  return options;
}

bool has_line(const std::string& report, const std::string& line) {
  return ("\n" + report).find("\n" + line + "\n") != std::string::npos;
}

std::size_t count(NotificationSocket& manager, const std::string& part) {
  const auto& all = manager.received();
  return static_cast<std::size_t>(
      std::ranges::count_if(all, [&](const std::string& one) { return one.find(part) != std::string::npos; }));
}

// The output of the daemon when its standard error is the journal, as far as it can see: up to its end.
std::string in_journal(const std::string& config, const std::string& wait_for, int exit_code) {
  support::Process daemon({"sh", "-c", "JOURNAL_STREAM=$(stat -L -c %d:%i /proc/self/fd/2) exec \"$0\" \"$@\"", DAEMON,
                           "--config", config});
  if (!wait_for.empty()) daemon.wait_for_line(wait_for);
  if (!wait_for.empty()) daemon.signal(SIGTERM);
  CHECK(daemon.wait() == exit_code);
  return daemon.output();
}

}  // namespace

TEST_CASE("a service is ready when its adapters have started, and stops with a last report", "[control_service]") {
  for (const auto& [plugin, folder] :
       std::map<std::string, std::string>{{"file", ADAPTERS}, {"cannot_start", BAD_ADAPTERS}}) {
    std::filesystem::create_symlink(folder + "/" + plugin + ".so", kFolder.path() / (plugin + ".so"));
  }
  for (const std::string& address : {kFolder.file("notify"), "@" + kFolder.file("abstract")}) {
    CAPTURE(address);
    NotificationSocket manager(address);
    GatewayOptions options = service(manager);
    options.settings.adapters =
        "- { name: files, plugin: file, mount: Device.X_Files., parameters: [{ path: A, source: { file: "
        "/proc/version } }] }\n"
        "- { name: broken, plugin: cannot_start, mount: Device.X_Broken. }\n";
    options.settings.adapter_dir = kFolder.path().string();
    Gateway gateway(std::move(options));
    const std::string ready = manager.wait_for("READY=1");
    CHECK(manager.received().front() == ready);
    CHECK(has_line(ready,
                   "STATUS=00D09E-HomeGateway-GW0001; ACS " + gateway.acs().url() + "; no session yet; 0 devices"));
    CHECK_THAT(gateway.ctl({"--json", "adapters"}).output, ContainsSubstring("\"status\":\"Up\""));
    CHECK(gateway.log().find("daemon.process.started") < gateway.log().size());

    gateway.stop();
    CHECK(has_line(manager.wait_for("STOPPING=1"), "STOPPING=1"));
    CHECK_THAT(manager.received().back(), StartsWith("STOPPING=1"));
    CHECK(count(manager, "READY=1") == 1);
    CHECK(count(manager, "WATCHDOG=1") == 0);
  }
}

TEST_CASE("the loop feeds the watchdog, and the status line follows the sessions", "[control_service]") {
  NotificationSocket manager(kFolder.file("watchdog"));
  Gateway gateway(service(manager, {{"WATCHDOG_USEC", kWatchdog}}));
  manager.wait_for("READY=1");
  for (int report = 0; report < 3; ++report) CHECK_THAT(manager.wait_for("WATCHDOG=1"), StartsWith("WATCHDOG=1\n"));
  gateway.first_contact();
  CHECK_THAT(manager.wait_for("last session complete at 20"), ContainsSubstring("WATCHDOG=1\nSTATUS="));
  gateway.ctl({"inform"});
  gateway.acs().expect("Inform").reply(acs::http_status(503));
  CHECK_THAT(manager.wait_for("last session failed at 20"), ContainsSubstring("503"));
}

TEST_CASE("a watchdog that is meant for another process, or has no time, is not fed", "[control_service]") {
  for (const auto& environment : {std::map<std::string, std::string>{{"WATCHDOG_USEC", "2000"}, {"WATCHDOG_PID", "1"}},
                                  std::map<std::string, std::string>{{"WATCHDOG_USEC", "0"}},
                                  std::map<std::string, std::string>{{"WATCHDOG_USEC", "2s"}}}) {
    NotificationSocket manager(kFolder.file("other"));
    Gateway gateway(service(manager, environment));
    manager.wait_for("READY=1");
    gateway.first_contact();
    gateway.stop();
    manager.wait_for("STOPPING=1");
    CHECK(count(manager, "WATCHDOG") == 0);
  }
}

TEST_CASE("a reload is reported, and so is a rejected one", "[control_service]") {
  NotificationSocket manager(kFolder.file("reload"));
  Gateway gateway(service(manager));
  manager.wait_for("READY=1");
  gateway.daemon().signal(SIGHUP);
  CHECK_THAT(manager.wait_for("RELOADING=1"), ContainsSubstring("\nMONOTONIC_USEC="));
  CHECK_THAT(manager.wait_for("READY=1"), !ContainsSubstring("errors"));

  gateway.configure({.top = "no_such_key: 1\n"});
  CHECK(gateway.ctl({"reload"}).exit_code != 0);
  manager.wait_for("RELOADING=1");
  CHECK_THAT(manager.wait_for("READY=1"), ContainsSubstring("the configuration file has errors"));

  gateway.configure({});
  CHECK(gateway.ctl({"reload"}).exit_code == 0);
  manager.wait_for("RELOADING=1");
  CHECK_THAT(manager.wait_for("READY=1"), !ContainsSubstring("errors"));
}

TEST_CASE("a factory reset, which executes the daemon anew, is no end of the service", "[control_service]") {
  NotificationSocket manager(kFolder.file("reset"));
  Gateway gateway(service(manager, {{"WATCHDOG_USEC", kWatchdog}}));
  manager.wait_for("READY=1");
  gateway.first_contact();
  gateway.ask(acs::factory_reset());
  manager.wait_for("RELOADING=1");
  CHECK_THAT(manager.wait_for("READY=1"), ContainsSubstring("no session yet"));
  manager.wait_for("WATCHDOG=1");
  CHECK(count(manager, "STOPPING=1") == 0);
  gateway.first_contact();
}

TEST_CASE("a service manager that is not there, or has another kind of address, costs a line of the log",
          "[control_service]") {
  for (const auto& [address, id] :
       std::map<std::string, std::string>{{kFolder.file("nothing"), "daemon.service.not_notified"},
                                          {"vsock:2:9999", "daemon.service.bad_environment"},
                                          {"/" + std::string(200, 'x'), "daemon.service.bad_environment"}}) {
    CAPTURE(address);
    GatewayOptions options;
    options.environment = {{"NOTIFY_SOCKET", address}, {"WATCHDOG_USEC", "2000"}};
    Gateway gateway(std::move(options));
    gateway.first_contact();
    const std::string log = gateway.log();
    CHECK_THAT(log, ContainsSubstring(id));
    CHECK(log.find(id) == log.rfind(id));
  }
}

TEST_CASE("lines for the journal begin with their priority and have no time of their own", "[control_service]") {
  GatewayOptions options;
  options.start = false;
  options.settings.connection_request = "password: \"\"";
  const Gateway gateway(std::move(options));
  const std::string log = in_journal(gateway.folder().file("tr069-proxy.yaml"), "daemon.process.started", 0);
  CHECK_THAT(log, ContainsSubstring("<6>daemon.process.started "));
  CHECK_THAT(log, ContainsSubstring("<4>daemon.connection_request.no_password "));
}

TEST_CASE("what stops a start is an error in the journal, each line of it", "[control_service]") {
  const std::string wrong = kFolder.write("wrong.yaml", "acs: { url: ftp://a }\nno_such_key: 1\n");
  const std::string log = in_journal(wrong, "", 1);
  CHECK_THAT(log, StartsWith("<3>" + wrong));
  CHECK(std::ranges::count(log, '\n') >= 3);
  std::size_t lines = 0;
  for (std::size_t at = log.find("<3>"); at != std::string::npos; at = log.find("\n<3>", at + 1)) ++lines;
  CHECK(static_cast<std::ptrdiff_t>(lines) == std::ranges::count(log, '\n'));
}

TEST_CASE("an inherited JOURNAL_STREAM that is not standard error changes nothing", "[control_service]") {
  GatewayOptions options;
  options.environment = {{"JOURNAL_STREAM", "9:12345"}};
  Gateway gateway(std::move(options));
  CHECK_THAT(gateway.log(), ContainsSubstring(" info daemon.process.started ") && !ContainsSubstring("<6>"));
}

TEST_CASE("with control_group the members of a group may ask the daemon", "[control_service]") {
  GatewayOptions options;
  options.settings.top = std::string("control_group: ") + ::getgrgid(::getegid())->gr_name + "\n";
  Gateway gateway(std::move(options));
  struct stat status {};
  REQUIRE(::stat(gateway.folder().file("control.sock").c_str(), &status) == 0);
  CHECK((status.st_mode & 0777U) == 0660U);
  CHECK(gateway.ctl({"status"}).exit_code == 0);

  gateway.configure({.top = "control_group: daemon\n"});
  CHECK_THAT(gateway.ctl({"--json", "reload"}).output, ContainsSubstring("\"after_restart\":[\"control_group\"]"));
}
