// SPDX-License-Identifier: Apache-2.0
#include "adapters/modbus/polling/poll_plan.hpp"

#include <algorithm>
#include <array>
#include <cstdlib>
#include <numeric>
#include <tuple>

namespace adapters::modbus {
namespace {

unsigned end_of(const Point& point) { return point.address + point.count; }

/// The read of these points, which are sorted by address.
Read part_of(const Read& read, const std::vector<Point>& points, std::size_t first, std::size_t last) {
  Read part{read.unit, read.space, points[read.points[first]].address, 0, read.interval, {}};
  for (std::size_t i = first; i < last; ++i) {
    part.points.push_back(read.points[i]);
    part.count = std::max(part.count, end_of(points[read.points[i]]) - part.address);
  }
  return part;
}

}  // namespace

const char* word_of(Space space) {
  constexpr std::array kWords = {"coil", "discrete", "input", "holding"};
  return kWords[static_cast<std::size_t>(space)];
}

std::string Read::label() const {
  std::string label = "unit " + std::to_string(unit) + ", " + word_of(space) + ' ' + std::to_string(address);
  if (count > 1) label += " to " + std::to_string(address + count - 1);
  return label;
}

std::vector<Read> plan_reads(const std::vector<Point>& points, const PlanLimits& limits) {
  std::vector<std::size_t> sorted(points.size());
  std::iota(sorted.begin(), sorted.end(), std::size_t{0});
  const auto key = [&](std::size_t index) {
    const Point& point = points[index];
    return std::tuple(point.unit, point.space, point.interval, point.address, point.count, index);
  };
  std::sort(sorted.begin(), sorted.end(), [&](std::size_t a, std::size_t b) { return key(a) < key(b); });

  std::vector<Read> reads;
  for (const std::size_t index : sorted) {
    const Point& point = points[index];
    const unsigned most = has_bits(point.space) ? kMaxBits : limits.max_registers;
    if (!reads.empty()) {
      Read& last = reads.back();
      const bool alike =
          std::tie(last.unit, last.space, last.interval) == std::tie(point.unit, point.space, point.interval);
      const unsigned end = last.address + last.count;
      const unsigned longer = std::max(end, end_of(point)) - last.address;
      if (alike && point.address <= end + limits.max_gap && (longer <= most || longer == last.count)) {
        last.count = longer;
        last.points.push_back(index);
        continue;
      }
    }
    reads.push_back({point.unit, point.space, point.address, point.count, point.interval, {index}});
  }
  return reads;
}

std::optional<std::pair<Read, Read>> split_read(const Read& read, const std::vector<Point>& points) {
  const std::size_t size = read.points.size();
  const auto from_middle = [size](std::size_t cut) {
    return std::abs(static_cast<long>(2 * cut) - static_cast<long>(size));
  };
  std::size_t best = 0;  // 0: none
  long best_gap = 0;
  unsigned end = 0;
  for (std::size_t cut = 1; cut < size; ++cut) {
    end = std::max(end, end_of(points[read.points[cut - 1]]));
    const long gap = static_cast<long>(points[read.points[cut]].address) - static_cast<long>(end);
    const bool better = gap > best_gap || (gap == best_gap && from_middle(cut) < from_middle(best));
    if (best == 0 || better) {
      best = cut;
      best_gap = gap;
    }
  }
  if (best == 0) return std::nullopt;
  std::pair<Read, Read> parts{part_of(read, points, 0, best), part_of(read, points, best, size)};
  if (parts.first.count == read.count && parts.second.count == read.count) return std::nullopt;
  return parts;
}

}  // namespace adapters::modbus
