// SPDX-License-Identifier: Apache-2.0
#pragma once
// What capabilities are, kept once for all that are the same: a house has hundreds of devices and a dozen models.
// Thread: one at a time

#include <cstddef>
#include <memory>
#include <string>
#include <unordered_map>
#include <vector>

#include "adapters/mapping/devices/device.hpp"

namespace adapters::mapping {

/// A capability without what is its device's own: its identity and its addresses are empty.
using SharedFacts = std::shared_ptr<const Capability>;

class FactsPool {
 public:
  /// The same as are there already, or a copy of these.
  SharedFacts share(const Capability& facts);
  /// Forgets those that nobody has any more.
  void sweep();

 private:
  std::unordered_multimap<std::size_t, SharedFacts> facts_;  // by a hash of them
};

/// Takes the addresses out of it: of its sources, of `accepted`, of its sink.
std::vector<std::string> take_addresses(Capability& facts);

/// Where they stand among them.
inline std::size_t source_count(const Capability& facts) { return facts.source ? 1 + facts.elsewhere.size() : 0; }
inline std::size_t accepted_place(const Capability& facts) { return source_count(facts); }
inline std::size_t sink_place(const Capability& facts) { return source_count(facts) + (facts.accepted ? 1 : 0); }

}  // namespace adapters::mapping
