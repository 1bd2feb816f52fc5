// SPDX-License-Identifier: Apache-2.0
#include "adapters/mapping/devices/waiting_messages.hpp"

#include <algorithm>
#include <utility>

namespace adapters::mapping {
namespace {

constexpr std::size_t kMaxBytes = std::size_t{1} << 20;
constexpr std::size_t kMaxOfDevice = 64;

std::size_t size_of(const WaitingMessage& message) { return message.address.size() + message.payload.size(); }

}  // namespace

bool WaitingMessages::keep(const std::string& device, WaitingMessage message) {
  std::vector<WaitingMessage>& messages = devices_[device];
  const bool is_json = message.payload.starts_with('{');
  const auto old = std::find_if(messages.begin(), messages.end(), [&](const WaitingMessage& kept) {
    return messages.size() >= kMaxOfDevice || (!is_json && kept.address == message.address);
  });
  if (old != messages.end()) {
    bytes_ -= size_of(*old);
    messages.erase(old);
  }
  const bool has_room = bytes_ + size_of(message) <= kMaxBytes;
  if (has_room) {
    bytes_ += size_of(message);
    messages.push_back(std::move(message));
  }
  if (messages.empty()) devices_.erase(device);
  return has_room;
}

std::vector<WaitingMessage> WaitingMessages::take(const std::string& device) {
  const auto found = devices_.find(device);
  if (found == devices_.end()) return {};
  std::vector<WaitingMessage> messages = std::move(found->second);
  devices_.erase(found);
  for (const WaitingMessage& message : messages) bytes_ -= size_of(message);
  return messages;
}

}  // namespace adapters::mapping
