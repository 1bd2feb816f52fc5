// SPDX-License-Identifier: Apache-2.0
#include "adapters/mqtt/discovery/templates/node.hpp"

#include <algorithm>
#include <charconv>
#include <cstdint>
#include <optional>

namespace adapters::mqtt::discovery {
namespace {

using mapping::Decimal;
using mapping::Filter;
using mapping::Scalar;
using Comparison = Filter::Comparison;
using Kind = Node::Kind;

/// A condition on a value that is missing or null is unknown. What depends on it keeps its last value.
enum class Truth { no, yes, unknown };

Truth truth_of(bool holds) { return holds ? Truth::yes : Truth::no; }

/// As a number counts it: true is 1.
std::string number_text(const Scalar& value) {
  if (value.kind != Scalar::Kind::boolean) return value.text;
  return value.text == "true" ? "1" : "0";
}

Scalar number_of(const Decimal& number) { return {Scalar::Kind::number, number.text()}; }

/// A JSON text that is neither an object nor an array.
Scalar json_scalar(const mapping::Payload& payload) {
  Scalar whole = payload.whole();
  if (whole.kind != Scalar::Kind::text) return whole;
  if (whole.text == "true" || whole.text == "false") return {Scalar::Kind::boolean, whole.text};
  if (Decimal::parse(whole.text)) return {Scalar::Kind::number, whole.text};
  return whole;
}

Truth compared(Comparison comparison, const Scalar& left, const Scalar& right) {
  if (!left.has_value() || !right.has_value()) return Truth::unknown;
  const bool counts = left.kind == Scalar::Kind::number || right.kind == Scalar::Kind::number;
  const Scalar value = {left.kind, counts ? number_text(left) : left.text};
  const std::string operand = counts ? number_text(right) : right.text;
  const bool orders = comparison != Comparison::equal && comparison != Comparison::not_equal;
  if (orders && (!Decimal::parse(value.text) || !Decimal::parse(operand))) return Truth::unknown;
  return truth_of(mapping::holds(comparison, value, operand));
}

Scalar calculated(char sign, const Scalar& left, const Scalar& right) {
  if (!left.has_value() || !right.has_value()) return {};
  const std::optional<Decimal> a = Decimal::parse(number_text(left));
  const std::optional<Decimal> b = Decimal::parse(number_text(right));
  if (!a || !b) return {};
  switch (sign) {
    case '+': return number_of(*a + *b);
    case '-': return number_of(*a - *b);
    case '*': return number_of(*a * *b);
    default: return b->is_zero() ? Scalar{} : number_of(*a / *b);
  }
}

/// "1F", "0x1f" with base 16.
Scalar whole_number(std::string_view text, int base) {
  const bool has_prefix = base == 16 && (text.starts_with("0x") || text.starts_with("0X"));
  if (has_prefix) text.remove_prefix(2);
  std::int64_t number = 0;
  const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), number, base);
  if (text.empty() || error != std::errc{} || end != text.data() + text.size()) return {};
  return {Scalar::Kind::number, std::to_string(number)};
}

/// One message on its way through the nodes.
class Evaluation {
 public:
  /// message: null where the input is not the whole of one. One that is `null` alone counts as empty.
  Evaluation(const Scalar& input, mapping::Payload* message)
      : input_(input),
        own_(input_.text),
        payload_(message == nullptr || input_.kind == Scalar::Kind::null ? own_ : *message) {}

  Scalar value(const Node& node);

 private:
  Truth truth(const Node& node);
  Scalar number(const Node& node);
  Scalar looked_up(const Node& node);
  Scalar member(const Node& node) {
    return node.pointer.tokens().empty() && !payload_.is_json() ? json_scalar(payload_) : payload_.at(node.pointer);
  }
  /// As `and` and `or` have it: the first child that decides, otherwise the last.
  Scalar deciding(const Node& node, Truth decides);
  Truth of_all(const Node& node, Truth decides);
  Truth contains(const Node& node);
  Truth is_one_of(const Node& node);

  const Scalar& input_;
  mapping::Payload own_;
  mapping::Payload& payload_;
};

Scalar Evaluation::value(const Node& node) {
  switch (node.kind) {
    case Kind::constant: return node.scalar;
    case Kind::input: return input_;
    case Kind::member: return member(node);
    case Kind::steps: return mapping::filtered(node.steps, value(node.children[0]));
    case Kind::number: return number(node);
    case Kind::calculate: return calculated(node.sign, value(node.children[0]), value(node.children[1]));
    case Kind::lookup: return looked_up(node);
    case Kind::all: return deciding(node, Truth::no);
    case Kind::any: return deciding(node, Truth::yes);
    case Kind::fallback: {
      Scalar found = value(node.children[0]);
      return found.kind == Scalar::Kind::missing ? value(node.children[1]) : found;
    }
    case Kind::choice: {
      const Truth first = truth(node.children[0]);
      return first == Truth::unknown ? Scalar{} : value(node.children[first == Truth::yes ? 1 : 2]);
    }
    case Kind::compare:
    case Kind::is_true:
    case Kind::is_defined:
    case Kind::is_none:
    case Kind::is_one_of:
    case Kind::contains:
    case Kind::negation: break;
  }
  const Truth holds = truth(node);
  return holds == Truth::unknown ? Scalar{} : Scalar{Scalar::Kind::boolean, holds == Truth::yes ? "true" : "false"};
}

Truth Evaluation::truth(const Node& node) {
  switch (node.kind) {
    case Kind::compare: return compared(node.comparison, value(node.children[0]), value(node.children[1]));
    case Kind::is_true: return truth(node.children[0]);
    case Kind::is_defined: return truth_of(value(node.children[0]).kind != Scalar::Kind::missing);
    case Kind::is_none: {
      const Scalar::Kind kind = value(node.children[0]).kind;
      return kind == Scalar::Kind::missing ? Truth::unknown : truth_of(kind == Scalar::Kind::null);
    }
    case Kind::is_one_of: return is_one_of(node);
    case Kind::contains: return contains(node);
    case Kind::negation: {
      const Truth other = truth(node.children[0]);
      return other == Truth::unknown ? other : truth_of(other == Truth::no);
    }
    case Kind::all: return of_all(node, Truth::no);
    case Kind::any: return of_all(node, Truth::yes);
    case Kind::constant:
    case Kind::input:
    case Kind::member:
    case Kind::steps:
    case Kind::number:
    case Kind::calculate:
    case Kind::fallback:
    case Kind::choice:
    case Kind::lookup: break;
  }
  const Scalar found = value(node);
  if (found.kind == Scalar::Kind::container) return Truth::yes;
  return found.has_value() ? truth_of(mapping::holds(Comparison::is_true, found, {})) : Truth::unknown;
}

Scalar Evaluation::number(const Node& node) {
  const Scalar found = value(node.children[0]);
  if (!found.has_value()) return {};
  Scalar result;
  const bool is_text = found.kind == Scalar::Kind::text;
  if (node.base > 0 && node.base != 10 && is_text) {
    result = whole_number(found.text, node.base);
  } else if (const std::optional<Decimal> parsed = Decimal::parse(number_text(found))) {
    Filter whole;
    whole.kind = Filter::Kind::truncate;
    result = number_of(*parsed);
    if (node.base > 0) result = mapping::filtered({whole}, std::move(result));
  }
  return result.has_value() || node.children.size() == 1 ? result : value(node.children[1]);
}

Scalar Evaluation::looked_up(const Node& node) {
  const Scalar key = value(node.children[0]);
  if (!key.has_value()) return {};
  // Of two equal words the last one counts.
  const auto word = std::find_if(node.words.rbegin(), node.words.rend(), [&](const auto& entry) {
    return mapping::holds(Comparison::equal, key, entry.first);
  });
  return word == node.words.rend() ? Scalar{} : word->second;
}

Scalar Evaluation::deciding(const Node& node, Truth decides) {
  for (const Node& child : node.children) {
    const Truth holds = truth(child);
    if (holds == decides || &child == &node.children.back()) return value(child);
    // `x or 0` says what to take where there is no x.
    if (holds == Truth::unknown && decides == Truth::no) return {};
  }
  return {};
}

Truth Evaluation::of_all(const Node& node, Truth decides) {
  Truth all = decides == Truth::yes ? Truth::no : Truth::yes;
  for (const Node& child : node.children) {
    const Truth holds = truth(child);
    if (holds == decides) return decides;
    if (holds == Truth::unknown) all = Truth::unknown;
  }
  return all;
}

Truth Evaluation::is_one_of(const Node& node) {
  const Scalar found = value(node.children[0]);
  if (!found.has_value()) return Truth::unknown;
  return truth_of(std::any_of(node.children.begin() + 1, node.children.end(), [&](const Node& child) {
    return compared(Comparison::equal, found, value(child)) == Truth::yes;
  }));
}

Truth Evaluation::contains(const Node& node) {
  const Scalar whole = value(node.children[0]);
  if (whole.kind == Scalar::Kind::container) return truth_of(value(node.children[2]).kind != Scalar::Kind::missing);
  if (whole.kind != Scalar::Kind::text) return Truth::unknown;
  return truth_of(whole.text.find(value(node.children[1]).text) != std::string::npos);
}

class TemplateFormula final : public mapping::Formula {
 public:
  TemplateFormula(Node node, std::string_view text) : node_(std::move(node)), text_(text) {}
  Scalar of(const Scalar& value, mapping::Payload* message) const override {
    Scalar result = Evaluation(value, message).value(node_);
    // The word by which Home Assistant knows that there is no value.
    return result.kind == Scalar::Kind::text && result.text == "None" ? Scalar{} : result;
  }
  std::string_view text() const override { return text_; }

 private:
  const Node node_;
  const std::string text_;
};

}  // namespace

Node node_of(Node::Kind kind, std::vector<Node> children) {
  Node node;
  node.kind = kind;
  node.children = std::move(children);
  return node;
}

std::size_t size_of(const Node& node) {
  std::size_t size = 1 + node.words.size();
  for (const Node& child : node.children) size += size_of(child);
  return size;
}

Node constant_of(Scalar::Kind kind, std::string text) {
  Node node;
  node.scalar = {kind, std::move(text)};
  return node;
}

Node with_step(Node node, Filter step) {
  if (node.kind != Kind::steps) node = node_of(Kind::steps, {std::move(node)});
  node.steps.push_back(std::move(step));
  return node;
}

std::shared_ptr<const mapping::Formula> make_formula(Node node, std::string_view text) {
  return std::make_shared<TemplateFormula>(std::move(node), text);
}

}  // namespace adapters::mqtt::discovery
