// SPDX-License-Identifier: Apache-2.0
#pragma once
// Many devices as a zigbee2mqtt describes them: a handful of models, each with as many things to measure and
// to set as asked for.
// Thread: pure

#include <cstddef>
#include <string>

namespace tests::bench {

struct House {
  std::size_t devices = 0;
  std::size_t capabilities = 0;  ///< of each device; at most kMostCapabilities
};
inline constexpr std::size_t kMostCapabilities = 20;

/// What its bridge publishes, and what each device does.
std::string description_of(const House& house);
std::string name_of(std::size_t device);
/// A value for each capability.
std::string state_of(const House& house, std::size_t device);

}  // namespace tests::bench
