// SPDX-License-Identifier: Apache-2.0
// Shows that what the ACS was told is done stays done when the daemon is killed at any moment, that a set cut in the
// middle is there in whole or not at all, and that a damaged store costs what it held and no more.
#include "tests/integration/fixture/mqtt_home.hpp"
#include "tests/support/catch.hpp"

#include <poll.h>
#include <sys/inotify.h>
#include <unistd.h>

#include <array>
#include <filesystem>
#include <fstream>
#include <string>

using namespace tests::acs;
using namespace tests::integration;

namespace {

const std::string kKey = "Device.ManagementServer.ParameterKey";
const std::string kCode = "Device.DeviceInfo.ProvisioningCode";
const std::string kInterval = "Device.ManagementServer.PeriodicInformInterval";
const std::string kPlugs = "Device.X_00D09E_Home.Plug.";
const std::string kNumberOfPlugs = "Device.X_00D09E_Home.PlugNumberOfEntries";
const std::string kState = kPlugs + "1.State";
const std::string kPower = kPlugs + "1.Power";

// Writes to the store's files, as they happen.
class Writes {
 public:
  explicit Writes(const std::filesystem::path& state_dir) : fd_(inotify_init1(IN_CLOEXEC)) {
    for (const char* file : {"state.db", "state.db-journal"}) {
      if (inotify_add_watch(fd_, (state_dir / file).c_str(), IN_MODIFY) < 0) throw std::runtime_error("no inotify");
    }
  }
  ~Writes() { ::close(fd_); }
  Writes(const Writes&) = delete;
  Writes& operator=(const Writes&) = delete;

  // Returns after so many writes, or when no more come.
  void wait(int count) const {
    for (; count > 0; --count) {
      pollfd entry{.fd = fd_, .events = POLLIN, .revents = 0};
      if (poll(&entry, 1, 300) <= 0) return;
      inotify_event event{};
      if (::read(fd_, &event, sizeof event) < 0) throw std::runtime_error("cannot read inotify");
    }
  }

 private:
  int fd_;
};

// What an ACS has given this device, and relies on.
struct Given {
  std::string key;
  std::string code;
  std::string interval = "300";
  std::string state = "false";
  int notification = 0;
  bool operator==(const Given&) const = default;
};

// The next set of an ACS: parameters of the gateway and one of a device that is away, all or nothing.
Given next_set(Given given, int round) {
  given.key = "key-" + std::to_string(round);
  given.code = "code-" + std::to_string(round);
  given.interval = std::to_string(1000 + round);
  given.state = given.state == "true" ? "false" : "true";
  return given;
}

Reply set_of(const Given& given) {
  return set_parameter_values(
      {{kCode, given.code}, {kInterval, given.interval, "xsd:unsignedInt"}, {kState, given.state, "xsd:boolean"}},
      given.key);
}

Given read_given(Session& session, Exchange& last) {
  last = session.ask(last, get_parameter_values({kKey, kCode, kInterval, kState}));
  const auto values = last.values();
  Given given{.key = values.at(kKey).value,
              .code = values.at(kCode).value,
              .interval = values.at(kInterval).value,
              .state = values.at(kState).value};
  last = session.ask(last, get_parameter_attributes({kPower}));
  given.notification = last->attributes.at(0).notification;
  return given;
}

// A gateway with one plug that is known to be away, so that sets to it are kept.
void start_with_plug_away(Home& home) {
  home.start();
  home.device().publish("plug/kitchen", R"({"state":"OFF","power":0})", 1, true);
  home.device().publish("plug/kitchen/availability", "offline", 1, true);
  home.wait_for_presence("kitchen", "offline");
}

// A plug that is, or has been, the row of that number.
void add_plug(Home& home, int row) {
  const std::string name = "plug-" + std::to_string(row);
  home.publish("plug/" + name, R"({"power":1})");
  home.wait_for_value(kPlugs + std::to_string(row) + ".Name", name);
}

// The daemon runs again, knows its plug, and the ACS has answered its Inform.
Session start_again(Home& home) {
  home.gateway().start();
  home.wait_for_presence("kitchen", "offline");
  std::optional<Exchange> inform;
  Session session = home.acs().accept_session(&inform);
  inform->with_event("1 BOOT").without_event("0 BOOTSTRAP");
  return session;
}

}  // namespace

TEST_CASE("what was acknowledged survives a kill right after", "[resilience_kill]") {
  constexpr int kRounds = 16;
  Home home;
  start_with_plug_away(home);
  Given given;
  int rows = 1;
  Session session = home.session();
  for (int round = 0; round < kRounds; ++round) {
    INFO("round " << round);
    Exchange last = session.expect_empty_post();
    CHECK(read_given(session, last) == given);
    CHECK(home.value(kNumberOfPlugs) == std::to_string(rows));
    // The last first: had a number been lost, another device would get it now.
    for (int row = rows; row > 1; --row) add_plug(home, row);
    switch (round % 4) {
      case 0:
        given = next_set(given, round);
        session.ask(last, set_of(given)).with_argument("Status", "1");
        break;
      case 1:
        given.notification = (given.notification + 1) % 3;
        session.ask(last, set_parameter_attributes({{.name = kPower, .notification = given.notification}}));
        break;
      case 2: add_plug(home, ++rows); break;
      case 3:
        given = next_set(given, round);
        session.ask(last, set_of(given)).with_argument("Status", "1").reply_no_content();
        session.expect_end();
        break;
    }
    home.gateway().kill();
    session = start_again(home);
  }
  session.run_to_end();
}

TEST_CASE("a set that a kill cuts in the middle is there in whole or not at all", "[resilience_kill]") {
  constexpr int kRounds = 16;
  Home home;
  start_with_plug_away(home);
  Given given;
  int done = 0;
  Session session = home.session();
  for (int round = 0; round < kRounds; ++round) {
    INFO("killed after " << round << " writes");
    Exchange last = session.expect_empty_post();
    given = read_given(session, last);
    const Given wanted = next_set(given, round);
    const Writes writes(home.state_dir());
    last.reply(set_of(wanted));
    home.acs().flush();
    writes.wait(round);
    home.gateway().kill();
    // The answer may have come all the same; if it did, the set must be there.
    const bool answered = home.acs().next(std::chrono::milliseconds{0}).has_value();
    session = start_again(home);
    Exchange post = session.expect_empty_post();
    const Given found = read_given(session, post);
    CHECK((found == wanted || (!answered && found == given)));
    done += found == wanted ? 1 : 0;
    post.reply_no_content();
    session.expect_end();
    session = home.session();
  }
  CHECK(done > 0);
  session.run_to_end();
}

TEST_CASE("a set that waits for its device is sent after a kill", "[resilience_kill]") {
  Home home;
  start_with_plug_away(home);
  home.device().subscribe("plug/+/set");
  Session session = home.session();
  Exchange post = session.expect_empty_post();
  session.ask(post, set_parameter_values({{kState, "1", "xsd:boolean"}})).with_argument("Status", "1");
  home.gateway().kill();
  start_again(home).run_to_end();
  CHECK(home.device().waiting("plug/kitchen/set") == 0);
  home.publish("plug/kitchen/availability", "online");
  CHECK(home.device().wait_for("plug/kitchen/set").payload == R"({"state": "ON"})");
  home.publish("plug/kitchen", R"({"state":"ON"})");
  home.gateway().wait_for_log("plugin.set.confirmed " + kState + ":");
  CHECK(home.value(kState) == "true");
}

TEST_CASE("a damaged state.db is set aside, and the daemon starts afresh", "[resilience_kill]") {
  Home home;
  home.start();
  home.gateway().stop();
  const std::string file = (home.state_dir() / "state.db").string();
  std::ofstream(file, std::ios::binary | std::ios::trunc) << std::string(8192, 'x');
  home.gateway().start();
  std::optional<Exchange> inform;
  Session session = home.acs().accept_session(&inform);
  inform->with_event("0 BOOTSTRAP").with_event("1 BOOT");
  session.run_to_end();
  const std::string log = home.gateway().daemon().output();
  CHECK(log.find("state.database.replaced") != std::string::npos);
  CHECK(log.find("state.database.replaced") == log.rfind("state.database.replaced"));
  CHECK(std::filesystem::file_size(file + ".damaged-1") == 8192);
}
