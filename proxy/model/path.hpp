// SPDX-License-Identifier: Apache-2.0
#pragma once
// The grammar of names and paths.
// Spec: TR-069 Amendment 6, A.2.2.1 (path names); TR-106, section 3.1 (naming)
// Thread: pure

#include <cstddef>
#include <cstdint>
#include <optional>
#include <string_view>

namespace proxy::model {

/// Characters of the longest path that fits into a message.
inline constexpr std::size_t kMaxPathLength = 256;
inline constexpr std::string_view kRoot = "Device.";

/// One node: a letter or underscore, then letters, digits, underscores and hyphens.
bool is_name(std::string_view name);
/// One or more names with dots between them: "Battery.Level".
bool is_relative_path(std::string_view path);
/// The instance number that a segment is ("12"), or none; 0 and leading zeros are no instance numbers.
std::optional<std::uint32_t> instance_number(std::string_view segment);

}  // namespace proxy::model
