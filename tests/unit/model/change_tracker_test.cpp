// SPDX-License-Identifier: Apache-2.0
// Shows which changes an ACS is told of, when, and what becomes of them if a session fails.
#include "proxy/model/change_tracker.hpp"

#include <algorithm>
#include <vector>

#include "tests/support/catch.hpp"

using namespace proxy::model;

namespace {

struct House {
  House() {
    active = declare("Active", Notification::active);
    passive = declare("Passive", Notification::passive);
    silent = declare("Silent", Notification::off);
    for (const ParameterRef parameter : {active, passive, silent})
      tree.set_value(parameter, "baseline", Origin::device);
  }
  ParameterRef declare(const char* name, Notification notification) {
    return {&tree.root(), tree.declare(tree.root(), {.name = name, .notification = notification}).value()};
  }

  Tree tree;
  int asked = 0;
  ChangeTracker tracker{tree, [this] { ++asked; }};
  ParameterRef active, passive, silent;
};

using Report = std::vector<ParameterRef>;

}  // namespace

TEST_CASE_METHOD(House, "the baseline tells nobody", "[change_tracker]") {
  CHECK(tracker.empty());
  CHECK(asked == 0);
}

TEST_CASE_METHOD(House, "active asks for a session, passive rides along, off is silent", "[change_tracker]") {
  tree.set_value(passive, "1", Origin::device);
  tree.set_value(silent, "1", Origin::device);
  CHECK(asked == 0);
  CHECK_FALSE(tracker.active_pending());
  tree.set_value(active, "1", Origin::device);
  CHECK(asked == 1);
  CHECK(tracker.active_pending());
  CHECK(tracker.begin_report().size() == 2);
}

TEST_CASE_METHOD(House, "what the ACS did is no news to it", "[change_tracker]") {
  tree.set_value(active, "1", Origin::acs);
  CHECK(tracker.empty());
  tree.set_value(active, "2", Origin::local);
  CHECK_FALSE(tracker.empty());
}

TEST_CASE_METHOD(House, "a value that came back has still changed, and is reported once", "[change_tracker]") {
  tree.set_value(active, "1", Origin::device);
  tree.set_value(active, "baseline", Origin::device);
  CHECK(tracker.begin_report() == Report{active});
}

TEST_CASE_METHOD(House, "changes during a session are for the next one", "[change_tracker]") {
  tree.set_value(active, "1", Origin::device);
  CHECK(tracker.begin_report() == Report{active});
  CHECK_FALSE(tracker.active_pending());
  tree.set_value(active, "2", Origin::device);
  tracker.acknowledge();
  CHECK(tracker.active_pending());
  CHECK(tracker.begin_report() == Report{active});
  tracker.acknowledge();
  CHECK(tracker.empty());
}

TEST_CASE_METHOD(House, "a failed session keeps its report", "[change_tracker]") {
  tree.set_value(active, "1", Origin::device);
  tracker.begin_report();
  tree.set_value(passive, "1", Origin::device);
  tracker.put_back_unacknowledged();
  CHECK(tracker.active_pending());
  CHECK(tracker.begin_report().size() == 2);
}

TEST_CASE_METHOD(House, "rows and parameters that go are forgotten", "[change_tracker]") {
  Table* table = tree.declare_table(tree.root(), {.name = "T"}).value();
  const auto column = tree.declare(*table, {.name = "N", .notification = Notification::active}).value();
  Row* row = tree.add_row(*table, 1, Origin::start).value();
  tree.set_value({row, column}, "1", Origin::local);
  tree.set_value(active, "1", Origin::local);
  CHECK(tracker.begin_report().size() == 2);
  tree.remove_row(*row, Origin::device);
  tree.undeclare(tree.root(), "Active");
  tracker.put_back_unacknowledged();
  CHECK(tracker.empty());
}

TEST_CASE("lightweight notifications have their share of the changes", "[change_tracker]") {
  Tree tree;
  int sessions = 0;
  std::vector<bool> told;
  ChangeTracker tracker(tree, [&] { ++sessions; });
  const auto changed = [&](const char* name, Notification notification) {
    const ParameterRef parameter{&tree.root(),
                                 tree.declare(tree.root(), {.name = name, .notification = notification}).value()};
    tree.set_value(parameter, "1", Origin::local);
    return parameter;
  };
  changed("Unheard", Notification::active_lightweight);
  CHECK(tracker.take_lightweight().empty());

  tracker.on_lightweight([&](bool active) { told.push_back(active); });
  changed("Passive", Notification::passive);
  const ParameterRef three = changed("Three", Notification::passive_lightweight);
  const ParameterRef four = changed("Four", Notification::passive_with_passive_lightweight);
  const ParameterRef five = changed("Five", Notification::active_lightweight);
  const ParameterRef six = changed("Six", Notification::passive_with_active_lightweight);
  CHECK(told == std::vector{false, false, true, true});
  CHECK(tracker.take_lightweight() == Report{three, four, five, six});
  CHECK(tracker.take_lightweight().empty());
  // Lightweight alone is no VALUE CHANGE, and none of them asks for a session.
  const Report report = tracker.begin_report();
  CHECK(report.size() == 3);
  CHECK(std::ranges::find(report, three) == report.end());
  CHECK(std::ranges::find(report, five) == report.end());
  CHECK(sessions == 0);

  tree.set_value(three, "2", Origin::acs);
  CHECK(tracker.take_lightweight().empty());
}

// ---- with a memory of earlier reports -------------------------------------------------------------------------------

namespace {

struct Memory final : ChangeTracker::Dependencies {
  ChangeTracker::Known known(ParameterRef) override { return knows; }
  bool is_news(ParameterRef) override { return news; }
  void marked(ParameterRef parameter) override { marks.push_back(parameter); }
  void set_by_acs(ParameterRef parameter) override { sets.push_back(parameter); }

  ChangeTracker::Known knows = ChangeTracker::Known::unknown;
  bool news = true;
  std::vector<ParameterRef> marks, sets;
};

struct Fresh {
  Fresh() { tracker.use(&memory); }
  ParameterRef declare(const char* name, Notification notification) {
    return {&tree.root(),
            tree.declare(tree.root(), {.name = name, .first_is_news = true, .notification = notification}).value()};
  }

  Tree tree;
  Memory memory;
  int asked = 0;
  ChangeTracker tracker{tree, [this] { ++asked; }};
  ParameterRef active = declare("Active", Notification::active);
  ParameterRef passive = declare("Passive", Notification::passive);
};

}  // namespace

TEST_CASE_METHOD(Fresh, "the first live value of an active parameter is told, a retained one is not",
                 "[change_tracker]") {
  tree.set_value(active, "alarm", Origin::device);
  tree.set_value(passive, "20", Origin::device);
  CHECK(asked == 1);
  CHECK(tracker.begin_report() == Report{active});

  const ParameterRef door = declare("Door", Notification::active);
  tree.set_value(door, "open", Origin::retained);
  tree.set_value(door, "open", Origin::device);
  CHECK(asked == 1);
  tree.set_value(door, "closed", Origin::device);
  CHECK(asked == 2);

  // A parameter that is no capability has a baseline.
  const ParameterRef plain{&tree.root(),
                           tree.declare(tree.root(), {.name = "Plain", .notification = Notification::active}).value()};
  tree.set_value(plain, "on", Origin::device);
  CHECK(asked == 2);

  // Also where it equals what the parameter reads as without a value.
  const ParameterRef smoke = declare("Smoke", Notification::active);
  tree.set_value(smoke, "", Origin::device);
  CHECK(asked == 3);
}

TEST_CASE_METHOD(Fresh, "a first value is compared with the value of an earlier run", "[change_tracker]") {
  tree.set_value(active, "closed", Origin::start);
  tree.set_value(passive, "20", Origin::start);
  tree.set_value(passive, "20", Origin::device);
  CHECK(tracker.empty());
  SECTION("sent now") { tree.set_value(active, "open", Origin::device); }
  SECTION("retained") { tree.set_value(active, "open", Origin::retained); }
  CHECK(asked == 1);
  CHECK(tracker.begin_report() == Report{active});
}

TEST_CASE_METHOD(Fresh, "a first value is compared with what the ACS knows", "[change_tracker]") {
  tree.set_value(active, "closed", Origin::start);
  SECTION("it knows another one, and the value is that of the earlier run") {
    memory.knows = ChangeTracker::Known::other;
    tree.set_value(active, "closed", Origin::device);
    CHECK(asked == 1);
    CHECK(memory.marks == Report{active});
  }
  SECTION("it knows this one, and the earlier run had another") {
    memory.knows = ChangeTracker::Known::same;
    tree.set_value(active, "open", Origin::device);
    CHECK(asked == 0);
    tree.set_value(active, "closed", Origin::device);
    CHECK(asked == 1);
  }
}

TEST_CASE_METHOD(Fresh, "a change that is no news waits until it is marked", "[change_tracker]") {
  tree.set_value(active, "1", Origin::retained);
  memory.news = false;
  tree.set_value(active, "2", Origin::device);
  CHECK(tracker.empty());
  tracker.mark(active);
  CHECK(tracker.begin_report() == Report{active});
  tree.set_value(active, "3", Origin::acs);
  CHECK(memory.sets == Report{active});
}

TEST_CASE_METHOD(Fresh, "an active change is new unless a failed session has reported its parameter",
                 "[change_tracker]") {
  const ParameterRef door = declare("Door", Notification::active);
  tree.set_value(active, "1", Origin::device);
  CHECK(tracker.active_is_new());
  tracker.begin_report();
  CHECK_FALSE(tracker.active_is_new());
  tracker.put_back_unacknowledged();
  tree.set_value(active, "2", Origin::device);
  CHECK_FALSE(tracker.active_is_new());
  tree.set_value(door, "open", Origin::device);
  CHECK(tracker.active_is_new());
  tracker.begin_report();
  tracker.put_back_unacknowledged();
  tree.set_value(door, "closed", Origin::device);
  CHECK_FALSE(tracker.active_is_new());
  tracker.begin_report();
  tracker.acknowledge();
  tree.set_value(active, "3", Origin::device);
  CHECK(tracker.active_is_new());
}
