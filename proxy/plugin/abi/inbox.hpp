// SPDX-License-Identifier: Apache-2.0
#pragma once
// A bounded queue of an adapter's messages, in their order, in which a value that the loop has not taken yet gives way
// to a newer one of the same cell.
// Thread: under its owner's lock

#include "proxy/plugin/abi/message.hpp"

#include <cstddef>
#include <cstdint>
#include <deque>
#include <set>
#include <unordered_map>
#include <vector>

namespace proxy::plugin {

class Inbox {
 public:
  static constexpr std::size_t kMaxMessages = 100'000;
  static constexpr std::size_t kMaxBytes = 16 * 1024 * 1024;  ///< of values and other texts
  /// Room beyond kMaxMessages for what ends a request: a flood of values does not let the ACS wait.
  static constexpr std::size_t kReserve = 10'000;

  /// False if there is no room.
  bool push(Message message, std::size_t text_bytes, bool from_reserve = false);
  /// False if there is no room; a cell that has a value waiting always has.
  bool push_value(Value value);
  /// At most `most` messages, the oldest first.
  std::vector<Message> take(std::size_t most);
  bool empty() const { return messages_.empty(); }
  void clear();

  /// Every value of a watched cell counts, not just the last: a set waits for one of them.
  void watch(CellHandle cell) { watched_.insert(cell); }
  void unwatch(CellHandle cell) { watched_.erase(cell); }

 private:
  static std::uint64_t key(CellHandle cell) { return (std::uint64_t{cell.row} << 32) | cell.column; }

  struct Entry {
    Message message;
    std::size_t bytes;
  };
  std::deque<Entry> messages_;
  std::uint64_t taken_ = 0;  ///< messages taken so far: the sequence number of messages_.front()
  std::unordered_map<std::uint64_t, std::uint64_t> waiting_;  ///< cell -> sequence number of its value
  std::set<CellHandle> watched_;
  std::size_t bytes_ = 0;
};

}  // namespace proxy::plugin
