// SPDX-License-Identifier: Apache-2.0
// Shows in virtual time which changes a report rule lets through, which it puts off, and until when.
#include "proxy/acs/changes/report_filter.hpp"

#include <chrono>
#include <string>

#include "tests/support/catch.hpp"

using namespace std::chrono_literals;
using proxy::acs::ReportFilter;
using proxy::base::SteadyTime;
using proxy::model::ParameterRef;
using proxy::model::ReportRule;

namespace {

struct World {
  explicit World(ReportRule given) : rule(given) {}
  bool is_news(const std::string& value) { return filter.is_news(parameter, value, now, rule); }

  proxy::model::Tree tree;
  ParameterRef parameter{&tree.root(), tree.declare(tree.root(), {.name = "Power"}).value()};
  ReportFilter filter;
  ReportRule rule;
  SteadyTime now{1000s};
};

}  // namespace

TEST_CASE("a change smaller than min_change is no news, against the value last reported") {
  World world({.min_change = 0.5});
  world.filter.begin(world.parameter, "20");
  for (const char* value : {"20.1", "20.2", "20.4", "19.6"}) CHECK_FALSE(world.is_news(value));
  CHECK_FALSE(world.filter.next_due());
  CHECK(world.is_news("20.5"));
  // From here on 20.5 counts.
  CHECK_FALSE(world.is_news("20.1"));
  CHECK(world.is_news("20"));
  CHECK_FALSE(world.is_news("20"));
}

TEST_CASE("min_change in percent is of the value last reported") {
  World world({.min_change = 10, .is_percent = true});
  world.filter.begin(world.parameter, "200");
  CHECK_FALSE(world.is_news("219"));
  CHECK(world.is_news("220"));
  CHECK_FALSE(world.is_news("200"));
  CHECK(world.is_news("-220"));
  CHECK(world.is_news("0"));
  CHECK(world.is_news("0.01"));
}

TEST_CASE("a text that is no number has no smaller changes") {
  World world({.min_change = 10});
  world.filter.begin(world.parameter, "open");
  CHECK(world.is_news("closed"));
}

TEST_CASE("within min_interval a change waits for its end, and is none if the value has come back") {
  World world({.min_change = 5, .min_interval = 60s});
  world.filter.begin(world.parameter, "100");
  CHECK(world.is_news("150"));
  world.now += 10s;
  CHECK_FALSE(world.is_news("200"));
  CHECK(world.filter.next_due() == SteadyTime{1060s});
  SECTION("it stays") {
    world.now += 50s;
    CHECK(world.filter.take_due(world.now) == std::vector{world.parameter});
    CHECK(world.is_news("200"));
    CHECK_FALSE(world.filter.next_due());
  }
  SECTION("it comes back") {
    CHECK_FALSE(world.is_news("151"));
    CHECK_FALSE(world.filter.next_due());
    world.now += 50s;
    CHECK(world.filter.take_due(world.now).empty());
  }
}

TEST_CASE("a smaller change is reported after max_interval, from the last report or from the change on") {
  World world({.min_change = 5, .max_interval = 600s});
  world.filter.begin(world.parameter, "100");
  CHECK_FALSE(world.is_news("101"));
  world.now += 100s;
  CHECK_FALSE(world.is_news("102"));
  CHECK(world.filter.next_due() == SteadyTime{1600s});
  world.now += 500s;
  CHECK(world.filter.take_due(world.now) == std::vector{world.parameter});
  CHECK(world.is_news("102"));
  world.now += 10s;
  CHECK_FALSE(world.is_news("103"));
  CHECK(world.filter.next_due() == SteadyTime{2200s});
  // A larger one does not wait.
  CHECK(world.is_news("110"));
  CHECK_FALSE(world.filter.next_due());
}

TEST_CASE("a power meter at 1 Hz makes one report in its interval, with the value at its end") {
  World world({.min_interval = 60s});
  world.filter.begin(world.parameter, "0");
  int reports = 0;
  for (int second = 0; second < 120; ++second) {
    reports += world.is_news(std::to_string(100 + second)) ? 1 : 0;
    world.now += 1s;
  }
  CHECK(reports == 2);
}

TEST_CASE("what leaves waits no longer") {
  World world({.min_interval = 60s});
  world.filter.reported(world.parameter, "1", world.now);
  CHECK_FALSE(world.is_news("2"));
  SECTION("a parameter") { world.filter.forget(world.parameter); }
  SECTION("its row") { world.filter.forget(world.tree.root()); }
  CHECK_FALSE(world.filter.next_due());
  CHECK_FALSE(world.filter.knows(world.parameter));
}
