// SPDX-License-Identifier: Apache-2.0
#include "proxy/plugin/abi/board/board_content.hpp"

namespace proxy::plugin {

void BoardContent::close() {
  open_ = false;
  inbox_.clear();
  handles_.clear();
  skipped_.clear();
}

std::vector<Message> BoardContent::take(std::size_t max) {
  auto messages = inbox_.take(max);
  if (messages.empty()) awake_ = false;
  return messages;
}

void BoardContent::reject(std::string_view reason) {
  ++counters_.rejected;
  counters_.last_reason = reason;
  rejections_.add(reason);
}

void BoardContent::wake() {
  if (!std::exchange(awake_, true)) wake_();
}

void BoardContent::publish(Value value) {
  if (!inbox_.push_value(std::move(value))) {
    ++counters_.dropped;
    return;
  }
  ++counters_.published;
  wake();
}

void BoardContent::contact(adapter_handle device) {
  if (inbox_.push_value({{device, kContactColumn}, {}})) wake();
}

void BoardContent::enqueue(Message message, std::size_t bytes, bool from_reserve) {
  if (inbox_.push(std::move(message), bytes, from_reserve)) {
    wake();
  } else {
    ++counters_.dropped;
  }
}

bool BoardContent::skip(std::string identity, std::string reason) {
  if (reason.empty()) {
    skipped_.erase(identity);
    return false;
  }
  if (skipped_.size() >= kMaxSkipped && !skipped_.contains(identity)) {
    reject("skipped(): more than 1000 things are skipped");
    return false;
  }
  std::string& known = skipped_[std::move(identity)];
  if (known == reason) return false;
  known = std::move(reason);
  return true;
}

}  // namespace proxy::plugin
