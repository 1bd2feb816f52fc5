// SPDX-License-Identifier: Apache-2.0
#include "tests/acs/messages/lexical.hpp"

#include <algorithm>
#include <charconv>
#include <cstdint>

namespace tests::acs {
namespace {

bool is_integer(const std::string& value, bool is_signed, std::uint64_t most, std::uint64_t least_magnitude) {
  const bool negative = !value.empty() && value[0] == '-';
  std::uint64_t number = 0;
  const char* begin = value.data() + (negative ? 1 : 0);
  const char* end = value.data() + value.size();
  const auto [stop, error] = std::from_chars(begin, end, number);
  if (error != std::errc{} || stop != end) return false;
  return negative ? is_signed && number <= least_magnitude : number <= most;
}

bool is_decimal(const std::string& value) {
  const std::size_t sign = !value.empty() && (value[0] == '-' || value[0] == '+') ? 1 : 0;
  const std::string digits = value.substr(sign);
  return digits.find_first_of("0123456789") != std::string::npos &&
         digits.find_first_not_of("0123456789.") == std::string::npos &&
         std::count(digits.begin(), digits.end(), '.') <= 1;
}

// 2026-11-22T12:00:00, then a fraction, then Z or an offset.
bool is_date_time(const std::string& value) {
  static constexpr std::string_view kShape = "dddd-dd-ddTdd:dd:dd";
  if (value.size() < kShape.size()) return false;
  for (std::size_t i = 0; i < kShape.size(); ++i) {
    const bool digit = value[i] >= '0' && value[i] <= '9';
    if (kShape[i] == 'd' ? !digit : value[i] != kShape[i]) return false;
  }
  std::string rest = value.substr(kShape.size());
  if (rest.starts_with('.')) rest = rest.substr(std::min(rest.find_first_not_of("0123456789", 1), rest.size()));
  return rest.empty() || rest == "Z" || (rest.size() == 6 && (rest[0] == '+' || rest[0] == '-') && rest[3] == ':');
}

}  // namespace

bool is_lexical(std::string_view type, const std::string& value) {
  if (type == "xsd:boolean") return value == "0" || value == "1" || value == "true" || value == "false";
  if (type == "xsd:int") return is_integer(value, true, INT32_MAX, std::uint64_t{1} << 31U);
  if (type == "xsd:unsignedInt") return is_integer(value, false, UINT32_MAX, 0);
  if (type == "xsd:long") return is_integer(value, true, INT64_MAX, std::uint64_t{1} << 63U);
  if (type == "xsd:unsignedLong") return is_integer(value, false, UINT64_MAX, 0);
  if (type == "xsd:decimal") return is_decimal(value);
  if (type == "xsd:dateTime") return is_date_time(value);
  if (type == "xsd:hexBinary") {
    return value.size() % 2 == 0 && value.find_first_not_of("0123456789abcdefABCDEF") == std::string::npos;
  }
  return true;
}

}  // namespace tests::acs
