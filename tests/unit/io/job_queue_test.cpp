// SPDX-License-Identifier: Apache-2.0
// Shows whose turn it is: first come, first served, one after the other in a lane, and late only in a lane.
#include "adapters/io/job_queue.hpp"

#include <string>

#include "tests/support/catch.hpp"

using namespace std::chrono_literals;

namespace {

struct Job {
  std::string name;
  std::chrono::milliseconds timeout{1000};
  std::optional<std::size_t> lane = {};
};
using Queue = adapters::io::JobQueue<Job>;

constexpr Queue::Time kStart{1000s};

std::string taken(Queue& queue, const std::string& but = {}) {
  const auto waiting = queue.take([&](const Job& job) { return job.name != but; });
  return waiting ? waiting->job.name : "none";
}

}  // namespace

TEST_CASE("jobs are taken in the order in which they came") {
  Queue queue;
  queue.push({"a"}, kStart);
  queue.push({"b"}, kStart);
  CHECK(taken(queue) == "a");
  CHECK(taken(queue) == "b");
  CHECK(taken(queue) == "none");
}

TEST_CASE("a job that may not start lets others pass, but none of its lane") {
  Queue queue;
  queue.push({"first", 1s, 7}, kStart);
  queue.push({"second", 1s, 7}, kStart);
  queue.push({"other", 1s, 8}, kStart);
  CHECK(taken(queue, "first") == "other");
  CHECK(taken(queue, "first") == "none");
  CHECK(taken(queue) == "first");
  CHECK(taken(queue) == "second");
}

TEST_CASE("the time of a lane's job counts from push() on, that of a poll from its start") {
  Queue queue;
  queue.push({"poll", 1s}, kStart);
  queue.push({"set", 1s, 1}, kStart);
  CHECK(queue.next_deadline() == kStart + 1s);
  const auto any = [](const Job&) { return true; };
  const auto poll = queue.take(any);
  REQUIRE(poll);
  CHECK(poll->deadline(kStart + 5s) == kStart + 6s);
  const auto set = queue.take(any);
  REQUIRE(set);
  CHECK(set->deadline(kStart + 5s) == kStart + 1s);
  CHECK_FALSE(queue.next_deadline());
}

TEST_CASE("jobs of lanes whose deadline has passed are given back") {
  Queue queue;
  queue.push({"poll", 1s}, kStart);
  queue.push({"set", 1s, 1}, kStart);
  queue.push({"later", 3s, 1}, kStart);
  CHECK(queue.take_late(kStart + 1s - 1ms).empty());
  const auto late = queue.take_late(kStart + 1s);
  REQUIRE(late.size() == 1);
  CHECK(late[0].name == "set");
  CHECK(queue.next_deadline() == kStart + 3s);
  CHECK(taken(queue) == "poll");
  CHECK(taken(queue) == "later");
}
