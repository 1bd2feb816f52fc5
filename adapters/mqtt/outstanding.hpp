// SPDX-License-Identifier: Apache-2.0
#pragma once
// The messages that libmosquitto has taken and the broker has not acknowledged yet, within bounds.
// Thread: one at a time

#include <cstddef>
#include <cstdint>
#include <optional>
#include <unordered_map>
#include <vector>

namespace adapters::mqtt {

class Outstanding {
 public:
  using Tag = std::optional<std::uint64_t>;

  /// False if too many messages, or too many bytes, are outstanding.
  bool has_place_for(std::size_t size) const;
  void add(int id, Tag tag, std::size_t size);
  /// Removes the message, and returns its tag.
  Tag take(int id);
  /// Removes all messages, and returns the tags of those that have one.
  std::vector<std::uint64_t> take_all();

 private:
  struct Message {
    Tag tag;
    std::size_t size;
  };
  std::unordered_map<int, Message> messages_;  // by packet id
  std::size_t bytes_ = 0;
};

}  // namespace adapters::mqtt
