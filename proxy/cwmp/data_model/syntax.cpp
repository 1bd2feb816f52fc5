// SPDX-License-Identifier: Apache-2.0
#include "proxy/cwmp/data_model/syntax.hpp"

#include "proxy/model/path.hpp"

#include <algorithm>
#include <cstddef>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

namespace proxy::cwmp {
namespace {

using model::Type;

/// A range of decimals has a step, and it is 1 where none is given. Nothing that is measured has a finer one than this.
constexpr const char* kFinest = "0.000000000000000001";
/// What model::alias_problem() accepts.
constexpr const char* kAliasPattern = R"([A-Za-z\P{IsBasicLatin}][^\[\]\t\n\r]*)";
constexpr const char* kNothing = R"([^\s\S])";  // a pattern of no text

/// The digits, one more.
std::string next(std::string digits) {
  for (auto digit = digits.rbegin(); digit != digits.rend(); ++digit) {
    if (*digit != '9') return ++*digit, digits;
    *digit = '0';
  }
  return "1" + digits;
}

/// The nearest whole number that a bound lets pass; `up`: of a minimum.
std::string whole(std::string_view bound, bool up) {
  const auto point = bound.find('.');
  if (point == std::string_view::npos) return std::string(bound);
  const bool negative = bound.starts_with('-');
  std::string digits(bound.substr(negative ? 1 : 0, point - (negative ? 1 : 0)));
  if (negative != up) digits = next(std::move(digits));
  return negative && digits != "0" ? "-" + digits : digits;
}

void add_range(pugi::xml_node type, const std::string& minimum, const std::string& maximum, const char* step) {
  pugi::xml_node range = type.append_child("range");
  if (!minimum.empty()) range.append_attribute("minInclusive") = minimum.c_str();
  if (!maximum.empty()) range.append_attribute("maxInclusive") = maximum.c_str();
  if (step != nullptr) range.append_attribute("step") = step;
}

/// Words of a number are ranges of one number each.
void add_number_facets(pugi::xml_node type, const model::Parameter& info) {
  const model::Constraints& limits = info.constraints;
  const bool is_decimal = info.type == Type::decimal;
  const auto minimum = is_decimal || limits.minimum.empty() ? limits.minimum : whole(limits.minimum, true);
  const auto maximum = is_decimal || limits.maximum.empty() ? limits.maximum : whole(limits.maximum, false);
  if (limits.words.empty()) {
    if (!minimum.empty() || !maximum.empty()) add_range(type, minimum, maximum, is_decimal ? kFinest : nullptr);
    return;
  }
  bool has_any = false;
  for (const std::string& word : limits.words) {
    // A word that is not canonical is never set: it is compared with canonical text.
    if (model::canonical(info.type, word) != word) continue;
    if (!minimum.empty() && model::compare_numbers(word, minimum) < 0) continue;
    if (!maximum.empty() && model::compare_numbers(word, maximum) > 0) continue;
    add_range(type, word, word, is_decimal ? kFinest : nullptr);
    has_any = true;
  }
  if (!has_any) add_range(type, "1", "0", is_decimal ? kFinest : nullptr);  // no number is accepted
}

bool is_space(char character) {
  return character == ' ' || character == '\t' || character == '\n' || character == '\r';
}

/// Whether an enumeration of the schemas can have the word.
bool is_plain(std::string_view word) {
  if (word.empty()) return true;
  const bool has_break = word.find_first_of("\t\n\r") != std::string_view::npos;
  return !has_break && !is_space(word.front()) && !is_space(word.back());
}

/// The word as a pattern of XML Schema.
std::string pattern_of(std::string_view word) {
  std::string pattern;
  for (const char character : word) {
    switch (character) {
      case '\t': pattern += "\\t"; break;
      case '\n': pattern += "\\n"; break;
      case '\r': pattern += "\\r"; break;
      default:
        if (std::string_view("\\|.-^?*+{}()[]").find(character) != std::string_view::npos) pattern.push_back('\\');
        pattern.push_back(character);
    }
  }
  return pattern;
}

/// A word that is too long is not accepted, and not shown. All are patterns where one cannot be in an enumeration.
void add_words(pugi::xml_node type, const model::Constraints& limits) {
  const bool are_plain = std::ranges::all_of(limits.words, &is_plain);
  std::vector<std::string_view> shown;
  for (const std::string& word : limits.words) {
    const bool is_long = limits.max_length != 0 && model::characters(word) > limits.max_length;
    if (is_long || std::ranges::find(shown, word) != shown.end()) continue;
    shown.emplace_back(word);
    const std::string text = are_plain ? word : pattern_of(word);
    type.append_child(are_plain ? "enumeration" : "pattern").append_attribute("value") = text.c_str();
  }
  if (shown.empty() && !limits.words.empty()) type.append_child("pattern").append_attribute("value") = kNothing;
}

void add_max_length(pugi::xml_node type, std::size_t length) {
  type.append_child("size").append_attribute("maxLength") = static_cast<unsigned long long>(length);
}

/// Lengths of the schemas are of what a text of digits stands for; ours is of the text.
void add_length(pugi::xml_node type, const model::Parameter& info) {
  const std::size_t length = info.constraints.max_length;
  if (length == 0) return;
  if (info.type == Type::hex_binary) return add_max_length(type, length / 2);
  if (info.type == Type::base64) return add_max_length(type, length / 4 * 3);
  add_max_length(type, length);
}

void add_reference(pugi::xml_node type, Schema schema) {
  pugi::xml_node reference = type.append_child("pathRef");
  if (schema == Schema::data_model) reference.append_attribute("refType") = "weak";
  reference.append_attribute("targetType") = "row";
}

/// What is more than TR-106 says of the type.
void add_alias(pugi::xml_node syntax) {
  pugi::xml_node type = syntax.append_child("dataType");
  type.append_attribute("base") = "Alias";
  add_max_length(type, model::kMaxAliasLength);
  type.append_child("pattern").append_attribute("value") = kAliasPattern;
}

}  // namespace

void add_syntax(pugi::xml_node parameter, const model::Parameter& info, Schema schema, StringForm form) {
  if (info.type == Type::decimal && schema == Schema::device_type) return;
  pugi::xml_node syntax = parameter.append_child("syntax");
  if (info.hidden && schema == Schema::data_model) syntax.append_attribute("hidden") = true;
  if (info.alias) return add_alias(syntax);
  if (form.is_list) {
    add_length(syntax.append_child("list"), info);
    syntax.append_child("string");
    return;
  }
  const std::string name(form.data_type != nullptr ? "dataType" : model::type_name(info.type));
  pugi::xml_node type = syntax.append_child(name.c_str());
  if (form.data_type != nullptr) type.append_attribute("base") = form.data_type;
  if (model::is_numeric(info.type)) return add_number_facets(type, info);
  if (info.type == Type::boolean || info.type == Type::date_time) return;
  add_length(type, info);
  if (info.type != Type::string) return;
  if (info.reference) add_reference(type, schema);
  add_words(type, info.constraints);
}

}  // namespace proxy::cwmp
