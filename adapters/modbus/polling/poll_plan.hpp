// SPDX-License-Identifier: Apache-2.0
#pragma once
// The reads that cover all values with few requests: neighbours with one unit, register space and interval share one.
// Spec: MODBUS Application Protocol 1.1b3, 6.1 to 6.4 (at most 2000 bits or 125 registers a request)
// Thread: pure

#include <chrono>
#include <cstddef>
#include <cstdint>
#include <optional>
#include <string>
#include <utility>
#include <vector>

namespace adapters::modbus {

enum class Space { coil, discrete, input, holding };

inline constexpr unsigned kMaxBits = 2000;
inline constexpr unsigned kMaxRegisters = 125;

inline bool has_bits(Space space) { return space == Space::coil || space == Space::discrete; }
/// "holding"
const char* word_of(Space space);

/// The registers of one value.
struct Point {
  int unit = 0;
  Space space = Space::holding;
  unsigned address = 0;  ///< as in a request, from 0
  unsigned count = 1;    ///< registers, or bits of coils and discrete inputs; address + count is at most 65536
  std::chrono::seconds interval{};
};

/// One request.
struct Read {
  int unit = 0;
  Space space = Space::holding;
  unsigned address = 0;
  unsigned count = 0;
  std::chrono::seconds interval{};
  std::vector<std::size_t> points;  ///< indices, sorted by address and count

  /// "unit 3, holding 100 to 107"
  std::string label() const;
};

struct PlanLimits {
  unsigned max_gap = 10;                   ///< unused addresses between two values of one request
  unsigned max_registers = kMaxRegisters;  ///< of one request; a longer value has a request of its own
};

/// The reads; every point is in exactly one.
std::vector<Read> plan_reads(const std::vector<Point>& points, const PlanLimits& limits);

/// Divides a read that the unit rejects: at the largest gap, otherwise in the middle. Nothing if it cannot be divided.
std::optional<std::pair<Read, Read>> split_read(const Read& read, const std::vector<Point>& points);

}  // namespace adapters::modbus
