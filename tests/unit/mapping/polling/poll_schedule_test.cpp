// SPDX-License-Identifier: Apache-2.0
// Shows when what is asked at intervals is due: at once, at its interval, later after failures, again when hurried.
#include "adapters/mapping/polling/poll_schedule.hpp"

#include <set>

#include "tests/support/catch.hpp"

using adapters::mapping::PollSchedule;
using namespace std::chrono_literals;
using Jobs = std::vector<std::size_t>;

namespace {
const PollSchedule::Time kStart{1000s};
}

TEST_CASE("every job is due at once, and then at its interval from when it was begun") {
  PollSchedule schedule({10s, 30s});
  CHECK(schedule.next() <= kStart);
  CHECK(schedule.take_due(kStart) == Jobs{0, 1});
  CHECK_FALSE(schedule.next());  // both are under way
  schedule.finished(0, true, kStart + 2s);
  CHECK(schedule.next() == kStart + 10s);
  schedule.finished(1, true, kStart + 2s);
  CHECK(schedule.take_due(kStart + 9s).empty());
  CHECK(schedule.take_due(kStart + 10s) == Jobs{0});
  schedule.finished(0, true, kStart + 25s);  // it took longer than its interval
  CHECK(schedule.take_due(kStart + 25s) == Jobs{0});
}

namespace {
bool is_within(PollSchedule::Time::duration time, PollSchedule::Time::duration least,
               PollSchedule::Time::duration most) {
  return least <= time && time <= most;
}
}  // namespace

TEST_CASE("failures double the wait up to the longest, a success ends that") {
  PollSchedule schedule({10s}, 60s);
  PollSchedule::Time now = kStart;
  const auto fail = [&] {
    schedule.take_due(now);
    schedule.finished(0, false, now);
    return *schedule.next() - now;
  };
  CHECK(is_within(fail(), 20s, 30s));
  now = *schedule.next();
  CHECK(is_within(fail(), 40s, 60s));
  for (int i = 0; i < 2; ++i) {
    now = *schedule.next();
    CHECK(is_within(fail(), 40s, 60s));
  }
  schedule.take_due(now);
  schedule.finished(0, true, now);
  CHECK(schedule.next() == now + 10s);
  for (int i = 0; i < 100; ++i) {
    schedule.hurry(0);
    fail();
  }
  CHECK(is_within(*schedule.next() - now, 40s, 60s));
}

TEST_CASE("polls that fail together are repeated at different times") {
  PollSchedule schedule(std::vector<std::chrono::seconds>(20, 10s), 60s);
  for (const std::size_t job : schedule.take_due(kStart)) schedule.finished(job, false, kStart);
  CHECK(schedule.take_due(kStart + 19999ms).empty());
  std::set<std::size_t> repeated;
  int moments = 0;
  for (; repeated.size() < 20; ++moments) {
    for (const std::size_t job : schedule.take_due(*schedule.next())) repeated.insert(job);
  }
  CHECK(moments > 5);
}

TEST_CASE("without a longest wait, and with one below the interval, failures change nothing") {
  for (const auto longest : {0s, 5s}) {
    PollSchedule schedule({10s}, longest);
    schedule.take_due(kStart);
    schedule.finished(0, false, kStart);
    CHECK(schedule.next() == kStart + 10s);
  }
}

TEST_CASE("a job that is hurried is due at once, and once more if it was under way") {
  PollSchedule schedule({10s});
  schedule.take_due(kStart);
  schedule.hurry(0);
  CHECK(schedule.take_due(kStart).empty());
  schedule.finished(0, true, kStart + 1s);
  CHECK(schedule.take_due(kStart + 1s) == Jobs{0});
  schedule.finished(0, true, kStart + 2s);
  CHECK(schedule.next() == kStart + 11s);
  schedule.hurry(0);
  CHECK(schedule.take_due(kStart + 2s) == Jobs{0});
}
