// SPDX-License-Identifier: Apache-2.0
#pragma once
// Brings the description of a device within the bounds of the data model.
// Spec: TR-181 2.19, IoTCapability.{i}.; TR-106 3.2.3 (lists)
// Thread: pure

#include <cstddef>
#include <string>
#include <string_view>
#include <vector>

#include "adapters/mapping/devices/device.hpp"

namespace adapters::mapping {

/// The length of the text in characters of UTF-8.
std::size_t characters_in(std::string_view text);
/// The first characters of the text, at most `count`.
std::string first_characters(std::string_view text, std::size_t count);

/// Shortens texts; gives capabilities of one name names of their own, and words of an enumeration, of which an ACS may
/// see 64 characters, short ones. Leaves out capabilities that cannot be shown; returns a reason for each.
std::vector<std::string> keep_bounds(DeviceDescription& device);

}  // namespace adapters::mapping
