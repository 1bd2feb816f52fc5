// SPDX-License-Identifier: Apache-2.0
#pragma once
// Checks of texts and files before the loader trusts them.
// Thread: pure, save for reading files

#include <cstddef>
#include <cstdint>
#include <filesystem>
#include <optional>
#include <string>
#include <string_view>

namespace proxy::config {

/// The offset of the first byte that is not UTF-8 (RFC 3629), or a control character other than tab, CR and LF;
/// npos if there is none.
std::size_t first_bad_byte(std::string_view text);

/// The number of characters of a valid UTF-8 text.
std::size_t characters(std::string_view text);

/// The text without spaces, tabs and line ends at its ends.
std::string_view trimmed(std::string_view text);

/// A decimal whole number without plus sign and leading zeros. nullopt if the text is not one or does not fit.
std::optional<std::int64_t> parse_integer(std::string_view text);
/// A decimal number like parse_integer(), with an optional fraction and exponent. nullopt for inf and nan.
std::optional<double> parse_decimal(std::string_view text);

struct FileText {
  std::string text;
  std::string problem;  ///< why the file could not be read; empty: it was read
};

/// All of a regular file, at most `limit` bytes.
FileText read_file(const std::filesystem::path& path, std::size_t limit);

/// Whether the file has one of these permissions. A file that is not there has none.
bool others_may_read(const std::filesystem::path& path,
                     std::filesystem::perms by = std::filesystem::perms::others_read);

}  // namespace proxy::config
