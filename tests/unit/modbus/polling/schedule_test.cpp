// SPDX-License-Identifier: Apache-2.0
// Shows the order of reads on a bus, told the time: intervals, units that are silent, away and back, reads that are
// refused and parted, and that the dead leave the living their pace.
#include "adapters/modbus/polling/schedule.hpp"

#include <map>
#include <string>

#include "tests/support/catch.hpp"

using namespace adapters::modbus;
using namespace std::chrono_literals;
using Time = Schedule::Time;
using News = Schedule::News;

namespace {

Point point(int unit, unsigned address, int interval = 10) {
  return {unit, Space::holding, address, 1, std::chrono::seconds(interval)};
}

const Time kStart = Time{} + 1h;

std::string taken(Schedule& schedule, Time now) {
  const auto read = schedule.take(now);
  return read ? read->label() : "nothing";
}

/// Every read that is due, answered at once.
int answer_all(Schedule& schedule, Time now) {
  int count = 0;
  while (schedule.take(now)) {
    schedule.answered(now);
    ++count;
  }
  return count;
}

}  // namespace

TEST_CASE("each read comes at its interval") {
  Schedule schedule({point(1, 0, 10), point(1, 100, 60)}, {}, {});
  CHECK(taken(schedule, kStart) == "unit 1, holding 0");
  CHECK(schedule.answered(kStart) == News::online);
  CHECK(taken(schedule, kStart) == "unit 1, holding 100");
  CHECK(schedule.answered(kStart) == News::none);
  CHECK(taken(schedule, kStart) == "nothing");
  CHECK(schedule.next() == kStart + 10s);
  CHECK(taken(schedule, kStart + 9s) == "nothing");
  CHECK(taken(schedule, kStart + 10s) == "unit 1, holding 0");
  schedule.answered(kStart + 10s);
  CHECK(schedule.next() == kStart + 20s);
  CHECK(answer_all(schedule, kStart + 70s) == 2);
}

TEST_CASE("nothing to read is nothing due") {
  Schedule schedule({}, {}, {});
  CHECK_FALSE(schedule.take(kStart));
  CHECK_FALSE(schedule.next());
  CHECK(schedule.unit_silent(7, kStart) == News::none);
  CHECK_FALSE(schedule.is_offline(7));
  CHECK(schedule.bus_lost().empty());
}

TEST_CASE("a unit is tried with one read before all of it is read") {
  Schedule schedule({point(1, 0), point(1, 100), point(1, 200)}, {}, {});
  CHECK(taken(schedule, kStart) == "unit 1, holding 0");
  CHECK(schedule.silent(kStart + 1s) == News::offline);
  CHECK(schedule.is_offline(1));
  CHECK(schedule.next() == kStart + 6s);                         // the first pause
  CHECK(taken(schedule, kStart + 6s) == "unit 1, holding 100");  // another one, for it may be the read that it ignores
  CHECK(schedule.silent(kStart + 7s) == News::none);
  CHECK(schedule.next() == kStart + 17s);
  CHECK(taken(schedule, kStart + 17s) == "unit 1, holding 200");
  CHECK(schedule.answered(kStart + 17s) == News::online);
  CHECK_FALSE(schedule.is_offline(1));
  CHECK(taken(schedule, kStart + 17s) == "unit 1, holding 0");
  schedule.answered(kStart + 17s);
  CHECK(taken(schedule, kStart + 17s) == "unit 1, holding 100");
  schedule.answered(kStart + 17s);
  CHECK(taken(schedule, kStart + 17s) == "nothing");
}

TEST_CASE("a unit that has answered is offline after as many silences as patience has, asked at once again") {
  Schedule schedule({point(1, 0)}, {}, {});
  answer_all(schedule, kStart);
  Time now = kStart + 10s;
  for (int i = 0; i < 2; ++i) {
    REQUIRE(schedule.take(now));
    now += 1s;
    CHECK(schedule.silent(now) == News::none);
  }
  REQUIRE(schedule.take(now));
  CHECK(schedule.silent(now + 1s) == News::offline);
  CHECK_FALSE(schedule.take(now + 5s));
  CHECK(schedule.take(now + 6s));
}

TEST_CASE("an answer between takes the silences back") {
  Schedule schedule({point(1, 0)}, {}, {});
  answer_all(schedule, kStart);
  Time now = kStart + 10s;
  for (int i = 0; i < 20; ++i) {
    REQUIRE(schedule.take(now));
    CHECK(schedule.silent(now) == News::none);
    REQUIRE(schedule.take(now));
    CHECK(schedule.silent(now) == News::none);
    REQUIRE(schedule.take(now));
    CHECK(schedule.answered(now) == News::none);
    now += 10s;
  }
}

TEST_CASE("a read that a unit ignores does not make the unit offline, and is asked less often") {
  Schedule schedule({point(1, 0, 10), point(1, 100, 10)}, {}, {});
  answer_all(schedule, kStart);
  std::map<std::string, int> asked;
  for (Time now = kStart; now < kStart + 600s; now += 1s) {
    while (const auto read = schedule.take(now)) {
      ++asked[read->label()];
      CHECK((read->address == 0 ? schedule.answered(now) : schedule.silent(now)) == News::none);
    }
  }
  CHECK(asked["unit 1, holding 0"] >= 59);
  CHECK(asked["unit 1, holding 100"] <= 13);
  CHECK(asked["unit 1, holding 100"] >= 9);
}

TEST_CASE("the pause doubles up to the longest, and begins anew after an answer") {
  Schedule schedule({point(1, 0)}, {}, {3, 5s, 60s});
  Time now = kStart;
  for (const auto pause : {5s, 10s, 20s, 40s, 60s, 60s}) {
    REQUIRE(schedule.take(now));
    schedule.silent(now);
    CHECK(schedule.next() == now + pause);
    now += pause;
  }
  REQUIRE(schedule.take(now));
  schedule.answered(now);
  for (int i = 0; i < 3; ++i) {
    REQUIRE(schedule.take(now + 10s));
    schedule.silent(now + 10s);
  }
  CHECK(schedule.next() == now + 15s);
}

TEST_CASE("fifty dead units leave the living their pace") {
  std::vector<Point> points;
  for (int unit = 1; unit <= 50; ++unit) points.push_back(point(unit, 0, 1));
  points.push_back(point(60, 0, 1));
  Schedule schedule(points, {}, {});
  Time now = kStart;
  const auto step = [&] {
    const auto read = schedule.take(now);
    if (!read) {
      now = *schedule.next();
      return 0;
    }
    now += read->unit == 60 ? 10ms : 1000ms;
    read->unit == 60 ? schedule.answered(now) : schedule.silent(now);
    return read->unit;
  };
  while (now < kStart + 60s) step();  // each is tried once
  int living = 0;
  int dead = 0;
  const Time begin = now;
  while (now < begin + 1000s) ++(step() == 60 ? living : dead);
  CHECK(living >= 790);  // of 1000: a trial takes a second, in which one is left out
  CHECK(dead >= 190);    // and still each of them is tried every four minutes
}

TEST_CASE("a read that is refused is parted until the bad register stands alone; then that is asked less often") {
  std::vector<Point> points;
  for (unsigned i = 0; i < 16; ++i) points.push_back(point(1, i));
  Schedule schedule(points, {}, {});
  const auto pass = [&](Time now) {
    std::map<std::string, int> outcome;
    while (const auto read = schedule.take(now)) {
      const bool bad = read->address <= 5 && 5 < read->address + read->count;
      ++outcome[(bad ? "refused " : "read ") + read->label()];
      CHECK((bad ? schedule.refused(true, now) : schedule.answered(now)) != News::offline);
    }
    return outcome;
  };
  CHECK(pass(kStart).at("refused unit 1, holding 5") == 1);
  const auto later = pass(kStart + 10s);
  CHECK(later.at("refused unit 1, holding 5") == 1);
  CHECK(later.at("read unit 1, holding 4") == 1);
  CHECK(later.at("read unit 1, holding 8 to 15") == 1);
  CHECK(later.size() == 5);
  CHECK(pass(kStart + 20s).size() == 4);  // all but the bad one
  CHECK(pass(kStart + 30s).size() == 5);
  CHECK_FALSE(schedule.is_offline(1));
}

TEST_CASE("what is refused for another reason stays whole") {
  Schedule schedule({point(1, 0), point(1, 1)}, {}, {});
  answer_all(schedule, kStart);
  CHECK(taken(schedule, kStart + 10s) == "unit 1, holding 0 to 1");
  schedule.refused(false, kStart + 10s);
  CHECK(schedule.next() == kStart + 20s);
  CHECK(taken(schedule, kStart + 20s) == "unit 1, holding 0 to 1");
}

TEST_CASE("a unit that comes back is read whole again") {
  Schedule schedule({point(1, 0), point(1, 1)}, {}, {});
  answer_all(schedule, kStart);
  Time now = kStart + 10s;
  REQUIRE(schedule.take(now));
  schedule.refused(true, now);
  CHECK(taken(schedule, now) == "unit 1, holding 0");
  schedule.answered(now);
  CHECK(taken(schedule, now) == "unit 1, holding 1");
  schedule.answered(now);
  CHECK(schedule.bus_lost() == std::vector<int>{1});
  CHECK(taken(schedule, now) == "unit 1, holding 0");
  CHECK(schedule.answered(now) == News::online);
  CHECK(taken(schedule, now) == "unit 1, holding 0 to 1");
}

TEST_CASE("a bus that was away has every unit tried at once, whatever its pause") {
  Schedule schedule({point(1, 0), point(2, 0), point(3, 0)}, {}, {});
  REQUIRE(schedule.take(kStart));
  schedule.silent(kStart + 1s);
  answer_all(schedule, kStart + 1s);
  CHECK(schedule.is_offline(1));
  REQUIRE(schedule.take(kStart + 11s));
  CHECK(schedule.bus_lost() == std::vector<int>{2, 3});
  CHECK(schedule.bus_lost().empty());
  CHECK(answer_all(schedule, kStart + 12s) == 3);
  CHECK_FALSE(schedule.is_offline(1));
}

TEST_CASE("writes tell of units too, and a value that was set is read next") {
  Schedule schedule({point(1, 0), point(2, 0)}, {}, {});
  answer_all(schedule, kStart);
  schedule.hurry(1);
  CHECK(taken(schedule, kStart + 1s) == "unit 2, holding 0");
  schedule.answered(kStart + 1s);
  CHECK(schedule.unit_silent(2, kStart + 1s) == News::none);
  CHECK(schedule.unit_silent(2, kStart + 1s) == News::none);
  CHECK(schedule.unit_silent(2, kStart + 1s) == News::offline);
  schedule.hurry(1);
  CHECK(taken(schedule, kStart + 2s) == "nothing");
  CHECK(schedule.unit_answered(2, kStart + 2s) == News::online);
  CHECK(taken(schedule, kStart + 2s) == "unit 2, holding 0");
  schedule.abandoned();
  CHECK(taken(schedule, kStart + 2s) == "unit 2, holding 0");
}

TEST_CASE("a bus that is lost with each second request has every register read in its turn") {
  Schedule schedule({point(1, 0), point(1, 200), point(1, 400)}, {}, {});
  std::map<std::string, int> answered;
  for (Time now = kStart; now < kStart + 12s; now += 2s) {
    const auto read = schedule.take(now);
    REQUIRE(read);
    ++answered[read->label()];
    schedule.answered(now);
    REQUIRE(schedule.take(now + 1s));
    schedule.abandoned();
    schedule.bus_lost();
  }
  CHECK(answered ==
        std::map<std::string, int>{{"unit 1, holding 0", 2}, {"unit 1, holding 200", 2}, {"unit 1, holding 400", 2}});
}
