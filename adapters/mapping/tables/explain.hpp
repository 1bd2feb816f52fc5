// SPDX-License-Identifier: Apache-2.0
#pragma once
// What a message would set, and why it would not, in lines for people: the answer to "why does nothing arrive?".
// Thread: pure

#include <string>
#include <string_view>
#include <vector>

#include "adapters/mapping/tables/mapping.hpp"
#include "adapters/sdk/adapter.hpp"

namespace adapters::mapping {

/// A line for each parameter whose source is at the address: its value, or why it keeps the one it has; rows are named
/// by their identity. False, and nothing is said, if the mapping has nothing at the address.
bool explain(const Mapping& mapping, std::string_view address, std::string_view payload, const sdk::Say& say);

/// Why one value would be left, where to_acs() fails with `failure`: with what there is instead of what is missing.
std::string why_left(const std::optional<Pointer>& pointer, Payload& payload, const Failure& failure);

/// What a message says of a device being there.
std::string explain_presence(const Outcome<adapter_presence>& presence);

/// Says that the message means nothing, and which of the filters, "zigbee2mqtt/+", are the closest to its address.
/// `shown` is the address as people may see it. True if one of the filters takes the address: then the payload alone is
/// why it means nothing.
bool explain_stranger(std::string_view address, const std::string& shown, const std::vector<std::string>& filters,
                      const sdk::Say& say);

}  // namespace adapters::mapping
