// SPDX-License-Identifier: Apache-2.0
#include "proxy/plugin/abi/inbox.hpp"

#include <algorithm>
#include <utility>

namespace proxy::plugin {

bool Inbox::push(Message message, std::size_t text_bytes, bool from_reserve) {
  const std::size_t most = from_reserve ? kMaxMessages + kReserve : kMaxMessages;
  if (messages_.size() >= most || (bytes_ + text_bytes > kMaxBytes && !from_reserve)) return false;
  messages_.push_back({std::move(message), text_bytes});
  bytes_ += text_bytes;
  return true;
}

bool Inbox::push_value(Value value) {
  const std::size_t bytes = value.text.size();
  const bool watched = !watched_.empty() && watched_.contains(value.cell);
  const auto waiting = watched ? waiting_.end() : waiting_.find(key(value.cell));
  if (waiting != waiting_.end()) {
    Entry& entry = messages_[static_cast<std::size_t>(waiting->second - taken_)];
    if (bytes > entry.bytes && bytes_ + bytes - entry.bytes > kMaxBytes) return false;
    bytes_ = bytes_ + bytes - entry.bytes;
    entry.bytes = bytes;
    Value& older = std::get<Value>(entry.message);
    // A retained value that is sent again stays what the device had before.
    older.is_retained = older.is_retained && (value.is_retained || older.text == value.text);
    older.text = std::move(value.text);
    return true;
  }
  const std::uint64_t cell = key(value.cell);
  if (!push(std::move(value), bytes)) return false;
  // Of a watched cell the newest is the one that a later value replaces, should the watch end before it is taken.
  waiting_[cell] = taken_ + messages_.size() - 1;
  return true;
}

std::vector<Message> Inbox::take(std::size_t most) {
  std::vector<Message> taken;
  taken.reserve(std::min(most, messages_.size()));
  while (!messages_.empty() && taken.size() < most) {
    Entry& entry = messages_.front();
    if (const auto* value = std::get_if<Value>(&entry.message)) {
      const auto waiting = waiting_.find(key(value->cell));
      if (waiting != waiting_.end() && waiting->second == taken_) waiting_.erase(waiting);
    }
    bytes_ -= entry.bytes;
    taken.push_back(std::move(entry.message));
    messages_.pop_front();
    ++taken_;
  }
  return taken;
}

void Inbox::clear() {
  taken_ += messages_.size();
  messages_.clear();
  waiting_.clear();
  watched_.clear();
  bytes_ = 0;
}

}  // namespace proxy::plugin
