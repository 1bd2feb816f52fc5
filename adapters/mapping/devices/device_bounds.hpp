// SPDX-License-Identifier: Apache-2.0
#pragma once
// Brings what a device says of itself within the bounds of what an ACS is shown.
// Spec: TR-181 2.19, IoTCapability.{i}.; TR-106 3.2.3 (lists)
// Thread: pure

#include <cstddef>
#include <string>
#include <string_view>
#include <vector>

#include "adapters/mapping/devices/device.hpp"

namespace adapters::mapping {

/// How long an ACS finds the text: what continues a character in UTF-8 does not count.
std::size_t characters_in(std::string_view text);
/// The first characters of the text, at most so many; none of them cut in two.
std::string first_characters(std::string_view text, std::size_t count);

/// Shortens texts; gives capabilities of one name names of their own, and words of an enumeration, of which an ACS may
/// see 64 characters, short ones. What cannot be shown is left out, with a reason for each.
std::vector<std::string> keep_bounds(DeviceDescription& device);

}  // namespace adapters::mapping
