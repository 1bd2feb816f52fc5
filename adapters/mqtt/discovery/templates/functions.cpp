// SPDX-License-Identifier: Apache-2.0
#include "adapters/mqtt/discovery/templates/functions.hpp"

#include <algorithm>
#include <array>
#include <charconv>
#include <optional>
#include <utility>

namespace adapters::mqtt::discovery {
namespace {

using mapping::Decimal;
using mapping::Failure;
using mapping::Filter;
using mapping::Outcome;
using mapping::Scalar;
using Arguments = std::vector<Argument>;

bool is_constant(const Node& node) { return node.kind == Node::Kind::constant; }

std::size_t places_of(const std::string& text) {
  std::size_t places = 0;
  std::from_chars(text.data(), text.data() + text.size(), places);
  return std::min(places, Decimal::kMaxDigits);
}

Filter step_of(Filter::Kind kind, const Decimal& number = {}) {
  Filter filter;
  filter.kind = kind;
  filter.number = number;
  return filter;
}

Filter rounding(std::size_t places) {
  Filter filter = step_of(Filter::Kind::round);
  filter.places = places;
  return filter;
}

/// The argument with the name, or the one at the place if that has no name. Null without it.
const Node* find(const Arguments& given, std::string_view name, std::size_t place) {
  for (const Argument& argument : given) {
    if (argument.name == name) return &argument.node;
  }
  return place < given.size() && given[place].name.empty() ? &given[place].node : nullptr;
}

using Apply = Outcome<Node> (*)(Node value, const Arguments& given);

/// A long text stays whole, a JSON text is the value's own, and a value that is missing keeps the last one.
Outcome<Node> unchanged(Node value, const Arguments& /*given*/) { return value; }

/// To add nothing makes it a number.
Outcome<Node> as_float(Node value, const Arguments& given) {
  const Node* otherwise = find(given, "default", 0);
  if (otherwise == nullptr) return with_step(std::move(value), step_of(Filter::Kind::add));
  return node_of(Node::Kind::number, {std::move(value), *otherwise});
}

Outcome<Node> as_int(Node value, const Arguments& given) {
  const Node* const otherwise = find(given, "default", 0);
  const Node* const base = find(given, "base", 1);
  if (otherwise == nullptr && base == nullptr) {
    return with_step(std::move(value), step_of(Filter::Kind::truncate));
  }
  Node node = node_of(Node::Kind::number, {std::move(value)});
  node.base = base == nullptr ? 10 : static_cast<int>(places_of(base->scalar.text));
  if (base != nullptr && (!is_constant(*base) || node.base < 2 || node.base > 36)) {
    return Failure{"the base of int() is not a number from 2 to 36"};
  }
  if (otherwise != nullptr) node.children.push_back(*otherwise);
  return node;
}

Outcome<Node> rounded(Node value, const Arguments& given) {
  const Node* const places = find(given, "precision", 0);
  if (given.size() > 1 || (places != nullptr && !is_constant(*places))) {
    return Failure{"round() with a method is not supported"};
  }
  return with_step(std::move(value), rounding(places == nullptr ? 0 : places_of(places->scalar.text)));
}

Outcome<Node> with_default(Node value, const Arguments& given) {
  const Node* const otherwise = find(given, "default_value", 0);
  const Node* const also_false = find(given, "boolean", 1);
  if (otherwise == nullptr) return value;
  if (also_false != nullptr && also_false->scalar.text == "true" && !otherwise->scalar.text.empty()) {
    return node_of(Node::Kind::any, {std::move(value), *otherwise});
  }
  if (!is_constant(*otherwise)) return node_of(Node::Kind::fallback, {std::move(value), *otherwise});
  if (otherwise->scalar.text.empty() || otherwise->scalar.text == "None") return value;
  Filter filter = step_of(Filter::Kind::fallback);
  filter.text = otherwise->scalar.text;
  return with_step(std::move(value), std::move(filter));
}

/// `x | iif(a, b)`
Outcome<Node> chosen(Node value, const Arguments& given) {
  const Node yes = constant_of(Scalar::Kind::boolean, "true");
  const Node no = constant_of(Scalar::Kind::boolean, "false");
  const Node* const then = find(given, "if_true", 0);
  const Node* const otherwise = find(given, "if_false", 1);
  return node_of(Node::Kind::choice,
                 {std::move(value), then == nullptr ? yes : *then, otherwise == nullptr ? no : *otherwise});
}

Outcome<Node> multiplied(Node value, const Arguments& given) {
  const Node* const factor = find(given, "amount", 0);
  if (factor == nullptr) return Failure{"multiply() has no factor"};
  return calculated('*', std::move(value), *factor);
}

Outcome<Node> added(Node value, const Arguments& given) {
  const Node* const amount = find(given, "amount", 0);
  if (amount == nullptr) return Failure{"add() has no amount"};
  return calculated('+', std::move(value), *amount);
}

Outcome<Node> in_lower(Node value, const Arguments& /*given*/) {
  return with_step(std::move(value), step_of(Filter::Kind::lower));
}
Outcome<Node> in_upper(Node value, const Arguments& /*given*/) {
  return with_step(std::move(value), step_of(Filter::Kind::upper));
}

struct Function {
  std::string_view name;
  Apply apply;
};

constexpr std::array kFunctions = {
    Function{"float", as_float},   Function{"int", as_int},         Function{"round", rounded},
    Function{"lower", in_lower},   Function{"upper", in_upper},     Function{"default", with_default},
    Function{"d", with_default},   Function{"iif", chosen},         Function{"multiply", multiplied},
    Function{"add", added},        Function{"string", unchanged},   Function{"is_defined", unchanged},
    Function{"tojson", unchanged}, Function{"truncate", unchanged},
};

}  // namespace

Outcome<Node> apply_filter(std::string_view name, Node value, std::vector<Argument> given) {
  const auto known = std::find_if(kFunctions.begin(), kFunctions.end(),
                                  [&](const Function& function) { return function.name == name; });
  if (known == kFunctions.end())
    return Failure{"the filter '" + std::string(name.substr(0, 20)) + "' is not supported"};
  return known->apply(std::move(value), given);
}

Outcome<Node> formatted(std::string_view form, Node value) {
  bool known = form.starts_with('%');
  Filter filter = step_of(Filter::Kind::truncate);
  if (known && form.ends_with('f')) {
    const std::size_t point = form.find('.');
    known = form.find_first_not_of("0123456789.", 1) == form.size() - 1;
    filter = rounding(point == std::string_view::npos ? 6 : places_of(std::string(form.substr(point + 1))));
  } else {
    known = form == "%d";
  }
  if (!known) return Failure{"the format '" + std::string(form.substr(0, 20)) + "' is not supported"};
  return with_step(std::move(value), std::move(filter));
}

Outcome<Node> calculated(char sign, Node left, Node right) {
  const auto number_in = [](const Node& node) {
    return is_constant(node) ? Decimal::parse(node.scalar.text) : std::optional<Decimal>();
  };
  const std::optional<Decimal> first = number_in(left);
  const std::optional<Decimal> second = number_in(right);
  if ((is_constant(left) && !first) || (is_constant(right) && !second)) {
    return Failure{"arithmetic with a text is not supported"};
  }
  if (sign == '/' && second && second->is_zero()) return Failure{"it divides by zero"};
  if (first.has_value() == second.has_value() || (first && sign == '/')) {
    Node node = node_of(Node::Kind::calculate, {std::move(left), std::move(right)});
    node.sign = sign;
    return node;
  }
  const Filter::Kind kind = sign == '*'   ? Filter::Kind::multiply
                            : sign == '/' ? Filter::Kind::divide
                                          : Filter::Kind::add;
  if (second) return with_step(std::move(left), step_of(kind, sign == '-' ? -*second : *second));
  Node value = std::move(right);
  if (sign == '-') value = with_step(std::move(value), step_of(Filter::Kind::multiply, *Decimal::parse("-1")));
  return with_step(std::move(value), step_of(kind, *first));
}

}  // namespace adapters::mqtt::discovery
