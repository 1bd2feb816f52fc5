// SPDX-License-Identifier: Apache-2.0
// Shows that what the ACS was last informed of decides about a change, over a restart and a kill too, and that live
// parameters are compared when an Inform is made.
#include "proxy/acs/changes/change_reports.hpp"

#include <boost/asio/io_context.hpp>

#include <memory>
#include <optional>
#include <string>
#include <vector>

#include "tests/support/catch.hpp"
#include "tests/unit/acs/manual_clock.hpp"
#include "tests/unit/acs/state_folder.hpp"

using namespace std::chrono_literals;
using namespace proxy::model;
using proxy::acs::ChangeReports;

namespace {

const std::string kDoor = "Device.Door";

/// Keeps the values as a component does that has devices.
struct Devices final : DataSource {
  Devices(Tree& given, StateFolder& folder) : tree(given), state(folder) {}
  void refresh(std::span<const ParameterRef> parameters, std::function<void()> done) override {
    for (const ParameterRef parameter : parameters) tree.set_value(parameter, std::to_string(++reads), Origin::start);
    done();
  }
  void keep(std::span<const ParameterRef> parameters) override {
    for (const ParameterRef parameter : parameters) {
      const std::vector<proxy::state::PathValue> value{{tree.path(parameter), std::string(tree.value(parameter))}};
      (void)state.store->last_values.save(value);
    }
  }
  void check(std::span<const Assignment>, std::function<void(std::vector<proxy::base::Error>)>) override {}
  void apply(std::span<const Assignment>, Origin, std::function<void(proxy::base::Result<SetStatus>)>) override {}
  void add_row(Table&, Origin, std::function<void(proxy::base::Result<Row*>)>) override {}
  void remove_row(Row&, Origin, std::function<void(proxy::base::Result<SetStatus>)>) override {}

  Tree& tree;
  StateFolder& state;
  int reads = 0;
};

struct World {
  World() { boot(); }

  /// What goes with the process.
  struct Process {
    Process(World& world, Notification notification)
        : devices(tree, world.state),
          tracker(tree, [this] { ++sessions; }),
          reports({world.context.get_executor(), tree, tracker, *world.state.store, world.clock}) {
      door = {&tree.root(),
              tree.declare(tree.root(),
                           {.name = "Door", .first_is_news = true, .notification = notification, .source = &devices})
                  .value()};
    }
    Tree tree;
    Devices devices;
    int sessions = 0;
    ChangeTracker tracker;
    ChangeReports reports;
    ParameterRef door;
  };

  /// Values come back as an adapter gives them back.
  void boot(Notification notification = Notification::active, std::shared_ptr<const ReportRule> rule = {}) {
    process = std::make_unique<Process>(*this, notification);
    process->tree.set_report_rule(process->door, std::move(rule));
    state.store->last_values.load(kDoor, [&](std::string_view, std::string_view value) {
      process->tree.set_value(process->door, std::string(value), Origin::start);
    });
    process->reports.start();
  }
  void kill(Notification notification = Notification::active, std::shared_ptr<const ReportRule> rule = {}) {
    process.reset();
    state.reopen();
    boot(notification, std::move(rule));
  }
  void device_sends(const std::string& value, Origin origin = Origin::device) {
    process->tree.set_value(process->door, value, origin);
    context.poll();
    context.restart();
  }
  /// The parameters in the Inform of a session.
  std::size_t session(bool successful = true) {
    process->reports.read_live();
    const auto changed = process->tracker.begin_report();
    process->reports.sent(changed);
    if (successful) {
      process->reports.acknowledged();
      process->tracker.acknowledge();
    } else {
      process->tracker.put_back_unacknowledged();
    }
    return changed.size();
  }

  StateFolder state;
  ManualClock clock;
  boost::asio::io_context context;
  std::unique_ptr<Process> process;
};

}  // namespace

TEST_CASE("a door that opened while the gateway restarted is told, and one that did not is not", "[changes]") {
  World world;
  world.device_sends("closed");
  CHECK(world.session() == 1);
  world.kill();
  CHECK(world.session() == 0);
  SECTION("it opened") {
    world.device_sends("open", GENERATE(Origin::device, Origin::retained));
    CHECK(world.process->sessions == 1);
    CHECK(world.session() == 1);
  }
  SECTION("it did not") {
    world.device_sends("closed");
    CHECK(world.process->sessions == 0);
    CHECK(world.session() == 0);
  }
}

TEST_CASE("a kill loses no change that waits for its report, though the device does not repeat it", "[changes]") {
  World world;
  SECTION("the first one of all") { world.device_sends("open"); }
  SECTION("a later one") {
    world.device_sends("closed");
    CHECK(world.session() == 1);
    world.device_sends("open");
  }
  CHECK(world.session(false) == 1);
  world.kill();
  CHECK(world.process->tree.value(world.process->door) == "open");
  CHECK(world.process->sessions == 1);
  CHECK(world.session() == 1);
  world.kill();
  CHECK(world.session() == 0);
}

TEST_CASE("a kill invents no change of a value that was reported after the last save", "[changes]") {
  World world;
  for (const char* state : {"closed", "open", "closed", "open"}) {
    world.device_sends(state);
    CHECK(world.session() == 1);
  }
  world.kill();
  world.device_sends("open");
  CHECK(world.process->sessions == 0);
}

TEST_CASE("a passive change survives a kill too", "[changes]") {
  World world;
  world.boot(Notification::passive);
  world.device_sends("closed");
  CHECK(world.session() == 0);
  world.device_sends("open");
  world.kill(Notification::passive);
  CHECK(world.process->sessions == 0);
  CHECK(world.session() == 1);
}

TEST_CASE("a value that the ACS sets is what it knows, over a restart too", "[changes]") {
  World world;
  world.device_sends("closed");
  CHECK(world.session() == 1);
  world.device_sends("open", Origin::acs);
  world.process->devices.keep(std::vector{world.process->door});
  world.kill();
  CHECK(world.session() == 0);
  world.device_sends("open");
  CHECK(world.session() == 0);
}

TEST_CASE("another ACS is not told of a change that the former one missed, over a kill either", "[changes]") {
  World world;
  world.device_sends("closed");
  CHECK(world.session() == 1);
  world.device_sends("open");
  SECTION("no Inform has carried it") {}
  SECTION("its session failed") { CHECK(world.session(false) == 1); }
  world.process->reports.acs_changed();
  CHECK(world.session() == 0);
  world.kill();
  world.device_sends("open");
  CHECK(world.session() == 0);
  world.device_sends("closed");
  CHECK(world.session() == 1);
}

TEST_CASE("a report rule compares with the value at the change of the ACS", "[changes]") {
  const auto rule = std::make_shared<const ReportRule>(ReportRule{.min_change = 5});
  World world;
  world.boot(Notification::active, rule);
  world.device_sends("100");
  CHECK(world.session() == 1);
  world.device_sends("104");
  world.process->reports.acs_changed();
  world.device_sends("106");
  CHECK(world.session() == 0);
  world.device_sends("109");
  CHECK(world.session() == 1);
}

TEST_CASE("a report rule compares with the value last reported, over a restart too", "[changes]") {
  const auto rule = std::make_shared<const ReportRule>(ReportRule{.min_change = 5});
  World world;
  world.boot(Notification::active, rule);
  world.device_sends("100");
  CHECK(world.session() == 1);
  world.device_sends("104");
  CHECK(world.session() == 0);
  world.process->devices.keep(std::vector{world.process->door});
  world.kill(Notification::active, rule);
  world.device_sends("101");
  CHECK(world.session() == 0);
  world.device_sends("105");
  CHECK(world.session() == 1);
}

TEST_CASE("a power meter at 1 Hz with active notification opens one session in eight seconds", "[changes]") {
  World world;
  Tree& tree = world.process->tree;
  const ParameterRef power{&tree.root(), tree.declare(tree.root(), {.name = "Power",
                                                                    .type = Type::decimal,
                                                                    .notification = Notification::active,
                                                                    .source = &world.process->devices})
                                             .value()};
  tree.set_value(power, "0", Origin::retained);
  std::size_t reports = 0;
  for (int second = 0; second < 8; ++second) {
    tree.set_value(power, std::to_string(100 + second), Origin::device);
    if (world.process->tracker.active_pending()) reports += world.session();
    world.clock.advance(1s);
  }
  CHECK(reports == 1);
  // A door is told at once all the same.
  world.device_sends("open");
  CHECK(world.session() == 1);
}

TEST_CASE("a live parameter with notification is read and compared when an Inform is made", "[changes]") {
  World world;
  Tree& tree = world.process->tree;
  const ParameterRef live{
      &tree.root(),
      tree.declare(tree.root(), {.name = "UpTime", .live = true, .source = &world.process->devices}).value()};
  tree.set_value(live, "0", Origin::start);
  CHECK(world.session() == 0);
  CHECK(world.process->devices.reads == 0);
  tree.set_attributes(live, {Notification::passive, true});
  CHECK(world.session() == 1);
  CHECK(world.session() == 1);
  CHECK(world.process->sessions == 0);
  tree.set_attributes(live, {Notification::off, true});
  CHECK(world.session() == 0);
}
