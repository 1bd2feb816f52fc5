// SPDX-License-Identifier: Apache-2.0
#pragma once
// The descriptions of capabilities, kept once for all that are equal: a home has hundreds of devices and a dozen
// models.
// Thread: one at a time

#include <cstddef>
#include <memory>
#include <string>
#include <unordered_map>
#include <vector>

#include "adapters/mapping/devices/device.hpp"

namespace adapters::mapping {

/// A capability without its device's own part: its identity and its addresses are empty.
using SharedFacts = std::shared_ptr<const Capability>;

class FactsPool {
 public:
  /// Equal facts that are in the pool, or a copy of these.
  SharedFacts share(const Capability& facts);
  /// Forgets facts that no capability uses any more.
  void sweep();

 private:
  std::unordered_multimap<std::size_t, SharedFacts> facts_;  // by a hash of them
};

/// Takes the addresses out of it: of its sources, of `accepted`, of the response to its sink, of the sink itself and of
/// its words that are sent elsewhere.
std::vector<std::string> take_addresses(Capability& facts);

/// The places of those addresses in that list.
inline std::size_t source_count(const Capability& facts) { return facts.source ? 1 + facts.elsewhere.size() : 0; }
inline std::size_t accepted_place(const Capability& facts) { return source_count(facts); }
inline std::size_t response_place(const Capability& facts) { return accepted_place(facts) + (facts.accepted ? 1 : 0); }
inline std::size_t sink_place(const Capability& facts) {
  return response_place(facts) + (facts.sink && facts.sink->response ? 1 : 0);
}

}  // namespace adapters::mapping
