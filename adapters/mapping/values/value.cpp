// SPDX-License-Identifier: Apache-2.0
#include "adapters/mapping/values/value.hpp"

#include <algorithm>
#include <array>

namespace adapters::mapping {
namespace {

struct TypeWord {
  adapter_type type;
  std::string_view word;
  std::string_view minimum;  // of a whole number
  std::string_view maximum;
};

constexpr std::array kTypes = {
    TypeWord{ADAPTER_STRING, "string", {}, {}},
    TypeWord{ADAPTER_BOOLEAN, "boolean", {}, {}},
    TypeWord{ADAPTER_INT, "int", "-2147483648", "2147483647"},
    TypeWord{ADAPTER_UNSIGNED_INT, "unsignedInt", "0", "4294967295"},
    TypeWord{ADAPTER_LONG, "long", "-9223372036854775808", "9223372036854775807"},
    TypeWord{ADAPTER_UNSIGNED_LONG, "unsignedLong", "0", "18446744073709551615"},
    TypeWord{ADAPTER_DECIMAL, "decimal", {}, {}},
    TypeWord{ADAPTER_DATE_TIME, "dateTime", {}, {}},
    TypeWord{ADAPTER_BASE64, "base64", {}, {}},
    TypeWord{ADAPTER_HEX_BINARY, "hexBinary", {}, {}},
};

const TypeWord& type_word(adapter_type type) {
  return *std::find_if(kTypes.begin(), kTypes.end(), [&](const TypeWord& row) { return row.type == type; });
}

char lower(char c) { return c >= 'A' && c <= 'Z' ? static_cast<char>(c - 'A' + 'a') : c; }
char upper(char c) { return c >= 'a' && c <= 'z' ? static_cast<char>(c - 'a' + 'A') : c; }

bool is_digit(char c) { return c >= '0' && c <= '9'; }

template <std::size_t Count>
bool is_one_of(std::string_view text, const std::array<std::string_view, Count>& words) {
  return std::any_of(words.begin(), words.end(), [&](std::string_view word) { return equal_in_any_case(text, word); });
}

constexpr std::array<std::string_view, 3> kTrue = {"true", "1", "on"};
constexpr std::array<std::string_view, 3> kFalse = {"false", "0", "off"};
constexpr std::array<std::string_view, 3> kNoWord = {"nan", "unknown", "unavailable"};

constexpr std::size_t kMaxQuoted = 40;  // of a value in a reason

Failure misfit(adapter_type type, std::string_view text) {
  std::string shown(text.substr(0, kMaxQuoted));
  if (text.size() > kMaxQuoted) shown += "...";
  return {"'" + shown + "' is no " + std::string(type_word(type).word)};
}

/// pattern: '9' is a digit, anything else itself.
bool takes(std::string_view& text, std::string_view pattern) {
  if (text.size() < pattern.size()) return false;
  for (std::size_t i = 0; i < pattern.size(); ++i) {
    if (pattern[i] == '9' ? !is_digit(text[i]) : text[i] != pattern[i]) return false;
  }
  text.remove_prefix(pattern.size());
  return true;
}

bool is_date_time(std::string_view text) {
  const std::string_view all = text;
  if (!takes(text, "9999-99-99T99:99:99")) return false;
  if (all.substr(5, 2) < "01" || all.substr(5, 2) > "12" || all.substr(8, 2) < "01" || all.substr(8, 2) > "31" ||
      all.substr(11, 2) > "23" || all.substr(14, 2) > "59" || all.substr(17, 2) > "59") {
    return false;
  }
  if (takes(text, ".9")) text.remove_prefix(std::min(text.find_first_not_of("0123456789"), text.size()));
  return text.empty() || text == "Z" || ((takes(text, "+99:99") || takes(text, "-99:99")) && text.empty());
}

bool is_base64(std::string_view text) {
  if (text.size() % 4 != 0) return false;
  for (int padding = 0; padding < 2 && text.ends_with('='); ++padding) text.remove_suffix(1);
  return std::all_of(text.begin(), text.end(), [](char c) {
    return is_digit(c) || (lower(c) >= 'a' && lower(c) <= 'z') || c == '+' || c == '/';
  });
}

Outcome<std::string> number_of_type(adapter_type type, const Decimal& number) {
  if (type == ADAPTER_DECIMAL) return number.text();
  const TypeWord& row = type_word(type);
  const bool fits =
      number.is_whole() && number >= *Decimal::parse(row.minimum) && number <= *Decimal::parse(row.maximum);
  if (!fits) return misfit(type, number.text());
  return number.text();
}

/// As it is written before any case of it: a device may tell "on" from "ON".
const std::string* find_shown(const std::vector<std::pair<std::string, std::string>>& values, std::string_view device) {
  for (const auto& [word, shown] : values) {
    if (word == device) return &shown;
  }
  for (const auto& [word, shown] : values) {
    if (equal_in_any_case(word, device)) return &shown;
  }
  return nullptr;
}

Decimal size_of(const Decimal& number) { return number < Decimal() ? -number : number; }

std::string opposite(std::string_view boolean) { return boolean == "true" ? "false" : "true"; }

}  // namespace

bool is_numeric(adapter_type type) { return type == ADAPTER_DECIMAL || !type_word(type).minimum.empty(); }

bool equal_in_any_case(std::string_view a, std::string_view b) {
  return std::equal(a.begin(), a.end(), b.begin(), b.end(), [](char x, char y) { return lower(x) == lower(y); });
}

std::optional<adapter_type> type_of_word(std::string_view word) {
  for (const TypeWord& row : kTypes) {
    if (row.word == word) return row.type;
  }
  return std::nullopt;
}

const char* initial_value(adapter_type type) {
  switch (type) {
    case ADAPTER_BOOLEAN: return "false";
    case ADAPTER_DATE_TIME: return "0001-01-01T00:00:00Z";
    case ADAPTER_STRING:
    case ADAPTER_BASE64:
    case ADAPTER_HEX_BINARY: return "";
    case ADAPTER_INT:
    case ADAPTER_UNSIGNED_INT:
    case ADAPTER_LONG:
    case ADAPTER_UNSIGNED_LONG:
    case ADAPTER_DECIMAL: break;
  }
  return "0";
}

Outcome<std::string> text_of_type(adapter_type type, std::string_view text) {
  if (is_numeric(type)) {
    const std::optional<Decimal> number = Decimal::parse(text);
    if (!number) return misfit(type, text);
    return number_of_type(type, *number);
  }
  if (type == ADAPTER_BOOLEAN) {
    if (is_one_of(text, kTrue)) return std::string("true");
    if (is_one_of(text, kFalse)) return std::string("false");
    return misfit(type, text);
  }
  if (type == ADAPTER_HEX_BINARY) {
    std::string digits(text);
    std::transform(digits.begin(), digits.end(), digits.begin(), upper);
    if (digits.size() % 2 != 0 || digits.find_first_not_of("0123456789ABCDEF") != std::string::npos) {
      return misfit(type, text);
    }
    return digits;
  }
  if (type == ADAPTER_DATE_TIME && !is_date_time(text)) return misfit(type, text);
  if (type == ADAPTER_BASE64 && !is_base64(text)) return misfit(type, text);
  return std::string(text);
}

Outcome<std::string> Conversion::to_acs(const Scalar& device) const {
  if (json && device.kind == Scalar::Kind::container) return device.text;
  switch (device.kind) {
    case Scalar::Kind::missing: return Failure{"there is no value"};
    case Scalar::Kind::null: return Failure{"the value is null"};
    case Scalar::Kind::container: return Failure{"the value is an object or an array"};
    case Scalar::Kind::boolean:
    case Scalar::Kind::number:
    case Scalar::Kind::text: break;
  }
  const bool may_count = is_numeric(type) || !no_value.empty();
  const std::optional<Decimal> number = may_count ? Decimal::parse(number_in(device.text)) : std::nullopt;
  if (means_no_value(device.text, number)) {
    return Failure{"'" + device.text.substr(0, kMaxQuoted) + "' says that there is no value"};
  }
  if (!values.empty()) {
    if (const std::string* shown = find_shown(values, device.text)) return *shown;
    return Failure{"'" + device.text.substr(0, kMaxQuoted) + "' is not among the values"};
  }
  // A device may name itself "unknown"; only what is not free text says by such a word that it has no value.
  if (type != ADAPTER_STRING && is_one_of(device.text, kNoWord)) return Failure{"the value is '" + device.text + "'"};
  if (is_numeric(type)) return number ? number_to_acs(*number) : misfit(type, device.text);
  if (time != TimeForm::xml) return time_to_acs(device.text);
  Outcome<std::string> text = text_of_type(type, device.text);
  if (inverted && text) return opposite(*text);
  return text;
}

bool Conversion::means_no_value(std::string_view device, const std::optional<Decimal>& number) const {
  return std::any_of(no_value.begin(), no_value.end(), [&](const NoValue& none) {
    return equal_in_any_case(none.word, device) || (number && number == none.number);
  });
}

Outcome<std::string> Conversion::time_to_acs(std::string_view device) const {
  const Outcome<std::string> text = time_from_device(time, device);
  return text ? text_of_type(ADAPTER_DATE_TIME, *text) : text;
}

/// The number in what the device has written, in the form of Decimal.
std::string Conversion::number_in(std::string_view device) const {
  if (!suffix.empty() && device.ends_with(suffix)) {
    device.remove_suffix(suffix.size());
    device = device.substr(0, device.find_last_not_of(" \t") + 1);
  }
  std::string number(device);
  const std::size_t comma = decimal_comma ? number.find(',') : std::string::npos;
  if (comma != std::string::npos) number[comma] = '.';
  return number;
}

Outcome<std::string> Conversion::number_to_acs(Decimal number) const {
  if (scale) number = number * *scale;
  if (offset) number = number + *offset;
  const bool whole = type != ADAPTER_DECIMAL && (scale || offset);
  if (digits || whole) number = number.rounded(digits.value_or(0));
  return number_of_type(type, number);
}

Outcome<std::string> Conversion::to_device(std::string_view acs) const {
  if (json) {
    Payload document(acs, {.grammar = Grammar::strict});
    if (!document.is_json()) return Failure{document.why_not_json()};
    return std::string(document.text());
  }
  const Outcome<std::string> canonical = text_of_type(type, acs);
  if (!canonical) return canonical;
  const auto& sent = commands.empty() ? values : commands;
  for (const auto& [word, shown] : sent) {
    if (shown == *canonical) return word;
  }
  if (!sent.empty()) return Failure{"'" + std::string(acs.substr(0, kMaxQuoted)) + "' is not among the values"};
  if (inverted) return opposite(*canonical);
  if (time != TimeForm::xml) {
    const Outcome<std::string> fits = text_of_type(ADAPTER_DATE_TIME, *canonical);
    return fits ? time_to_device(time, *fits) : fits;
  }
  return is_numeric(type) ? number_to_device(*Decimal::parse(*canonical)) : *canonical;
}

std::string Conversion::number_to_device(const Decimal& acs) const {
  Decimal number = digits ? acs.rounded(*digits) : acs;
  if (offset) number = number - *offset;
  if (scale) number = number / *scale;
  // A device that counts in thousands has three digits more behind its point.
  if (digits) number = number.rounded(*digits + (scale ? scale->whole_digits() : 0));
  std::string text = number.text();
  if (decimal_comma) std::replace(text.begin(), text.end(), '.', ',');
  return text;
}

bool Conversion::is_rounded(std::string_view set, std::string_view said) const {
  const std::optional<Decimal> wanted = values.empty() && is_numeric(type) ? Decimal::parse(set) : std::nullopt;
  const std::optional<Decimal> shown = wanted ? Decimal::parse(said) : std::nullopt;
  if (!shown) return false;
  const Decimal distance = size_of(*wanted - *shown);
  if (step) return distance < *step;
  if (!scale) return *shown == wanted->rounded(shown->places());
  return distance < size_of(*scale) && !((offset ? *wanted - *offset : *wanted) / *scale).is_whole();
}

}  // namespace adapters::mapping
