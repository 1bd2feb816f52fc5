// SPDX-License-Identifier: Apache-2.0
// Shows the waits of the one policy by which adapters connect again, told the time: each in its range, doubling without
// progress, and the pace of a device that hangs up after each answer.
#include "adapters/mapping/polling/reconnect.hpp"

#include <set>

#include "tests/support/catch.hpp"

using adapters::mapping::Reconnect;
using namespace std::chrono_literals;
using Time = Reconnect::Time;

namespace {

const Time kStart = Time{} + 1h;

bool is_within(Time::duration time, Time::duration least, Time::duration most) { return least <= time && time <= most; }

}  // namespace

TEST_CASE("losses without progress are tried again after waits that double, with jitter, up to the longest") {
  Reconnect policy{{}};
  Time now = kStart;
  CHECK(policy.next() <= now);
  for (const Reconnect::milliseconds wait : {1s, 2s, 4s, 8s, 16s, 32s}) {
    policy.attempt(now);
    CHECK(policy.lost(now) == (wait == 1s));
    CHECK(is_within(policy.next() - now, wait, wait * 3 / 2));
    now = policy.next();
  }
  std::set<Time::duration> waits;
  for (int i = 0; i < 20; ++i) {
    policy.attempt(now);
    CHECK_FALSE(policy.lost(now));
    CHECK(is_within(policy.next() - now, 40s, 60s));
    waits.insert(policy.next() - now);
    now = policy.next();
  }
  CHECK(waits.size() > 1);
}

TEST_CASE("an outage is one warning, and ends with the first progress") {
  Reconnect policy{{}};
  policy.attempt(kStart);
  CHECK(policy.lost(kStart));
  policy.attempt(kStart + 2s);
  CHECK_FALSE(policy.lost(kStart + 2s));
  CHECK(policy.is_outage());
  policy.attempt(kStart + 5s);
  CHECK(policy.is_outage());
  policy.progress();
  CHECK_FALSE(policy.is_outage());
  policy.progress();
  CHECK_FALSE(policy.is_outage());
  CHECK_FALSE(policy.lost(kStart + 6s));  // it was of use: no outage yet
  policy.attempt(kStart + 8s);
  CHECK(policy.lost(kStart + 8s));
}

TEST_CASE("a device that hangs up after each answer is connected to once a second") {
  Reconnect policy{{}};
  Time now = kStart;
  int attempts = 0;
  for (; now < kStart + 60s; now = std::max(policy.next(), now + 1ms)) {
    policy.attempt(now);
    policy.progress();
    CHECK_FALSE(policy.lost(now + 1ms));
    ++attempts;
  }
  CHECK(attempts <= 60);
  CHECK(attempts >= 40);
}

TEST_CASE("a device that needs three seconds between two clients finds its pace") {
  Reconnect policy{{}};
  Time now = kStart;
  Time free_at = {};
  int refused_late = 0;
  int answers = 0;
  for (int i = 0; i < 100; ++i) {
    policy.attempt(now);
    if (now >= free_at) {
      policy.progress();
      free_at = now + 3s;
      ++answers;
    } else {
      refused_late += i > 10 ? 1 : 0;
    }
    policy.lost(now);
    now = policy.next();
  }
  CHECK(refused_late == 0);
  CHECK(answers >= 90);
}

TEST_CASE("a connection that was idle for long is made again at once, unless the policy rests") {
  Reconnect policy{{}};
  policy.attempt(kStart);
  policy.progress();
  policy.lost(kStart + 10s);
  CHECK(policy.next() == kStart + 10s);

  Reconnect resting{{.rest = 1s}};
  resting.attempt(kStart);
  resting.progress();
  resting.lost(kStart + 10s);
  CHECK(is_within(resting.next() - kStart, 11s, 11500ms));
}

TEST_CASE("a stable connection, or an hour of back-off before it, leaves no long wait") {
  Reconnect policy{{}};
  Time now = kStart;
  for (; now < kStart + 1h; now = policy.next()) {
    policy.attempt(now);
    policy.lost(now);
  }
  policy.attempt(now);
  policy.progress();
  policy.lost(now + 1s);
  CHECK(is_within(policy.next() - now, 4s, 6s));
  policy.attempt(now + 10s);
  policy.progress();
  policy.lost(now + 50s);
  policy.attempt(now + 50s);
  policy.lost(now + 50s);
  CHECK(is_within(policy.next() - now, 51s, 51500ms));
}
