// SPDX-License-Identifier: Apache-2.0
// Shows the gateway's time in its own zone, and where the zone is found.
#include "proxy/gateway/device_time.hpp"
#include "tests/support/catch.hpp"
#include "tests/unit/gateway/fixture.hpp"

#include "proxy/gateway/date_time.hpp"

#include <cstdlib>
#include <ctime>
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
  const gateway::DeviceTime time(tree, home.store, clock);
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
