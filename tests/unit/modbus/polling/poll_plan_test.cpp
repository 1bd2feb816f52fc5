// SPDX-License-Identifier: Apache-2.0
// Shows what shares a request, what never does, and that parting a read finds the one bad register in few steps.
#include "adapters/modbus/polling/poll_plan.hpp"

#include <deque>
#include <random>
#include <set>

#include "tests/support/catch.hpp"

using namespace adapters::modbus;
using std::chrono::seconds;

namespace {

Point holding(unsigned address, unsigned count = 1, int unit = 1, int interval = 10) {
  return {unit, Space::holding, address, count, seconds(interval)};
}

std::vector<std::string> labels(const std::vector<Point>& points, const PlanLimits& limits = {}) {
  std::vector<std::string> labels;
  for (const Read& read : plan_reads(points, limits)) labels.push_back(read.label());
  return labels;
}

using Labels = std::vector<std::string>;

}  // namespace

TEST_CASE("neighbours share a read, up to the gap") {
  CHECK(labels({holding(100), holding(101, 2), holding(103)}) == Labels{"unit 1, holding 100 to 103"});
  CHECK(labels({holding(111), holding(100)}) == Labels{"unit 1, holding 100 to 111"});
  CHECK(labels({holding(100), holding(112)}) == Labels{"unit 1, holding 100", "unit 1, holding 112"});
  CHECK(labels({holding(100), holding(102)}, {0, 125}) == Labels{"unit 1, holding 100", "unit 1, holding 102"});
  CHECK(labels({holding(100), holding(101)}, {0, 125}) == Labels{"unit 1, holding 100 to 101"});
  CHECK(labels({holding(0), holding(65535)}, {65535, 125}) == Labels{"unit 1, holding 0", "unit 1, holding 65535"});
  CHECK(labels({}).empty());
}

TEST_CASE("values that overlap or are the same share a read") {
  CHECK(labels({holding(100, 4), holding(101), holding(100), holding(100)}) == Labels{"unit 1, holding 100 to 103"});
  CHECK(plan_reads({holding(100, 4), holding(101), holding(100)}, {}).front().points ==
        std::vector<std::size_t>{2, 0, 1});
}

TEST_CASE("units, spaces and intervals do not mix") {
  const std::vector<Point> points = {holding(1),
                                     holding(1, 1, 2),
                                     holding(1, 1, 1, 60),
                                     {1, Space::input, 1, 1, seconds(10)},
                                     {1, Space::coil, 1, 1, seconds(10)},
                                     {1, Space::discrete, 1, 1, seconds(10)}};
  CHECK(labels(points) == Labels{"unit 1, coil 1", "unit 1, discrete 1", "unit 1, input 1", "unit 1, holding 1",
                                 "unit 1, holding 1", "unit 2, holding 1"});
}

TEST_CASE("a read has at most 125 registers, or 2000 bits, or what the device can") {
  std::vector<Point> registers;
  std::vector<Point> bits;
  for (unsigned i = 0; i < 2001; ++i) bits.push_back({1, Space::coil, i, 1, seconds(1)});
  for (unsigned i = 0; i < 251; ++i) registers.push_back(holding(i));
  CHECK(labels(registers) == Labels{"unit 1, holding 0 to 124", "unit 1, holding 125 to 249", "unit 1, holding 250"});
  CHECK(labels(bits) == Labels{"unit 1, coil 0 to 1999", "unit 1, coil 2000"});
  CHECK(labels({holding(0, 4), holding(4, 4)}, {10, 6}) == Labels{"unit 1, holding 0 to 3", "unit 1, holding 4 to 7"});
  CHECK(labels({holding(0, 125), holding(125, 1)}, {10, 6}) ==
        Labels{"unit 1, holding 0 to 124", "unit 1, holding 125"});
}

TEST_CASE("every point is in one read that covers it, whatever the points") {
  std::mt19937 random(7);
  for (int round = 0; round < 200; ++round) {
    std::vector<Point> points;
    for (int i = 0; i < 60; ++i) {
      points.push_back({static_cast<int>(random() % 2), static_cast<Space>(random() % 4),
                        static_cast<unsigned>(random() % 600), 1 + static_cast<unsigned>(random() % 8),
                        seconds(random() % 2)});
    }
    const PlanLimits limits{static_cast<unsigned>(random() % 20), 8 + static_cast<unsigned>(random() % 118)};
    std::multiset<std::size_t> seen;
    for (const Read& read : plan_reads(points, limits)) {
      if (!has_bits(read.space)) REQUIRE(read.count <= limits.max_registers);
      for (const std::size_t index : read.points) {
        seen.insert(index);
        REQUIRE((points[index].unit == read.unit && points[index].space == read.space));
        REQUIRE(points[index].address >= read.address);
        REQUIRE(points[index].address + points[index].count <= read.address + read.count);
      }
    }
    REQUIRE(seen.size() == points.size());
    REQUIRE(std::set<std::size_t>(seen.begin(), seen.end()).size() == points.size());
  }
}

TEST_CASE("a read is parted at its widest gap, else in the middle, and one value not at all") {
  const std::vector<Point> gap = {holding(1), holding(2), holding(3), holding(9)};
  const auto at_gap = split_read(plan_reads(gap, {}).front(), gap);
  REQUIRE(at_gap);
  CHECK(at_gap->first.label() == "unit 1, holding 1 to 3");
  CHECK(at_gap->second.label() == "unit 1, holding 9");

  const std::vector<Point> even = {holding(1), holding(2), holding(3), holding(4)};
  const auto middle = split_read(plan_reads(even, {}).front(), even);
  REQUIRE(middle);
  CHECK(middle->first.label() == "unit 1, holding 1 to 2");
  CHECK(middle->second.label() == "unit 1, holding 3 to 4");

  const std::vector<Point> one = {holding(1, 4)};
  CHECK_FALSE(split_read(plan_reads(one, {}).front(), one));
  const std::vector<Point> same = {holding(1, 4), holding(1, 4), holding(1, 4)};
  CHECK_FALSE(split_read(plan_reads(same, {}).front(), same));
  const std::vector<Point> within = {holding(1, 4), holding(1, 1)};
  const auto parts = split_read(plan_reads(within, {}).front(), within);
  REQUIRE(parts);
  CHECK(parts->first.label() == "unit 1, holding 1");
  CHECK(parts->second.label() == "unit 1, holding 1 to 4");
}

TEST_CASE("a bad register costs itself alone, wherever it is") {
  std::vector<Point> points;
  for (unsigned i = 0; i < 100; ++i) points.push_back(holding(i));
  for (unsigned bad = 0; bad < 100; ++bad) {
    std::deque<Read> open = {plan_reads(points, {}).front()};
    std::size_t read_well = 0;
    int requests = 0;
    while (!open.empty()) {
      const Read read = open.front();
      open.pop_front();
      ++requests;
      if (bad < read.address || bad >= read.address + read.count) {
        read_well += read.points.size();
      } else if (const auto parts = split_read(read, points)) {
        open.push_back(parts->first);
        open.push_back(parts->second);
      } else {
        REQUIRE(read.points == std::vector<std::size_t>{bad});
      }
    }
    REQUIRE(read_well == 99);
    REQUIRE(requests <= 15);
  }
}
