// SPDX-License-Identifier: Apache-2.0
#pragma once
// Builders for the rows of struct adapter_option: a table of options is a constexpr array that reads as a list.
//
//   constexpr std::array kBroker = {option::string("url", "Where the broker is.", {.required = true}),
//                                   option::integer("port", "Its port.", {.minimum = 1, .maximum = 65535})};
//   constexpr std::array kOptions = {option::map("broker", kBroker, "The broker to connect to.")};
//
// Thread: any

#include <algorithm>
#include <array>
#include <cstddef>
#include <span>

#include "adapters/sdk/adapter_abi.h"

namespace adapters::sdk {

using Options = std::span<const adapter_option>;

/// What a row may have besides its key, kind and meaning.
struct OptionRules {
  bool required = false;
  const char* default_value = nullptr;
  double minimum = 0;  ///< no bound where minimum and maximum are both 0
  double maximum = 0;
  const char* unit = nullptr;
  const char* choices = nullptr;  ///< the words allowed, separated by one space
};

namespace option {

/// `children` must have static storage: the row points to them.
constexpr adapter_option row(const char* key, adapter_option_kind kind, const char* meaning, OptionRules rules,
                             Options children = {}) {
  return {key,
          static_cast<uint32_t>(kind),
          rules.required ? 1U : 0U,
          rules.default_value,
          rules.minimum,
          rules.maximum,
          rules.unit,
          rules.choices,
          meaning,
          children.data(),
          children.size()};
}

constexpr adapter_option string(const char* key, const char* meaning, OptionRules rules = {}) {
  return row(key, ADAPTER_OPTION_STRING, meaning, rules);
}
/// A password or a similar value: it is masked where the configuration is shown, and never quoted in a message.
constexpr adapter_option secret(const char* key, const char* meaning, OptionRules rules = {}) {
  return row(key, ADAPTER_OPTION_SECRET, meaning, rules);
}
constexpr adapter_option boolean(const char* key, const char* meaning, OptionRules rules = {}) {
  return row(key, ADAPTER_OPTION_BOOLEAN, meaning, rules);
}
constexpr adapter_option integer(const char* key, const char* meaning, OptionRules rules = {}) {
  return row(key, ADAPTER_OPTION_INTEGER, meaning, rules);
}
constexpr adapter_option decimal(const char* key, const char* meaning, OptionRules rules = {}) {
  return row(key, ADAPTER_OPTION_DECIMAL, meaning, rules);
}
constexpr adapter_option words(const char* key, const char* meaning, OptionRules rules = {}) {
  return row(key, ADAPTER_OPTION_WORDS, meaning, rules);
}
constexpr adapter_option map(const char* key, Options children, const char* meaning, OptionRules rules = {}) {
  return row(key, ADAPTER_OPTION_MAP, meaning, rules, children);
}
constexpr adapter_option list(const char* key, Options children, const char* meaning, OptionRules rules = {}) {
  return row(key, ADAPTER_OPTION_LIST, meaning, rules, children);
}

/// One table of two: the options that an adapter shares with others, and its own.
template <std::size_t First, std::size_t Second>
constexpr std::array<adapter_option, First + Second> join(const std::array<adapter_option, First>& first,
                                                          const std::array<adapter_option, Second>& second) {
  std::array<adapter_option, First + Second> all{};
  std::copy(first.begin(), first.end(), all.begin());
  std::copy(second.begin(), second.end(), all.begin() + First);
  return all;
}

}  // namespace option
}  // namespace adapters::sdk
