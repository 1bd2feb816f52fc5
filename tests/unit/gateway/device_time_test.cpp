// SPDX-License-Identifier: Apache-2.0
// Shows the gateway's time in its own zone, where the zone is found, and how time_command sets it.
#include "proxy/gateway/device_time.hpp"
#include "tests/support/catch.hpp"
#include "tests/unit/gateway/fixture.hpp"

#include "proxy/gateway/date_time.hpp"
#include "proxy/gateway/management_server/management_server.hpp"
#include "proxy/sets/sets.hpp"

#include <cstdlib>
#include <ctime>
#include <functional>
#include <optional>

using namespace tests::gateway;
using namespace std::chrono_literals;
using proxy::base::SystemTime;

namespace {

/// TZ for the time of a test.
class Zone {
 public:
  explicit Zone(const char* value) {
    if (const char* present = std::getenv("TZ")) before_ = present;
    set(value);
  }
  ~Zone() { set(before_ ? before_->c_str() : nullptr); }
  Zone(const Zone&) = delete;
  Zone& operator=(const Zone&) = delete;

 private:
  static void set(const char* value) {
    value != nullptr ? setenv("TZ", value, 1) : unsetenv("TZ");
    tzset();
  }
  std::optional<std::string> before_;
};

struct StoppedClock final : proxy::base::Clock {
  SystemTime time;
  SystemTime system_now() const override { return time; }
  proxy::base::SteadyTime steady_now() const override { return {}; }
};

/// A time_command, or none.
struct Command final : gateway::DeviceTime::Dependencies {
  bool is_configured = false;
  std::string problem;
  std::vector<std::vector<std::string>> runs;
  bool has_time_command() const override { return is_configured; }
  void run_time_command(std::vector<std::string> settings, std::function<void(std::string)> done) override {
    runs.push_back(std::move(settings));
    done(problem);
  }
};

/// Nothing is pending.
struct Policy final : proxy::sets::Sets::Dependencies {
  proxy::sets::StoredAs stored_as(model::ParameterRef) const override { return {}; }
};

const std::string kZone = "Device.Time.LocalTimeZone";
const std::string kUrl = "Device.ManagementServer.URL";
const std::string kServer1 = "Device.Time.NTPServer1";

constexpr SystemTime kNoon{1795348800s};  // 2026-11-22T12:00:00Z

}  // namespace

TEST_CASE("a time in the zone of the system") {
  const auto [zone, text] =
      GENERATE(table<const char*, std::string>({{"UTC0", "2026-11-22T12:00:00+00:00"},
                                                {"CET-1CEST,M3.5.0,M10.5.0/3", "2026-11-22T13:00:00+01:00"},
                                                {"XXX-5:30", "2026-11-22T17:30:00+05:30"},
                                                {"NST3:30", "2026-11-22T08:30:00-03:30"},
                                                {"XXX12", "2026-11-22T00:00:00-12:00"}}));
  const Zone set(zone);
  CHECK(gateway::local_text(kNoon) == text);
  CHECK(model::canonical(model::Type::date_time, text) == text);
}

TEST_CASE("the rule of a zone file is its last line") {
  using gateway::zone_of_file;
  CHECK(zone_of_file(std::string("TZif2\0\0\nCET-1CEST,M3.5.0,M10.5.0/3\n", 35)) == "CET-1CEST,M3.5.0,M10.5.0/3");
  CHECK(zone_of_file("TZif2\n\n").empty());
  CHECK(zone_of_file(std::string("TZif\0\nUTC0\n", 11)).empty());
  CHECK(zone_of_file("TZif3 no line").empty());
  CHECK(zone_of_file("TZif").empty());
  CHECK(zone_of_file("").empty());
}

TEST_CASE("the zone comes from TZ, or from the file that TZ names") {
  tests::support::TempDir folder;
  folder.write("zone", "TZif2\nNST3:30\n");
  const std::string file = folder.file("zone");
  const auto [variable, zone] = GENERATE(table<std::string, std::string>(
      {{"EST5EDT,M3.2.0,M11.1.0", "EST5EDT,M3.2.0,M11.1.0"}, {"", "UTC0"}, {"file", "NST3:30"}, {":file", "NST3:30"}}));
  const std::string named = variable == "file" ? file : variable == ":file" ? ":" + file : variable;
  const Zone set(named.c_str());
  CHECK(gateway::local_time_zone() == zone);
}

TEST_CASE("Device.Time. is read on request, and never notifies") {
  Home home;
  model::Tree tree;
  StoppedClock clock;
  clock.time = kNoon;
  const Zone set("CET-1");
  Command none;
  const gateway::DeviceTime time(tree, home.store, clock, none);
  model::ChangeTracker tracker(tree, [] {});
  const auto local = tree.find("Device.Time.CurrentLocalTime").value();
  tree.set_attributes(local, {model::Notification::active, true});
  CHECK(value(tree, "Device.Time.CurrentLocalTime") == "2026-11-22T13:00:00+01:00");
  CHECK(value(tree, "Device.Time.LocalTimeZone") == "CET-1");
  const std::string status = value(tree, "Device.Time.Status");
  CHECK((status == "Synchronized" || status == "Unsynchronized"));
  const auto refresh = [&] { local.info().source->refresh(std::vector{local}, [] {}); };
  clock.time += 1h;
  refresh();
  CHECK(value(tree, "Device.Time.CurrentLocalTime") == "2026-11-22T14:00:00+01:00");
  clock.time = SystemTime{1h};
  refresh();
  CHECK(value(tree, "Device.Time.CurrentLocalTime") == model::kUnknownTime);
  CHECK(tracker.empty());
}

TEST_CASE("without time_command the zone and the NTP servers are refused with a text") {
  Home home;
  model::Tree tree;
  const StoppedClock clock;
  Command none;
  const gateway::DeviceTime time(tree, home.store, clock, none);
  for (const auto& path : {kZone, kServer1, std::string("Device.Time.NTPServer5")}) {
    const auto errors = set(tree, home.store, {{path, "CET-1"}});
    REQUIRE(errors.size() == 1);
    CHECK(errors[0].fault == base::Fault::non_writable_parameter);
    CHECK(errors[0].detail == "time_command is not configured: the system itself keeps its time");
  }
  CHECK(none.runs.empty());
}

TEST_CASE("with time_command the zone and the NTP servers are set by it, and again after a restart") {
  Home home;
  const Zone system("UTC0");
  Command command;
  command.is_configured = true;
  const StoppedClock clock;
  {
    model::Tree tree;
    gateway::DeviceTime time(tree, home.store, clock, command);
    time.start();
    CHECK(command.runs.empty());
    CHECK(value(tree, kZone) == "UTC0");
    CHECK(set(tree, home.store, {{kZone, "CET-1CEST,M3.5.0,M10.5.0/3"}, {kServer1, "pool.ntp.org"}}).empty());
    CHECK(set(tree, home.store, {{"Device.Time.NTPServer2", "2001:db8::1"}}).empty());
    const auto refresh = tree.find(kZone).value();
    refresh.info().source->refresh(std::vector{refresh}, [] {});
    CHECK(value(tree, kZone) == "CET-1CEST,M3.5.0,M10.5.0/3");
  }
  REQUIRE(command.runs.size() == 2);
  const std::vector<std::string> last{"LocalTimeZone=CET-1CEST,M3.5.0,M10.5.0/3",
                                      "NTPServer1=pool.ntp.org",
                                      "NTPServer2=2001:db8::1",
                                      "NTPServer3=",
                                      "NTPServer4=",
                                      "NTPServer5="};
  CHECK(command.runs.back() == last);
  model::Tree tree;
  gateway::DeviceTime time(tree, home.store, clock, command);
  CHECK(value(tree, kServer1) == "pool.ntp.org");
  time.start();
  CHECK(command.runs.size() == 3);
  CHECK(command.runs.back() == last);
}

TEST_CASE("a time_command that fails refuses the set, and Status says so") {
  Home home;
  model::Tree tree;
  const StoppedClock clock;
  Command command;
  command.is_configured = true;
  command.problem = "time_command: /bin/set-time ended with exit status 1";
  const gateway::DeviceTime time(tree, home.store, clock, command);
  const auto errors = set(tree, home.store, {{kServer1, "ntp.example"}, {"Device.Time.NTPServer2", "b.example"}});
  REQUIRE(errors.size() == 1);
  CHECK(errors[0].fault == base::Fault::request_denied);
  CHECK(errors[0].path == kServer1);
  CHECK(errors[0].detail == command.problem);
  CHECK(value(tree, kServer1).empty());
  CHECK(value(tree, "Device.Time.NTPServer2").empty());
  const auto status = tree.find("Device.Time.Status").value();
  status.info().source->refresh(std::vector{status}, [] {});
  CHECK(value(tree, "Device.Time.Status") == "Error");
}

TEST_CASE("a time_command that fails leaves the URL of the ACS in effect that the same set would replace") {
  Home home;
  model::Tree tree;
  const StoppedClock clock;
  Command command;
  command.is_configured = true;
  command.problem = "time_command: /bin/set-time ended with exit status 1";
  const gateway::DeviceTime time(tree, home.store, clock, command);
  gateway::ManagementServer server(tree, home.store, {}, {});
  std::vector<std::string> urls;
  server.on_change([&](const gateway::Settings&) { urls.push_back(server.settings().acs.url); });
  const Policy policy;
  proxy::sets::Sets sets(tree, home.store, policy);
  const auto set_both = [&] {
    std::vector<base::Error> errors;
    sets.set_values(
        {{tree.find(kUrl).value(), kUrl, "http://new.example/"}, {tree.find(kServer1).value(), kServer1, "b"}},
        model::Origin::acs, std::nullopt, [&](proxy::sets::SetOutcome outcome) { errors = std::move(outcome.errors); });
    return errors;
  };
  CHECK(set_both().size() == 1);
  CHECK(command.runs.size() == 1);
  CHECK(urls.empty());
  CHECK(value(tree, kUrl).empty());
  CHECK_FALSE(home.store.set_values.find(kUrl));
  command.problem.clear();
  CHECK(set_both().empty());
  CHECK(urls == std::vector<std::string>{"http://new.example/"});
}

TEST_CASE("what is no time zone and no server is refused") {
  Home home;
  model::Tree tree;
  const StoppedClock clock;
  Command command;
  command.is_configured = true;
  const gateway::DeviceTime time(tree, home.store, clock, command);
  for (const auto* zone : {"UTC0", "<+03>-3", "EST5EDT,M3.2.0,M11.1.0", "AEST-10AEDT,M10.1.0,M4.1.0/3", ""})
    CHECK(set(tree, home.store, {{kZone, zone}}).empty());
  for (const auto* zone : {"Europe/Berlin", "CET", "-1", "C-1", "<+03-3", "CET-1 CEST", "CET-1\n", "+01:00"}) {
    CAPTURE(zone);
    const auto errors = set(tree, home.store, {{kZone, zone}});
    REQUIRE(errors.size() == 1);
    CHECK(errors[0].fault == base::Fault::invalid_parameter_value);
    CHECK(errors[0].detail == "must be a time zone of IEEE 1003.1, such as CET-1CEST,M3.5.0,M10.5.0/3");
  }
  for (const auto* server : {"-iburst", "a b", "a;reboot", "$(id)", "pool.ntp.org\n"})
    CHECK(set(tree, home.store, {{kServer1, server}}).size() == 1);
}
