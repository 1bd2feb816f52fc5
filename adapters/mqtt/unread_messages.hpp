// SPDX-License-Identifier: Apache-2.0
#pragma once
// Messages of which nothing was read: one above the limit, an announcement that is no JSON. Each topic is a line of
// `tr069-proxyctl devices` and `problems` until a message there is read.
// Thread: that of the connection

#include <cstddef>
#include <map>
#include <string>
#include <string_view>

#include "adapters/sdk/adapter.hpp"

namespace adapters::mqtt {

class UnreadMessages {
 public:
  explicit UnreadMessages(sdk::Host host) : host_(host) {}

  /// Any client of the broker can send such messages: what is above the bound is counted alone.
  void add(std::string_view topic, const std::string& reason);
  /// A message at the topic was read; harmless for any other topic.
  void remove(std::string_view topic);

 private:
  static constexpr std::size_t kMax = 200;
  static constexpr std::size_t kMaxTopic = 256;  // in bytes, as the host takes it

  const sdk::Host host_;
  std::map<std::string, std::string, std::less<>> reasons_;  // by topic
};

}  // namespace adapters::mqtt
