// SPDX-License-Identifier: Apache-2.0
#pragma once
// Small judgements about text and files that the loader makes before it trusts either.
// Thread: pure, save for reading files

#include <cstddef>
#include <cstdint>
#include <filesystem>
#include <optional>
#include <string>
#include <string_view>

namespace proxy::config {

/// The offset of the first byte that is not UTF-8 (RFC 3629), or a control character other than tab, CR and LF;
/// npos where the text is good.
std::size_t first_bad_byte(std::string_view text);

/// The number of characters of a text that is UTF-8.
std::size_t characters(std::string_view text);

/// Without spaces, tabs and line ends at either side.
std::string_view trimmed(std::string_view text);

/// The number of insertions, deletions, changes and swaps of neighbours that turn one word into the other.
std::size_t edit_distance(std::string_view left, std::string_view right);

/// A whole number in decimal: no plus, no leading zero, no other base. nullopt if it is none or does not fit.
std::optional<std::int64_t> parse_integer(std::string_view text);
/// A decimal number: as above, with a fraction or an exponent if wanted; never inf or nan.
std::optional<double> parse_decimal(std::string_view text);

struct FileText {
  std::string text;
  std::string problem;  ///< why it could not be read; empty if it could
};

/// All of a regular file, at most `limit` bytes.
FileText read_file(const std::filesystem::path& path, std::size_t limit);

}  // namespace proxy::config
