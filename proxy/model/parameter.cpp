// SPDX-License-Identifier: Apache-2.0
#include "proxy/model/parameter.hpp"

#include "proxy/model/path.hpp"

#include <algorithm>

namespace proxy::model {
namespace {

/// A FaultString names so many words of an enumeration.
constexpr std::size_t kMaxWords = 8;

std::string not_one_of(const std::vector<std::string>& words) {
  std::string text = "the value is not one of ";
  for (std::size_t i = 0; i < words.size() && i < kMaxWords; ++i) text.append(i == 0 ? "" : ", ").append(words[i]);
  return words.size() > kMaxWords ? text + ", ..." : text;
}

/// What is wrong with a canonical value, or an empty text.
std::string violation(const Parameter& parameter, std::string_view value) {
  const Constraints& limits = parameter.constraints;
  if (is_numeric(parameter.type)) {
    if (!limits.minimum.empty() && compare_numbers(value, limits.minimum) < 0)
      return "the value is below " + limits.minimum;
    if (!limits.maximum.empty() && compare_numbers(value, limits.maximum) > 0)
      return "the value is above " + limits.maximum;
  }
  if (limits.max_length != 0 && characters(value) > limits.max_length) {
    return "the value is longer than " + std::to_string(limits.max_length) + " characters";
  }
  if (parameter.alias) return std::string(alias_problem(value));
  if (!limits.words.empty() && std::find(limits.words.begin(), limits.words.end(), value) == limits.words.end()) {
    return not_one_of(limits.words);
  }
  return {};
}

}  // namespace

base::Result<std::string> check_set(const Parameter& parameter, std::string_view path, std::string_view text) {
  using base::Error;
  using base::Fault;
  if (!parameter.writable) return Error{Fault::non_writable_parameter, std::string(path), ""};
  auto value = canonical(parameter.type, text);
  if (!value) {
    return Error{Fault::invalid_parameter_type, std::string(path),
                 "the value is not of type " + std::string(type_name(parameter.type))};
  }
  if (auto reason = violation(parameter, *value); !reason.empty()) {
    return Error{Fault::invalid_parameter_value, std::string(path), std::move(reason)};
  }
  return std::move(*value);
}

}  // namespace proxy::model
