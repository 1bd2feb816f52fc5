// SPDX-License-Identifier: Apache-2.0
#pragma once
// The jitter of waits that become longer: many gateways, or many polls, that fail together do not try again together.
// Thread: pure; one generator belongs to one thread

#include <algorithm>
#include <chrono>
#include <random>

namespace adapters::mapping {

/// From the wait to half as much more; at the longest wait from two thirds of it on. Never below `least`, which the
/// wait is not below either.
inline std::chrono::milliseconds with_jitter(std::chrono::milliseconds wait, std::chrono::milliseconds longest,
                                             std::minstd_rand& random, std::chrono::milliseconds least = {}) {
  using std::chrono::milliseconds;
  const milliseconds most = std::min(wait * 3 / 2, std::max(wait, longest));
  std::uniform_int_distribution<milliseconds::rep> part(std::max(most * 2 / 3, least).count(), most.count());
  return milliseconds(part(random));
}

}  // namespace adapters::mapping
