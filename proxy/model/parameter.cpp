// SPDX-License-Identifier: Apache-2.0
#include "proxy/model/parameter.hpp"

#include "proxy/base/edit_distance.hpp"
#include "proxy/base/lower_case.hpp"
#include "proxy/model/path.hpp"

#include <algorithm>

namespace proxy::model {
namespace {

/// A FaultString names words of an enumeration up to this length together.
constexpr std::size_t kMaxWords = 160;
/// Of a value in a FaultString.
constexpr std::size_t kMaxValue = 32;

/// The word that a typing error, or another case, explains; null: none.
const std::string* nearest_word(const std::vector<std::string>& words, std::string_view value) {
  if (value.size() > kMaxWords) return nullptr;
  return base::nearest_word(base::lower_case(value), words, &base::lower_case);
}

std::string not_one_of(const std::vector<std::string>& words, std::string_view value) {
  std::string text = "the value is not one of ";
  for (std::size_t i = 0; i < words.size(); ++i) {
    if (text.size() + words[i].size() > kMaxWords) {
      text.append("...");
      const std::string* nearest = nearest_word(words, value);
      return nearest == nullptr ? text : text.append("; the nearest is ").append(*nearest);
    }
    text.append(words[i]).append(i + 1 < words.size() ? ", " : "");
  }
  return text;
}

/// "1 to 65535", "at least 1": what the bounds allow; empty if there are none.
std::string bounds(const Constraints& limits) {
  if (limits.minimum.empty() && limits.maximum.empty()) return {};
  if (limits.maximum.empty()) return "at least " + limits.minimum;
  if (limits.minimum.empty()) return "at most " + limits.maximum;
  return limits.minimum + " to " + limits.maximum;
}

/// What is wrong with a canonical value, or an empty text.
std::string violation(const Parameter& parameter, std::string_view value) {
  const Constraints& limits = parameter.constraints;
  if (is_numeric(parameter.type)) {
    const bool is_below = !limits.minimum.empty() && compare_numbers(value, limits.minimum) < 0;
    const bool is_above = !limits.maximum.empty() && compare_numbers(value, limits.maximum) > 0;
    if (is_below || is_above)
      return std::string("the value is too ") + (is_below ? "low: " : "high: ") + bounds(limits) + " is allowed";
  }
  if (const std::size_t length = limits.max_length == 0 ? 0 : characters(value); length > limits.max_length) {
    return "the value has " + std::to_string(length) + " characters: at most " + std::to_string(limits.max_length) +
           " are allowed";
  }
  if (parameter.alias) return std::string(alias_problem(value));
  if (!limits.words.empty() && std::find(limits.words.begin(), limits.words.end(), value) == limits.words.end()) {
    return not_one_of(limits.words, value);
  }
  return {};
}

/// "the value abc is not of type unsignedInt: 1 to 65535 is allowed"
std::string wrong_type(const Parameter& parameter, std::string_view text) {
  std::string reason = "the value ";
  if (!parameter.hidden) reason += "\"" + shortened(text, kMaxValue) + "\" ";
  reason.append("is not of type ").append(type_name(parameter.type));
  const std::string range = is_numeric(parameter.type) ? bounds(parameter.constraints) : std::string();
  return reason.append(": ").append(range.empty() ? allowed_text(parameter.type) : range);
}

}  // namespace

base::Result<std::string> check_set(const Parameter& parameter, std::string_view path, std::string_view text) {
  using base::Error;
  using base::Fault;
  if (!parameter.writable)
    return Error{Fault::non_writable_parameter, std::string(path),
                 parameter.why_read_only != nullptr ? parameter.why_read_only : ""};
  auto value = canonical(parameter.type, text);
  if (!value) {
    return Error{Fault::invalid_parameter_type, std::string(path), wrong_type(parameter, text)};
  }
  if (auto reason = violation(parameter, *value); !reason.empty()) {
    return Error{Fault::invalid_parameter_value, std::string(path), std::move(reason)};
  }
  return std::move(*value);
}

}  // namespace proxy::model
