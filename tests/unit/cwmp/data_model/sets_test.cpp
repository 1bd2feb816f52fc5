// SPDX-License-Identifier: Apache-2.0
// Shows that the documents say what may be set: of many random parameters, values that the documents alone make legal
// or illegal are accepted or refused by the check of a set.
#include "proxy/cwmp/data_model/documents.hpp"
#include "tests/acs/messages/data_model.hpp"
#include "tests/support/catch.hpp"

#include <algorithm>
#include <array>
#include <cstddef>
#include <map>
#include <random>
#include <regex>
#include <string>
#include <string_view>
#include <vector>

using namespace proxy;
using model::Type;
using tests::acs::DataModelDocuments;
using tests::acs::DescribedParameter;

namespace {

using Random = std::mt19937;

int number(Random& random, int least, int greatest) {
  return std::uniform_int_distribution<int>(least, greatest)(random);
}

template <class Container>
const auto& pick(Random& random, const Container& from) {
  return from[static_cast<std::size_t>(number(random, 0, static_cast<int>(from.size()) - 1))];
}

// ---- what an ACS knows of the types, written down once more ---------------------------------------------------------

/// -1, 0 or 1 of two decimals, compared digit by digit.
int compare(std::string left, std::string right) {
  const auto negative = [](std::string& text) {
    const bool minus = text.starts_with('-');
    if (minus || text.starts_with('+')) text.erase(0, 1);
    if (text.find('.') == std::string::npos) text += '.';
    return minus && text.find_first_of("123456789") != std::string::npos;
  };
  const bool minus_left = negative(left), minus_right = negative(right);
  if (minus_left != minus_right) return minus_left ? -1 : 1;
  const std::size_t whole = std::max(left.find('.'), right.find('.'));
  left.insert(0, whole - left.find('.'), '0');
  right.insert(0, whole - right.find('.'), '0');
  const std::size_t length = std::max(left.size(), right.size());
  left.resize(length, '0');
  right.resize(length, '0');
  const int order = left < right ? -1 : left > right ? 1 : 0;
  return minus_left ? -order : order;
}

struct WholeType {
  std::string_view name, least, greatest;
};
constexpr std::array<WholeType, 4> kWholeTypes{{{"int", "-2147483648", "2147483647"},
                                                {"unsignedInt", "0", "4294967295"},
                                                {"long", "-9223372036854775808", "9223372036854775807"},
                                                {"unsignedLong", "0", "18446744073709551615"}}};

bool matches(const std::string& text, const std::string& pattern) {
  static std::map<std::string, std::regex> compiled;  // which takes long
  const auto found = compiled.try_emplace(pattern, pattern).first;
  return std::regex_match(text, found->second);
}

/// A dollar is a character like any other in XML Schema.
std::string pattern_of(const std::string& schema_pattern) {
  static const std::regex kDollar("[$]");
  return std::regex_replace(schema_pattern, kDollar, "[$$]");
}

bool is_in_range(const DescribedParameter& parameter, const std::string& text) {
  return parameter.ranges.empty() || std::ranges::any_of(parameter.ranges, [&](const auto& range) {
           return (range.first.empty() || compare(text, range.first) >= 0) &&
                  (range.second.empty() || compare(text, range.second) <= 0);
         });
}

/// What the pattern of an alias says, which std::regex cannot read.
constexpr const char* kAliasPattern = R"([A-Za-z\P{IsBasicLatin}][^\[\]\t\n\r]*)";
bool is_alias(const std::string& text) {
  const auto first = static_cast<unsigned char>(text.empty() ? '\0' : text.front());
  return (std::isalpha(first) != 0 || first >= 0x80) && text.find_first_of("[]\t\n\r") == std::string::npos;
}

bool is_string(const DescribedParameter& parameter, const std::string& text) {
  if (parameter.max_length && model::characters(text) > *parameter.max_length) return false;
  if (parameter.is_alias) {
    REQUIRE(parameter.patterns == std::vector<std::string>{kAliasPattern});
    return is_alias(text);
  }
  if (parameter.words.empty() && parameter.patterns.empty()) return true;
  return std::ranges::find(parameter.words, text) != parameter.words.end() ||
         std::ranges::any_of(parameter.patterns,
                             [&](const auto& pattern) { return matches(text, pattern_of(pattern)); });
}

std::size_t bytes_of_base64(const std::string& text) {
  return text.size() / 4 * 3 - static_cast<std::size_t>(std::ranges::count(text, '='));
}

/// By what the documents say, and nothing else.
bool is_legal(const DescribedParameter& parameter, const std::string& text) {
  if (parameter.type == "string") return is_string(parameter, text);
  if (parameter.type == "boolean") return matches(text, "true|false|0|1");
  if (parameter.type == "dateTime") return matches(text, "20[0-9]{2}-0[1-9]-0[1-9]T1[0-9]:[0-5][0-9]:[0-5][0-9]Z");
  if (parameter.type == "hexBinary")
    return matches(text, "([0-9a-fA-F]{2})*") && (!parameter.max_length || text.size() / 2 <= *parameter.max_length);
  if (parameter.type == "base64")
    return matches(text, "([A-Za-z0-9+/]{4})*([A-Za-z0-9+/]{2}==|[A-Za-z0-9+/]{3}=)?") &&
           (!parameter.max_length || bytes_of_base64(text) <= *parameter.max_length);
  if (parameter.type == "decimal")
    return matches(text, R"([+-]?([0-9]+(\.[0-9]*)?|\.[0-9]+))") && is_in_range(parameter, text);
  const auto whole = std::ranges::find(kWholeTypes, parameter.type, &WholeType::name);
  REQUIRE(whole != kWholeTypes.end());
  return matches(text, "[+-]?[0-9]+") && compare(text, std::string(whole->least)) >= 0 &&
         compare(text, std::string(whole->greatest)) <= 0 && is_in_range(parameter, text);
}

// ---- values near the edges of what is legal -------------------------------------------------------------------------

std::string plus(const std::string& whole, int by) { return std::to_string(std::stoll(whole) + by); }

void add_numbers(const DescribedParameter& parameter, Random& random, std::vector<std::string>& values) {
  for (const auto& [least, greatest] : parameter.ranges) {
    for (const std::string& bound : {least, greatest}) {
      if (bound.empty()) continue;
      values.insert(values.end(), {bound, bound + (bound.find('.') == std::string::npos ? ".5" : "5")});
      const std::string whole = bound.substr(0, bound.find('.'));
      if (whole.size() < 18 && whole != "-0") values.insert(values.end(), {plus(whole, -1), whole, plus(whole, 1)});
    }
  }
  for (const WholeType& type : kWholeTypes)
    values.insert(values.end(), {std::string(type.least), std::string(type.greatest), std::string(type.least) + "0"});
  values.insert(values.end(),
                {"-2147483649", "4294967296", "18446744073709551616", "0", "-1", "+7", "007", "1.5", "-"});
  for (int i = 0; i < 5; ++i) values.push_back(std::to_string(number(random, -120, 120)));
}

void add_texts(const DescribedParameter& parameter, Random& random, std::vector<std::string>& values) {
  for (const std::string& word : parameter.words) values.insert(values.end(), {word, word + "x", " " + word});
  for (std::string pattern : parameter.patterns) {
    values.push_back(pattern);
    std::erase(pattern, '\\');
    values.push_back(pattern);
  }
  const auto length = static_cast<std::size_t>(parameter.max_length.value_or(20));
  for (const std::size_t size : {length - std::min<std::size_t>(length, 1), length, length + 1, length * 2})
    values.insert(values.end(), {std::string(size, 'a'), std::string(size, 'A') + "\xC3\xA4"});
  for (const char* text : {"", "a", "Off", "off", "[x]", "1a", "\xC3\xA4", "a b", "_a", "a[", "true", "1", "maybe"})
    values.emplace_back(text);
  for (int i = 0; i < 3; ++i) values.emplace_back(static_cast<std::size_t>(number(random, 0, 30)), 'q');
}

std::vector<std::string> candidates(const DescribedParameter& parameter, Random& random) {
  std::vector<std::string> values{"2026-01-02T13:04:05Z", "2026-13-02", "0AfF", "0Af", "AAECAw==", "AAECAw=", "AAECAw"};
  for (int i = 0; i < 6; ++i) values.emplace_back(static_cast<std::size_t>(number(random, 0, 12)) * 4, 'A');
  add_numbers(parameter, random, values);
  add_texts(parameter, random, values);
  return values;
}

// ---- random parameters ----------------------------------------------------------------------------------------------

std::string random_bound(Random& random) {
  std::string bound = std::to_string(number(random, -100, 100));
  if (number(random, 0, 3) == 0) bound += "." + std::to_string(number(random, 1, 9));
  return model::canonical(Type::decimal, bound).value();
}

model::Constraints random_constraints(Random& random, Type type) {
  static const std::vector<std::string> kWords{
      "Off",       "Heat", "Auto",     "a b",  " padded", "x.y", "(a|b)*",
      "tab\there", "",     "\xC3\xA4", "a\\b", "^$",      "-",   "a-longer-word-than-most",
      "<&>\"'"};
  model::Constraints limits;
  if (model::is_numeric(type)) {
    if (number(random, 0, 1) == 0) limits.minimum = random_bound(random);
    if (number(random, 0, 1) == 0) limits.maximum = random_bound(random);
    for (int i = number(random, -6, 3); i > 0; --i) limits.words.push_back(std::to_string(number(random, -20, 20)));
  } else if (type == Type::string) {
    if (number(random, 0, 1) == 0) limits.max_length = static_cast<std::uint32_t>(number(random, 1, 40));
    for (int i = number(random, -2, 6); i > 0; --i) limits.words.push_back(pick(random, kWords));
  } else if (type == Type::hex_binary || type == Type::base64) {
    if (number(random, 0, 1) == 0) limits.max_length = static_cast<std::uint32_t>(number(random, 1, 40));
  }
  return limits;
}

/// Below an object of the vendor; those of the standard have no decimals that can be set.
std::string random_name(Random& random, int index, Type type) {
  const std::string name = "P" + std::to_string(index);
  return type == Type::decimal || number(random, 0, 1) == 0 ? "X_00D09E_Home." + name : "Standard." + name;
}

}  // namespace

TEST_CASE("what the documents alone make legal or illegal is accepted or refused by a set") {
  constexpr int kParameters = 600;
  Random random(20261122);
  model::Tree tree;
  for (int i = 0; i < kParameters; ++i) {
    const auto type = static_cast<Type>(number(random, 0, static_cast<int>(Type::hex_binary)));
    model::Constraints limits = random_constraints(random, type);
    const bool alias = type == Type::string && number(random, 0, 9) == 0;
    if (alias) limits = {};
    (void)tree
        .declare(tree.root(), {.name = random_name(random, i, type),
                               .type = type,
                               .writable = true,
                               .alias = alias,
                               .constraints = std::move(limits)})
        .value();
  }
  const cwmp::ModelDocuments documents = cwmp::describe(tree, {.oui = "00D09E", .product_class = "X"});
  const DataModelDocuments read(documents.device_type, documents.data_model);
  REQUIRE(read.problems() == std::vector<std::string>{});
  REQUIRE(read.parameters().size() == kParameters);

  std::size_t accepted = 0, refused = 0;
  for (const auto& [name, described] : read.parameters()) {
    REQUIRE_FALSE(described.type.empty());
    const model::ParameterRef parameter = tree.find(name).value();
    const model::Parameter& declared = parameter.info();
    for (const std::string& value : candidates(described, random)) {
      const bool legal = is_legal(described, value);
      const bool is_accepted = model::check_set(declared, name, value).has_value();
      if (legal != is_accepted) {
        INFO(name << " of type " << described.type << ": \"" << value << "\"");
        CHECK(legal == is_accepted);
      }
      (is_accepted ? accepted : refused) += 1;
    }
  }
  CHECK(accepted > 5000);
  CHECK(refused > 5000);
}
