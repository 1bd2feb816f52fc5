// SPDX-License-Identifier: Apache-2.0
#pragma once
// Deadlines, most of which are postponed before they fall due: to postpone one costs a look-up.
// Thread: pure; told the time

#include <algorithm>
#include <chrono>
#include <map>
#include <optional>
#include <set>
#include <utility>
#include <vector>

namespace adapters::mapping {

/// The earlier of two times, where there may be none.
inline std::optional<std::chrono::steady_clock::time_point> earlier(
    std::optional<std::chrono::steady_clock::time_point> one,
    std::optional<std::chrono::steady_clock::time_point> other) {
  if (one && other) return std::min(*one, *other);
  return one ? one : other;
}

template <class Key>
class Deadlines {
 public:
  using Time = std::chrono::steady_clock::time_point;

  /// In the place of the key's deadline before, if it had one.
  void set(const Key& key, Time at) {
    const auto [entry, is_new] = entries_.try_emplace(key, Entry{at, at});
    entry->second.at = at;
    if (!is_new && at >= entry->second.queued) return;  // it is looked at again when it comes up
    if (!is_new) queue_.erase({entry->second.queued, key});
    entry->second.queued = at;
    queue_.insert({at, key});
  }
  void erase(const Key& key) {
    const auto entry = entries_.find(key);
    if (entry == entries_.end()) return;
    queue_.erase({entry->second.queued, key});
    entries_.erase(entry);
  }
  /// When to ask again, at the latest.
  std::optional<Time> next() const { return queue_.empty() ? std::nullopt : std::optional(queue_.begin()->first); }
  /// What is due has no deadline any more.
  std::vector<Key> take_due(Time now) {
    std::vector<Key> due;
    while (!queue_.empty() && queue_.begin()->first <= now) {
      const Key key = queue_.begin()->second;
      queue_.erase(queue_.begin());
      Entry& entry = entries_.at(key);
      if (entry.at > now) {
        entry.queued = entry.at;
        queue_.insert({entry.at, key});
      } else {
        entries_.erase(key);
        due.push_back(key);
      }
    }
    return due;
  }

 private:
  struct Entry {
    Time at;
    Time queued;  // where it stands in the queue: at or before
  };
  std::map<Key, Entry> entries_;
  std::set<std::pair<Time, Key>> queue_;
};

}  // namespace adapters::mapping
