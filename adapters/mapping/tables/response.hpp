// SPDX-License-Identifier: Apache-2.0
#pragma once
// The answer of a device to a command: it comes at an address of its own with the number of the command, and says that
// the command is done, or why it is not.
// Thread: pure

#include <cstdint>
#include <optional>
#include <string>

#include "adapters/mapping/values/pattern.hpp"
#include "adapters/mapping/values/payload.hpp"

namespace adapters::mapping {

/// `response` of a sink.
struct ResponseRule {
  Pattern address;
  Pointer pointer;                  ///< to the number, ${id} of the command
  std::optional<Pointer> ok;        ///< to the word for success; none: an answer without an error is one
  std::optional<std::string> word;  ///< that word, in any case; none: any word
  std::optional<Pointer> error;     ///< to the reason of a failure
  bool operator==(const ResponseRule&) const = default;
};

struct DeviceAnswer {
  std::uint64_t id = 0;
  std::optional<std::string> error;  ///< none: done
};

/// Nothing if the message has no number.
std::optional<DeviceAnswer> answer_in(Payload& payload, const ResponseRule& rule);

}  // namespace adapters::mapping
