// SPDX-License-Identifier: Apache-2.0
#pragma once
// What a device answers to a command, on an address of its own and with the number that the command had: done, or why
// not.
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
  std::optional<Pointer> ok;        ///< to what says that it is done; none: whatever has no error
  std::optional<std::string> word;  ///< what it says then, in any case; none: anything
  std::optional<Pointer> error;     ///< to what says why it is not
  bool operator==(const ResponseRule&) const = default;
};

struct DeviceAnswer {
  std::uint64_t id = 0;
  std::optional<std::string> error;  ///< none: done
};

/// Nothing, for what is no answer to anybody.
std::optional<DeviceAnswer> answer_in(Payload& payload, const ResponseRule& rule);

}  // namespace adapters::mapping
