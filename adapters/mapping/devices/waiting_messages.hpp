// SPDX-License-Identifier: Apache-2.0
#pragma once
// Messages that came before the device that they are about: kept until a message makes it.
// Thread: one at a time; told the time

#include <chrono>
#include <cstddef>
#include <map>
#include <string>
#include <string_view>
#include <vector>

namespace adapters::mapping {

struct WaitingMessage {
  std::string address;
  std::string payload;
  bool retained;
  std::chrono::steady_clock::time_point at;
};

class WaitingMessages {
 public:
  /// False if this would be more than 1 MiB of messages in all. Of one device the last ones are kept, and at one
  /// address the last one alone unless it is JSON: what that does not mention keeps its value.
  bool keep(const std::string& device, WaitingMessage message);
  /// In the order in which they came.
  std::vector<WaitingMessage> take(const std::string& device);

  bool contains(const std::string& device) const { return devices_.contains(device); }
  std::size_t count() const { return devices_.size(); }

 private:
  std::map<std::string, std::vector<WaitingMessage>> devices_;
  std::size_t bytes_ = 0;
};

}  // namespace adapters::mapping
