// SPDX-License-Identifier: Apache-2.0
#include "adapters/mapping/values/device_json.hpp"

#include <algorithm>
#include <array>
#include <boost/json/parse.hpp>
#include <string>
#include <utility>

#include "adapters/mapping/values/decimal.hpp"
#include "adapters/mapping/values/value.hpp"

namespace adapters::mapping {
namespace {

namespace json = boost::json;

constexpr std::string_view kByteOrderMark = "\xEF\xBB\xBF";
constexpr std::string_view kBetweenWords = "{}[]:,\" \t\r\n";

/// "nan", "-NaN", "-nan(ind)", "Infinity", and what an old C library of Windows prints, "-1.#IND".
bool is_no_number(std::string_view word) {
  constexpr std::array<std::string_view, 3> kWords = {"nan", "inf", "infinity"};
  if (word.starts_with('-') || word.starts_with('+')) word.remove_prefix(1);
  if (word.starts_with("1.#")) return true;
  if (word.ends_with(')')) word = word.substr(0, word.find('('));
  return std::any_of(kWords.begin(), kWords.end(), [&](std::string_view one) { return equal_in_any_case(one, word); });
}

std::string word_of_json(std::string_view word) {
  if (is_no_number(word)) return "null";
  const std::optional<Decimal> number = Decimal::parse(word);
  return number ? number->text() : std::string(word);
}

/// The end of the string that begins at `begin`, behind its quote.
std::size_t end_of_string(std::string_view text, std::size_t begin) {
  for (std::size_t i = begin + 1; i < text.size(); ++i) {
    if (text[i] == '\\') {
      ++i;
    } else if (text[i] == '"') {
      return i + 1;
    }
  }
  return text.size();
}

/// The text, in which the words outside of strings that JSON does not have are replaced by words that it has.
std::string repaired(std::string_view text) {
  std::string result;
  result.reserve(text.size());
  for (std::size_t i = 0; i < text.size();) {
    std::size_t end = i + 1;
    if (text[i] == '"') {
      end = end_of_string(text, i);
    } else if (kBetweenWords.find(text[i]) == std::string_view::npos) {
      end = std::min(text.find_first_of(kBetweenWords, i), text.size());
      result += word_of_json(text.substr(i, end - i));
      i = end;
      continue;
    }
    result.append(text, i, end - i);
    i = end;
  }
  return result;
}

}  // namespace

std::string_view without_byte_order_mark(std::string_view text) {
  if (text.starts_with(kByteOrderMark)) text.remove_prefix(kByteOrderMark.size());
  return text;
}

std::string_view trimmed(std::string_view text) {
  constexpr std::string_view kAround("\t\n\v\f\r \0", 7);
  text = without_byte_order_mark(text);
  const std::size_t first = text.find_first_not_of(kAround);
  if (first == std::string_view::npos) return {};
  return text.substr(first, text.find_last_not_of(kAround) - first + 1);
}

json::value parse_json(std::string_view text, Grammar grammar, std::size_t max_depth, json::error_code& error,
                       json::storage_ptr memory) {
  text = trimmed(text);
  json::parse_options options;
  options.max_depth = max_depth;
  options.allow_invalid_utf8 = true;  // the host replaces what an ACS must not see
  options.allow_trailing_commas = grammar == Grammar::lenient;
  json::value document = json::parse(text, error, memory, options);
  const bool is_structured = text.starts_with('{') || text.starts_with('[');
  if (!error || grammar == Grammar::strict || !is_structured) return document;
  json::error_code still;
  document = json::parse(repaired(text), still, std::move(memory), options);
  if (!still) error = {};
  return document;
}

}  // namespace adapters::mapping
