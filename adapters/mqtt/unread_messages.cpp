// SPDX-License-Identifier: Apache-2.0
#include "adapters/mqtt/unread_messages.hpp"

namespace adapters::mqtt {

void UnreadMessages::add(std::string_view topic, const std::string& reason) {
  host_.rejected(std::string(topic) + ": " + reason);
  const auto known = reasons_.find(topic);
  if (known != reasons_.end() && known->second == reason) return;
  if (topic.size() > kMaxTopic || (known == reasons_.end() && reasons_.size() >= kMax)) return;
  std::string identity(topic);
  host_.skipped(identity, reason);
  reasons_.insert_or_assign(std::move(identity), reason);
}

void UnreadMessages::remove(std::string_view topic) {
  const auto known = reasons_.find(topic);
  if (known == reasons_.end()) return;
  host_.skipped(known->first, {});
  reasons_.erase(known);
}

}  // namespace adapters::mqtt
