// SPDX-License-Identifier: Apache-2.0
#include "adapters/mapping/runtime/deadlines.hpp"

#include <algorithm>

namespace adapters::mapping {

using Time = Deadlines::Time;

std::optional<Time> earlier(std::optional<Time> one, std::optional<Time> other) {
  if (one && other) return std::min(*one, *other);
  return one ? one : other;
}

void Deadlines::set(Key key, Time at) {
  const auto [entry, is_new] = entries_.try_emplace(key, Entry{at, at});
  entry->second.at = at;
  if (!is_new && at >= entry->second.queued) return;  // it is looked at again when it comes up
  if (!is_new) queue_.erase({entry->second.queued, key});
  entry->second.queued = at;
  queue_.insert({at, key});
}

void Deadlines::erase(Key key) {
  const auto entry = entries_.find(key);
  if (entry == entries_.end()) return;
  queue_.erase({entry->second.queued, key});
  entries_.erase(entry);
}

std::optional<Time> Deadlines::next() const {
  return queue_.empty() ? std::nullopt : std::optional(queue_.begin()->first);
}

std::vector<Deadlines::Key> Deadlines::take_due(Time now) {
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

}  // namespace adapters::mapping
