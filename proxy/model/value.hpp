// SPDX-License-Identifier: Apache-2.0
#pragma once
// The TR-106 data types and the text of their values. A value is held as the canonical text of its XML Schema type,
// so that answering an ACS copies and never formats.
// Spec: TR-106, section 3.2 (data types); TR-069 Amendment 6, A.2.1; XML 1.0, section 2.2 (characters)
// Thread: pure

#include <chrono>
#include <cstddef>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

namespace proxy::model {

/// In the order of enum adapter_type, which proxy/plugin relies on.
enum class Type : std::uint8_t {
  string,
  boolean,
  int_,
  unsigned_int,
  long_,
  unsigned_long,
  decimal,
  date_time,
  base64,
  hex_binary,
};

inline constexpr std::string_view kUnknownTime = "0001-01-01T00:00:00Z";

/// "unsignedInt", "dateTime": the type as TR-106 and the configuration name it.
std::string_view type_name(Type type);
std::optional<Type> type_from_name(std::string_view name);
/// "xsd:unsignedInt", "xsd:base64Binary": the xsi:type that goes with the value.
std::string_view xsd_name(Type type);
/// What a parameter reads as that was never given a value: "", "false", "0" or Unknown Time.
std::string_view default_value(Type type);
bool is_numeric(Type type);
/// What is a value of the type, for the text of a fault: "true, false, 1 or 0", "0 to 4294967295", "such as ...". Empty
/// for a string.
std::string_view allowed_text(Type type);

/// The canonical text of `text` as a value of the type ("1" -> "true", "007" -> "7", "0aff" -> "0AFF"), or none if it
/// is no value of that type. White space around anything but a string is dropped. A string is never refused: see
/// legal_text.
std::optional<std::string> canonical(Type type, std::string_view text);

/// The text with each byte that is not UTF-8, and each character that XML 1.0 forbids, replaced by U+FFFD.
std::string legal_text(std::string_view text);

/// The same, of at most so many characters.
std::string shortened(std::string_view text, std::size_t characters);

/// "2026-11-22T10:15:30Z"
std::string utc_text(std::chrono::system_clock::time_point time);

/// Length in characters (code points) of legal UTF-8.
std::size_t characters(std::string_view text);

/// -1, 0 or 1; both are canonical text of a numeric type, of any size.
int compare_numbers(std::string_view left, std::string_view right);

}  // namespace proxy::model
