// SPDX-License-Identifier: Apache-2.0
#pragma once
// What an adapter sends to a device: a command for a set, a question for a read.
// Thread: pure

#include <cstddef>
#include <string>
#include <vector>

#include "adapters/mapping/configuration/parameter.hpp"
#include "adapters/sdk/adapter.hpp"

namespace adapters::mapping {

/// A message to send.
struct Command {
  std::string address;
  std::string payload;
  int qos = 0;
  bool retain = false;
  Confirm confirm = Confirm::published;
  std::size_t parameter = 0;  ///< index into parameters(); with the next two for an adapter whose sink has words of
                              ///< its own
  std::string word = {};      ///< the value as the device has it
  Captures captures = {};     ///< the row's

  /// What to reply once the transport has taken it (with Confirm::none: once it was handed over).
  adapter_status reply() const { return confirm == Confirm::state ? ADAPTER_SENT : ADAPTER_DONE; }
};

/// When a command leaves: before apply() returns, or later, while reports of the device go on coming.
enum class Delivery { immediate, queued };

/// Why no command can be sent: the reply to the item.
struct Refusal {
  adapter_status status;
  std::string detail;
};

/// A message that makes a device report values, and the items of get() that wait for them.
struct Question {
  std::string address;
  std::string payload;
  std::vector<sdk::Token> tokens;
};

}  // namespace adapters::mapping
