// SPDX-License-Identifier: Apache-2.0
// One grammar and its parser: a function for each rule. They call one another, so they are in one file.
#include "adapters/mqtt/discovery/templates/expression.hpp"

#include <algorithm>
#include <array>
#include <optional>
#include <utility>
#include <vector>

#include "adapters/mqtt/discovery/templates/functions.hpp"
#include "adapters/mqtt/discovery/templates/text_reader.hpp"

namespace adapters::mqtt::discovery {
namespace {

using mapping::Failure;
using mapping::Filter;
using mapping::Outcome;
using mapping::Scalar;
using Kind = Node::Kind;

constexpr std::size_t kMaxSteps = 16;
constexpr int kMaxDepth = 16;
constexpr std::size_t kMaxParts = 256;  // a name of {% set %} counts with all that it stands for

/// Reads from left to right, until the first mistake, which it keeps.
class Parser {
 public:
  Parser(std::string_view text, std::string_view variable, const Names& names)
      : reader_(text), variable_(variable), names_(names) {}

  Outcome<Node> whole() {
    auto node = ternary();
    if (node && !reader_.at_end()) fail("'" + std::string(reader_.rest().substr(0, 20)) + "' is not supported");
    if (!failure_.empty() || !node) return Failure{failure_.empty() ? "unsupported expression" : failure_};
    return std::move(*node);
  }
  /// A map and nothing else.
  std::optional<Node> map_alone() {
    auto words = reader_.take("{") ? map() : std::nullopt;
    return reader_.at_end() ? words : std::nullopt;
  }

 private:
  std::optional<Node> ternary();
  std::optional<Node> joined(std::string_view word, Kind kind, std::optional<Node> (Parser::*part)());
  std::optional<Node> any() { return joined("or", Kind::any, &Parser::all); }
  std::optional<Node> all() { return joined("and", Kind::all, &Parser::inverted); }
  std::optional<Node> inverted();
  std::optional<Node> comparison();
  std::optional<Node> tested(Node value);
  std::optional<Node> within(Node value);
  std::optional<Node> sum();
  std::optional<Node> product();
  std::optional<Node> filtered();
  std::optional<Node> primary();
  std::optional<Node> named();
  std::optional<Node> called(std::string_view name);
  std::optional<Node> map();
  std::optional<Node> looked_up(Node map);
  std::optional<Node> value_json();
  std::optional<std::string> key();
  std::optional<std::vector<Argument>> arguments();
  std::optional<Node> filter(Node value);
  std::optional<Node> kept(Outcome<Node> outcome);
  bool counts(std::size_t parts);

  std::nullopt_t fail(std::string reason) {
    if (failure_.empty()) failure_ = std::move(reason);
    return std::nullopt;
  }

  TextReader reader_;
  std::string_view variable_;
  const Names& names_;
  std::string failure_;
  int depth_ = 0;
  std::size_t parts_ = 0;
};

/// False beyond the bound. It comes before a part is read: the reading of a part and its computation are recursive.
bool Parser::counts(std::size_t parts) {
  parts_ += parts;
  if (parts_ > kMaxParts) fail("it has too many parts");
  return parts_ <= kMaxParts;
}

std::optional<Node> Parser::kept(Outcome<Node> outcome) {
  if (!outcome) return fail(outcome.error().reason);
  if (outcome->steps.size() > kMaxSteps) return fail("it has too many steps");
  if (size_of(*outcome) > kMaxParts) return fail("it has too many parts");
  return std::move(*outcome);
}

std::optional<Node> Parser::ternary() {
  if (++depth_ > kMaxDepth) return fail("it is nested too deeply");
  auto then = any();
  if (then && reader_.take("if")) {
    auto when = any();
    if (!when) return std::nullopt;
    Node otherwise;  // without `else` the last value stays
    if (reader_.take("else")) {
      auto other = ternary();
      if (!other) return std::nullopt;
      otherwise = std::move(*other);
    }
    then = node_of(Kind::choice, {std::move(*when), std::move(*then), std::move(otherwise)});
  }
  --depth_;
  return then;
}

std::optional<Node> Parser::joined(std::string_view word, Kind kind, std::optional<Node> (Parser::*part)()) {
  auto first = (this->*part)();
  if (!first || !reader_.take(word)) return first;
  Node node = node_of(kind, {std::move(*first)});
  do {
    auto next = (this->*part)();
    if (!next) return std::nullopt;
    node.children.push_back(std::move(*next));
  } while (reader_.take(word));
  return node;
}

std::optional<Node> Parser::inverted() {
  bool inverts = false;
  bool is_boolean = false;
  for (; reader_.take("not"); inverts = !inverts) is_boolean = true;
  auto value = comparison();
  if (!value || !is_boolean) return value;
  return node_of(inverts ? Kind::negation : Kind::is_true, {std::move(*value)});
}

std::optional<Node> Parser::comparison() {
  auto value = sum();
  if (!value) return std::nullopt;
  if (reader_.take("is")) return tested(std::move(*value));
  if (reader_.take("in")) return within(std::move(*value));
  const std::string_view before = reader_.rest();
  if (reader_.take("not")) {
    if (!reader_.take("in")) return reader_.go_back(before), value;
    auto found = within(std::move(*value));
    if (!found) return std::nullopt;
    return node_of(Kind::negation, {std::move(*found)});
  }
  using Comparison = Filter::Comparison;
  constexpr std::array<std::pair<std::string_view, Comparison>, 6> kSigns = {{{"==", Comparison::equal},
                                                                              {"!=", Comparison::not_equal},
                                                                              {"<=", Comparison::less_equal},
                                                                              {">=", Comparison::greater_equal},
                                                                              {"<", Comparison::less},
                                                                              {">", Comparison::greater}}};
  for (const auto& [sign, comparison] : kSigns) {
    if (!reader_.take(sign)) continue;
    auto operand = sum();
    if (!operand) return std::nullopt;
    const bool with_none = operand->kind == Kind::constant && operand->scalar.kind == Scalar::Kind::null;
    if (with_none && comparison == Comparison::equal) return node_of(Kind::is_none, {std::move(*value)});
    if (with_none && comparison == Comparison::not_equal) {
      return node_of(Kind::negation, {node_of(Kind::is_none, {std::move(*value)})});
    }
    Node node = node_of(Kind::compare, {std::move(*value), std::move(*operand)});
    node.comparison = comparison;
    return node;
  }
  return value;
}

/// `value is not none`
std::optional<Node> Parser::tested(Node value) {
  bool inverts = reader_.take("not");
  const std::string_view name = reader_.take_name();
  const bool is_none = name == "none" || name == "None";
  if (!is_none && name != "defined" && name != "undefined") {
    return fail("'is " + std::string(name.substr(0, 20)) + "' is not supported");
  }
  if (name == "undefined") inverts = !inverts;
  Node node = node_of(is_none ? Kind::is_none : Kind::is_defined, {std::move(value)});
  return inverts ? node_of(Kind::negation, {std::move(node)}) : std::move(node);
}

/// `value in ['a', 'b']`, or `'key' in value_json`
std::optional<Node> Parser::within(Node value) {
  const char end = reader_.take("[") ? ']' : reader_.take("(") ? ')' : '\0';
  if (end != '\0') {
    Node node = node_of(Kind::is_one_of, {std::move(value)});
    while (!reader_.take(std::string_view(&end, 1))) {
      auto literal = reader_.take_literal();
      if (!literal) return fail("a list has something else than constants");
      node.children.push_back(std::move(*literal));
      reader_.take(",");
    }
    return node;
  }
  auto whole = sum();
  if (!whole) return std::nullopt;
  if (value.kind != Kind::constant || (whole->kind != Kind::member && whole->kind != Kind::input)) {
    return fail("'in' is supported with a list, and with a constant in a member of the message");
  }
  std::vector<std::string> path = whole->pointer.tokens();
  path.push_back(value.scalar.text);
  Node member = node_of(Kind::member, {});
  member.pointer = mapping::Pointer::of(std::move(path));
  return node_of(Kind::contains, {std::move(*whole), std::move(value), std::move(member)});
}

std::optional<Node> Parser::sum() {
  auto left = product();
  while (left) {
    const char sign = reader_.take("+") ? '+' : reader_.take("-") ? '-' : '\0';
    if (sign == '\0') break;
    auto right = product();
    if (!right) return std::nullopt;
    left = kept(calculated(sign, std::move(*left), std::move(*right)));
  }
  return left;
}

std::optional<Node> Parser::product() {
  auto left = filtered();
  while (left) {
    const char sign = reader_.take("*") ? '*' : reader_.take("/") ? '/' : '\0';
    if (sign == '\0') break;
    auto right = filtered();
    if (!right) return std::nullopt;
    left = kept(calculated(sign, std::move(*left), std::move(*right)));
  }
  return left;
}

std::optional<Node> Parser::filtered() {
  auto value = primary();
  while (value && reader_.take("|")) value = filter(std::move(*value));
  return value;
}

std::optional<Node> Parser::filter(Node value) {
  const std::string_view name = reader_.take_name();
  auto given = arguments();
  if (!given) return std::nullopt;
  if (name != "format") return kept(apply_filter(name, std::move(value), std::move(*given)));
  const bool is_form = value.kind == Kind::constant && given->size() == 1;
  if (!is_form) return fail("unsupported argument of format");
  return kept(formatted(value.scalar.text, std::move(given->front().node)));
}

/// What is between brackets, if they are there.
std::optional<std::vector<Argument>> Parser::arguments() {
  constexpr std::size_t kMax = 4;
  std::vector<Argument> given;
  if (!reader_.take("(")) return given;
  while (!reader_.take(")")) {
    Argument argument;
    const std::string_view before = reader_.rest();
    argument.name = reader_.take_name();
    if (argument.name.empty() || !reader_.take("=") || reader_.front() == '=') {
      argument.name.clear();
      reader_.go_back(before);
    }
    auto node = ternary();
    if (!node) return std::nullopt;
    if (given.size() == kMax) return fail("too many arguments");
    argument.node = std::move(*node);
    given.push_back(std::move(argument));
    if (!reader_.take(",") && !reader_.rest().starts_with(')') && !reader_.at_end() && reader_.front() != ')') {
      return fail("unsupported arguments");
    }
  }
  return given;
}

std::optional<Node> Parser::primary() {
  if (!counts(1)) return std::nullopt;
  if (auto literal = reader_.take_literal()) return literal;
  if (reader_.take("-")) {
    if (++depth_ > kMaxDepth) return fail("it is nested too deeply");
    auto value = primary();
    if (!value) return std::nullopt;
    --depth_;
    return kept(calculated('-', constant_of(Scalar::Kind::number, "0"), std::move(*value)));
  }
  if (reader_.take("(")) {
    auto inner = ternary();
    if (inner && !reader_.take(")")) return fail("a bracket is not closed");
    return inner;
  }
  if (reader_.take("{")) {
    auto words = map();
    return words ? looked_up(std::move(*words)) : std::nullopt;
  }
  if (reader_.take("[")) return fail("a list is supported behind 'in' alone");
  return named();
}

std::optional<Node> Parser::named() {
  const std::string_view name = reader_.take_name();
  if (const auto known = names_.find(name); known != names_.end()) {
    const Node& node = *known->second;
    if (!counts(size_of(node))) return std::nullopt;
    const bool is_map = node.kind == Kind::lookup && node.children.empty();
    return is_map ? looked_up(node) : std::optional<Node>(node);
  }
  if (name == "value" || (!variable_.empty() && name == variable_)) return node_of(Kind::input, {});
  if (name == "value_json") return value_json();
  if (name == "float" || name == "int" || name == "iif") return called(name);
  // Some bridges write a bare ON or OFF for a text.
  const bool word = !name.empty() && std::all_of(name.begin(), name.end(), [](char c) { return c >= 'A' && c <= 'Z'; });
  if (word) return constant_of(Scalar::Kind::text, std::string(name));
  if (!name.empty()) return fail("'" + std::string(name.substr(0, 40)) + "' is not supported");
  if (reader_.at_end()) return fail("a value is missing");
  return fail("'" + std::string(reader_.rest().substr(0, 20)) + "' is not supported");
}

/// `float(value)` is `value | float`
std::optional<Node> Parser::called(std::string_view name) {
  auto given = arguments();
  if (!given) return std::nullopt;
  if (given->empty()) return fail("'" + std::string(name) + "' has no value");
  Node value = std::move(given->front().node);
  given->erase(given->begin());
  return kept(apply_filter(name, std::move(value), std::move(*given)));
}

/// {'heat': 'heating', None: None}
std::optional<Node> Parser::map() {
  Node node = node_of(Kind::lookup, {});
  while (!reader_.take("}")) {
    auto word = reader_.take_literal();
    if (!word || !reader_.take(":")) return fail("a map of words has something else than constants");
    auto shown = reader_.take_literal();
    if (!shown) return fail("a map of words has something else than constants");
    node.words.emplace_back(std::move(word->scalar.text), std::move(shown->scalar));
    if (!reader_.take(",") && (reader_.at_end() || reader_.front() != '}')) return fail("a map is not closed");
  }
  return node;
}

std::optional<Node> Parser::looked_up(Node map) {
  const bool by_get = reader_.take(".get(");
  if (!by_get && !reader_.take("[")) return fail("a map of words has no word to look up");
  auto word = ternary();
  if (!word) return std::nullopt;
  std::optional<Node> otherwise;
  if (by_get && reader_.take(",")) {
    otherwise = ternary();
    if (!otherwise) return std::nullopt;
  }
  if (!reader_.take(by_get ? ")" : "]")) return fail("a bracket is not closed");
  map.children.push_back(std::move(*word));
  if (!otherwise) return map;
  return kept(apply_filter("default", std::move(map), {{{}, std::move(*otherwise)}}));
}

std::optional<Node> Parser::value_json() {
  std::vector<std::string> path;
  while ((reader_.front() == '.' || reader_.front() == '[') && path.size() < kMaxDepth) {
    auto next = key();
    if (!next) return fail("unsupported text after value_json");
    path.push_back(std::move(*next));
  }
  Node node = node_of(Kind::member, {});
  node.pointer = mapping::Pointer::of(std::move(path));
  return node;
}

/// `.name`, `['name']`, `[0]` or `.get('name')`
std::optional<std::string> Parser::key() {
  std::optional<std::string> key;
  if (reader_.take("[")) {
    key = reader_.take_string();
    if (!key) key = reader_.take_number();
    return reader_.take("]") ? key : std::nullopt;
  }
  reader_.take(".");
  const std::string_view name = reader_.take_name();
  if (name == "get" && reader_.take("(")) {
    key = reader_.take_string();
    return reader_.take(")") ? key : std::nullopt;
  }
  if (reader_.front() == '(') return fail("'." + std::string(name.substr(0, 20)) + "()' is not supported");
  if (name.empty()) return std::nullopt;
  return std::string(name);
}

}  // namespace

Outcome<Node> parse_expression(std::string_view text, std::string_view variable, const Names& names) {
  return Parser(text, variable, names).whole();
}

Outcome<Node> parse_assigned(std::string_view text, const Names& names) {
  if (auto map = Parser(text, {}, names).map_alone()) return std::move(*map);
  return parse_expression(text, {}, names);
}

}  // namespace adapters::mqtt::discovery
