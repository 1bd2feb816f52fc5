// SPDX-License-Identifier: Apache-2.0
#pragma once
// Deadlines, most of which are postponed before they fall due: to postpone one costs a look-up.
// Thread: one at a time; the caller gives the time

#include <chrono>
#include <cstdint>
#include <map>
#include <optional>
#include <set>
#include <utility>
#include <vector>

namespace adapters::mapping {

/// The earlier of two times, where there may be none.
std::optional<std::chrono::steady_clock::time_point> earlier(
    std::optional<std::chrono::steady_clock::time_point> one,
    std::optional<std::chrono::steady_clock::time_point> other);

class Deadlines {
 public:
  using Time = std::chrono::steady_clock::time_point;
  using Key = std::uint64_t;

  /// Takes the place of the key's earlier deadline.
  void set(Key key, Time at);
  void erase(Key key);
  /// When to call take_due() at the latest.
  std::optional<Time> next() const;
  /// The keys that are due; they have no deadline any more.
  std::vector<Key> take_due(Time now);

 private:
  struct Entry {
    Time at;
    Time queued;  // where it stands in the queue: at or before
  };
  std::map<Key, Entry> entries_;
  std::set<std::pair<Time, Key>> queue_;
};

}  // namespace adapters::mapping
