// SPDX-License-Identifier: Apache-2.0
#include "proxy/model/value.hpp"

#include <algorithm>
#include <array>
#include <charconv>
#include <limits>

#include <fmt/format.h>

namespace proxy::model {
namespace {

struct TypeInfo {
  std::string_view name;
  std::string_view xsd_name;
  std::string_view default_value;
  std::string_view allowed;
};

constexpr std::array<TypeInfo, 10> kTypes{{
    {"string", "xsd:string", "", ""},
    {"boolean", "xsd:boolean", "false", "true, false, 1 or 0"},
    {"int", "xsd:int", "0", "-2147483648 to 2147483647"},
    {"unsignedInt", "xsd:unsignedInt", "0", "0 to 4294967295"},
    {"long", "xsd:long", "0", "-9223372036854775808 to 9223372036854775807"},
    {"unsignedLong", "xsd:unsignedLong", "0", "0 to 18446744073709551615"},
    {"decimal", "xsd:decimal", "0", "such as -21.5"},
    {"dateTime", "xsd:dateTime", kUnknownTime, "such as 2026-11-22T10:15:30Z"},
    {"base64", "xsd:base64Binary", "", "such as AAECAw=="},
    {"hexBinary", "xsd:hexBinary", "", "such as 0A1B"},
}};

// A decimal longer than this is no measurement, and nothing downstream could hold it.
constexpr std::size_t kMaxDecimalLength = 64;

const TypeInfo& info(Type type) { return kTypes.at(static_cast<std::size_t>(type)); }

bool is_digit(char character) { return character >= '0' && character <= '9'; }
bool all_digits(std::string_view text) { return !text.empty() && std::all_of(text.begin(), text.end(), is_digit); }

std::string_view trimmed(std::string_view text) {
  constexpr std::string_view kSpace = " \t\r\n";
  const auto first = text.find_first_not_of(kSpace);
  if (first == std::string_view::npos) return {};
  return text.substr(first, text.find_last_not_of(kSpace) - first + 1);
}

template <class Integer>
std::optional<std::string> canonical_integer(std::string_view text) {
  const bool plus = text.starts_with('+');
  if (plus) text.remove_prefix(1);
  if (plus && text.starts_with('-')) return std::nullopt;
  // XML Schema has a "-0" for unsigned types too; from_chars has not.
  if (text.starts_with('-') && text.size() > 1 && text.find_first_not_of('0', 1) == std::string_view::npos) return "0";
  Integer number{};
  const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), number);
  if (error != std::errc{} || end != text.data() + text.size()) return std::nullopt;
  return std::to_string(number);
}

std::optional<std::string> canonical_decimal(std::string_view text) {
  if (text.size() > kMaxDecimalLength) return std::nullopt;
  const bool negative = text.starts_with('-');
  if (negative || text.starts_with('+')) text.remove_prefix(1);
  const auto point = std::min(text.find('.'), text.size());
  std::string_view whole = text.substr(0, point);
  std::string_view fraction = point < text.size() ? text.substr(point + 1) : std::string_view{};
  if (whole.empty() && fraction.empty()) return std::nullopt;
  if ((!whole.empty() && !all_digits(whole)) || (!fraction.empty() && !all_digits(fraction))) return std::nullopt;
  whole.remove_prefix(std::min(whole.find_first_not_of('0'), whole.size()));
  fraction = fraction.substr(0, fraction.find_last_not_of('0') + 1);
  std::string out = whole.empty() ? "0" : std::string(whole);
  if (!fraction.empty()) out.append(".").append(fraction);
  if (negative && out != "0") out.insert(0, 1, '-');
  return out;
}

std::optional<std::string> canonical_boolean(std::string_view text) {
  if (text == "1" || text == "true") return "true";
  if (text == "0" || text == "false") return "false";
  return std::nullopt;
}

int days_in_month(int year, int month) {
  constexpr std::array<int, 12> kDays{31, 28, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31};
  const bool leap = (year % 4 == 0 && year % 100 != 0) || year % 400 == 0;
  return month == 2 && leap ? 29 : kDays.at(static_cast<std::size_t>(month - 1));
}

/// The two or four digits at `offset`, or -1.
int number_at(std::string_view text, std::size_t offset, std::size_t digits) {
  if (offset + digits > text.size() || !all_digits(text.substr(offset, digits))) return -1;
  int number = 0;
  for (const char digit : text.substr(offset, digits)) number = number * 10 + (digit - '0');
  return number;
}

bool is_zone(std::string_view zone) {
  if (zone.empty() || zone == "Z") return true;
  if (zone.size() != 6 || (zone[0] != '+' && zone[0] != '-') || zone[3] != ':') return false;
  const int hour = number_at(zone, 1, 2);
  const int minute = number_at(zone, 4, 2);
  return hour >= 0 && minute >= 0 && minute < 60 && hour * 60 + minute <= 14 * 60;
}

bool is_date_time(std::string_view text) {
  constexpr std::string_view kPattern = "....-..-..T..:..:..";
  if (text.size() < kPattern.size()) return false;
  for (std::size_t i = 0; i < kPattern.size(); ++i) {
    if (kPattern[i] != '.' && text[i] != kPattern[i]) return false;
  }
  const int year = number_at(text, 0, 4);
  const int month = number_at(text, 5, 2);
  const int day = number_at(text, 8, 2);
  const int hour = number_at(text, 11, 2);
  const int minute = number_at(text, 14, 2);
  const int second = number_at(text, 17, 2);
  if (year < 1 || month < 1 || month > 12 || day < 1 || day > days_in_month(year, month)) return false;
  if (hour < 0 || hour > 23 || minute < 0 || minute > 59 || second < 0 || second > 59) return false;
  std::string_view rest = text.substr(kPattern.size());
  if (rest.starts_with('.')) {
    const auto end = std::min(rest.find_first_not_of("0123456789", 1), rest.size());
    if (end == 1) return false;
    rest.remove_prefix(end);
  }
  return is_zone(rest);
}

std::optional<std::string> canonical_base64(std::string_view text) {
  std::string out;
  for (const char character : text) {
    const bool symbol = is_digit(character) || (character >= 'A' && character <= 'Z') ||
                        (character >= 'a' && character <= 'z') || character == '+' || character == '/' ||
                        character == '=';
    if (symbol) {
      out.push_back(character);
    } else if (trimmed({&character, 1}).size() == 1) {
      return std::nullopt;
    }
  }
  const auto padding = out.find('=');
  if (out.size() % 4 != 0) return std::nullopt;
  if (padding != std::string::npos &&
      (out.size() - padding > 2 || out.find_first_not_of('=', padding) != std::string::npos)) {
    return std::nullopt;
  }
  return out;
}

std::optional<std::string> canonical_hex(std::string_view text) {
  if (text.size() % 2 != 0) return std::nullopt;
  std::string out(text);
  for (char& character : out) {
    if (character >= 'a' && character <= 'f') character = static_cast<char>(character - 'a' + 'A');
    if (!is_digit(character) && (character < 'A' || character > 'F')) return std::nullopt;
  }
  return out;
}

bool is_legal_code_point(std::uint32_t code) {
  return code == 0x9 || code == 0xA || code == 0xD || (code >= 0x20 && code <= 0xD7FF) ||
         (code >= 0xE000 && code <= 0xFFFD) || (code >= 0x10000 && code <= 0x10FFFF);
}

/// Bytes of the well-formed sequence that begins the text and is legal in XML; 0 if there is none.
std::size_t legal_sequence(std::string_view text) {
  const auto byte = [&](std::size_t i) { return static_cast<unsigned char>(text[i]); };
  const unsigned char lead = byte(0);
  if (lead < 0x80) return is_legal_code_point(lead) ? 1 : 0;
  const std::size_t length = lead >= 0xC2 && lead <= 0xDF   ? 2
                             : (lead & 0xF0) == 0xE0        ? 3
                             : lead >= 0xF0 && lead <= 0xF4 ? 4
                                                            : 0;
  if (length == 0 || text.size() < length) return 0;
  constexpr std::array<std::uint32_t, 5> kSmallest{0, 0, 0x80, 0x800, 0x10000};
  std::uint32_t code = lead & (0xFFU >> (length + 1));
  for (std::size_t i = 1; i < length; ++i) {
    if ((byte(i) & 0xC0) != 0x80) return 0;
    code = (code << 6) | (byte(i) & 0x3FU);
  }
  return code >= kSmallest.at(length) && is_legal_code_point(code) ? length : 0;
}

}  // namespace

std::string_view type_name(Type type) { return info(type).name; }
std::string_view xsd_name(Type type) { return info(type).xsd_name; }
std::string_view default_value(Type type) { return info(type).default_value; }

std::string_view allowed_text(Type type) { return info(type).allowed; }

std::optional<Type> type_from_name(std::string_view name) {
  const auto* found =
      std::find_if(kTypes.begin(), kTypes.end(), [&](const TypeInfo& type) { return type.name == name; });
  if (found == kTypes.end()) return std::nullopt;
  return static_cast<Type>(found - kTypes.begin());
}

bool is_numeric(Type type) { return type >= Type::int_ && type <= Type::decimal; }

std::optional<std::string> canonical(Type type, std::string_view text) {
  if (type == Type::string) return legal_text(text);
  const std::string_view word = trimmed(text);
  switch (type) {
    case Type::string: break;
    case Type::boolean: return canonical_boolean(word);
    case Type::int_: return canonical_integer<std::int32_t>(word);
    case Type::unsigned_int: return canonical_integer<std::uint32_t>(word);
    case Type::long_: return canonical_integer<std::int64_t>(word);
    case Type::unsigned_long: return canonical_integer<std::uint64_t>(word);
    case Type::decimal: return canonical_decimal(word);
    case Type::date_time: return is_date_time(word) ? std::optional<std::string>(word) : std::nullopt;
    case Type::base64: return canonical_base64(word);
    case Type::hex_binary: return canonical_hex(word);
  }
  return std::nullopt;
}

std::string legal_text(std::string_view text) {
  std::string out;
  out.reserve(text.size());
  while (!text.empty()) {
    const std::size_t length = legal_sequence(text);
    if (length == 0) {
      out.append("\xEF\xBF\xBD");
      text.remove_prefix(1);
    } else {
      out.append(text.substr(0, length));
      text.remove_prefix(length);
    }
  }
  return out;
}

std::string shortened(std::string_view text, std::size_t characters) {
  std::string legal = legal_text(text);
  std::size_t end = 0;
  for (std::size_t seen = 0; end < legal.size(); ++end) {
    const bool begins_character = (static_cast<unsigned char>(legal[end]) & 0xc0U) != 0x80U;
    if (begins_character && ++seen > characters) break;
  }
  legal.resize(end);
  return legal;
}

std::string utc_text(std::chrono::system_clock::time_point time) {
  using namespace std::chrono;
  const auto day = floor<days>(time);
  const year_month_day date(day);
  const hh_mm_ss clock(floor<seconds>(time - day));
  return fmt::format("{:04}-{:02}-{:02}T{:02}:{:02}:{:02}Z", int(date.year()), unsigned(date.month()),
                     unsigned(date.day()), clock.hours().count(), clock.minutes().count(), clock.seconds().count());
}

std::size_t characters(std::string_view text) {
  return static_cast<std::size_t>(
      std::count_if(text.begin(), text.end(), [](char c) { return (static_cast<unsigned char>(c) & 0xC0) != 0x80; }));
}

int compare_numbers(std::string_view left, std::string_view right) {
  const bool left_negative = left.starts_with('-');
  const bool right_negative = right.starts_with('-');
  if (left_negative != right_negative) return left_negative ? -1 : 1;
  if (left_negative) {
    left.remove_prefix(1);
    right.remove_prefix(1);
    std::swap(left, right);
  }
  const auto whole = [](std::string_view text) { return text.substr(0, text.find('.')); };
  const std::string_view left_whole = whole(left);
  const std::string_view right_whole = whole(right);
  if (left_whole.size() != right_whole.size()) return left_whole.size() < right_whole.size() ? -1 : 1;
  // Canonical text has no leading and no trailing zeros, so that equal lengths before the point compare as text.
  const int order = left.compare(right);
  return order < 0 ? -1 : (order > 0 ? 1 : 0);
}

}  // namespace proxy::model
