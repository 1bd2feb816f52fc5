// SPDX-License-Identifier: Apache-2.0
#include "adapters/mqtt/outstanding.hpp"

namespace adapters::mqtt {
namespace {

constexpr std::size_t kMaxMessages = 256;
constexpr std::size_t kMaxBytes = std::size_t{4} << 20;

}  // namespace

bool Outstanding::has_place_for(std::size_t size) const {
  return messages_.size() < kMaxMessages && bytes_ + size <= kMaxBytes;
}

void Outstanding::add(int id, Tag tag, std::size_t size) {
  messages_[id] = {tag, size};
  bytes_ += size;
}

Outstanding::Tag Outstanding::take(int id) {
  const auto found = messages_.find(id);
  if (found == messages_.end()) return std::nullopt;
  const Message message = found->second;
  bytes_ -= message.size;
  messages_.erase(found);
  return message.tag;
}

std::vector<std::uint64_t> Outstanding::take_all() {
  std::vector<std::uint64_t> tags;
  for (const auto& [id, message] : messages_) {
    if (message.tag) tags.push_back(*message.tag);
  }
  messages_.clear();
  bytes_ = 0;
  return tags;
}

}  // namespace adapters::mqtt
