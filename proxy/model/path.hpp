// SPDX-License-Identifier: Apache-2.0
#pragma once
// The grammar of names and paths.
// Spec: TR-069 Amendment 6, A.2.2.1 (path names), A.2.2.2 (instance identifiers), 3.6.1 (aliases); TR-106, section 3.1
// (naming), data type Alias
// Thread: pure

#include <cstddef>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

namespace proxy::model {

/// Characters of the longest path that fits into a message.
inline constexpr std::size_t kMaxPathLength = 256;
inline constexpr std::string_view kRoot = "Device.";
/// The version of TR-181 that defines our standard objects and parameters.
inline constexpr std::string_view kRootVersion = "2.19";

/// One node: a letter or underscore, then letters, digits, underscores and hyphens.
bool is_name(std::string_view name);
/// One or more names with dots between them: "Battery.Level".
bool is_relative_path(std::string_view path);
/// The instance number that a segment is ("12"), or none; 0 and leading zeros are no instance numbers.
std::optional<std::uint32_t> instance_number(std::string_view segment);

/// What names a row in a path: its number, its alias in brackets, or "*" for all of them.
struct InstanceIdentifier {
  std::uint32_t number = 0;     ///< 0 for the other two
  std::string_view alias = {};  ///< without the brackets; empty for the other two
  bool is_wildcard = false;
  std::size_t length = 0;  ///< with the dot behind it
};
/// The identifier, and a dot behind it, that the text begins with; or none.
std::optional<InstanceIdentifier> leading_instance(std::string_view text);

/// Characters of the longest alias.
inline constexpr std::size_t kMaxAliasLength = 64;
/// What is wrong with an alias, or an empty text. It may hold any character but brackets and controls, dots too.
std::string_view alias_problem(std::string_view alias);
/// "cpe-12": what the row of that number is called until an ACS names it.
std::string own_alias(std::uint32_t number);
/// The number in a text of that form.
std::optional<std::uint32_t> number_of_own_alias(std::string_view alias);

}  // namespace proxy::model
