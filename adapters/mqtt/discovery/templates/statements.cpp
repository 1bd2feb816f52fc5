// SPDX-License-Identifier: Apache-2.0
#include "adapters/mqtt/discovery/templates/statements.hpp"

#include <algorithm>
#include <memory>
#include <string>
#include <utility>

#include "adapters/mqtt/discovery/templates/expression.hpp"
#include "adapters/mqtt/discovery/templates/text_reader.hpp"

namespace adapters::mqtt::discovery {
namespace {

using mapping::Failure;
using mapping::Outcome;
using mapping::Scalar;

constexpr int kMaxBranches = 64;
constexpr std::size_t kMaxNames = 16;

/// Reads from left to right, until the first mistake, which it keeps.
class Statements {
 public:
  explicit Statements(std::string_view text) : rest_(text) {}

  Outcome<Node> whole() {
    auto node = body();
    if (node && !rest_.empty()) fail("a statement that nothing has begun");
    if (!node || !failure_.empty()) return Failure{failure_.empty() ? "unsupported expression" : failure_};
    return std::move(*node);
  }

 private:
  /// Up to {% elif %}, {% else %}, {% endif %} or the end. One value, or none at all, which keeps the last one.
  std::optional<Node> body();
  std::optional<Node> item();
  std::optional<Node> plain_text();
  std::optional<Node> branches(std::string_view condition);
  std::optional<Node> expression(std::string_view text);
  bool assign(std::string_view text);
  bool ends() const;

  std::nullopt_t fail(std::string reason) {
    if (failure_.empty()) failure_ = std::move(reason);
    return std::nullopt;
  }

  std::string_view rest_;
  Names names_;
  std::string failure_;
  int branches_ = 0;
};

/// "if value" is the rest after the word.
std::optional<std::string_view> after_word(std::string_view text, std::string_view word) {
  TextReader reader(text);
  if (!reader.take(word)) return std::nullopt;
  return trimmed(reader.rest());
}

bool Statements::ends() const {
  std::string_view text = rest_;
  const auto inside = take_marked(text, "{%", "%}");
  return inside && (*inside == "else" || *inside == "endif" || after_word(*inside, "elif"));
}

std::optional<Node> Statements::body() {
  std::optional<Node> value;
  for (rest_ = trimmed(rest_); !rest_.empty() && !ends(); rest_ = trimmed(rest_)) {
    std::string_view ahead = rest_;
    const auto statement = take_marked(ahead, "{%", "%}");
    if (const auto set = statement ? after_word(*statement, "set") : std::nullopt) {
      rest_ = ahead;
      if (!assign(*set)) return std::nullopt;
      continue;
    }
    if (value) return fail("a text of several parts is not supported");
    value = item();
    if (!value) return std::nullopt;
  }
  return value ? std::move(*value) : Node{};
}

std::optional<Node> Statements::item() {
  if (const auto inside = take_marked(rest_, "{{", "}}")) return expression(*inside);
  if (const auto inside = take_marked(rest_, "{%", "%}")) {
    if (const auto condition = after_word(*inside, "if")) return branches(*condition);
    TextReader reader(*inside);
    return fail("'{% " + std::string(reader.take_name().substr(0, 20)) + " %}' is not supported");
  }
  return plain_text();
}

std::optional<Node> Statements::plain_text() {
  const std::size_t end = std::min(rest_.find('{'), rest_.size());
  const std::string_view text = trimmed(rest_.substr(0, end));
  if (text.empty()) return fail("a bracket is not closed");
  rest_.remove_prefix(end);
  return constant_of(Scalar::Kind::text, std::string(text));
}

std::optional<Node> Statements::expression(std::string_view text) {
  auto node = parse_expression(text, {}, names_);
  if (!node) return fail(node.error().reason);
  return std::move(*node);
}

bool Statements::assign(std::string_view text) {
  TextReader reader(text);
  const std::string name(reader.take_name());
  if (name.empty() || !reader.take("=")) return fail("unsupported {% set %}"), false;
  auto node = parse_assigned(trimmed(reader.rest()), names_);
  if (!node) return fail(node.error().reason), false;
  names_.insert_or_assign(name, std::make_shared<const Node>(std::move(*node)));
  if (names_.size() > kMaxNames) return fail("it has too many names"), false;
  return true;
}

/// What follows {% if condition %} or {% elif condition %}, with {% endif %}.
std::optional<Node> Statements::branches(std::string_view condition) {
  if (++branches_ > kMaxBranches) return fail("it has too many branches");
  auto when = expression(condition);
  const Names before = names_;  // the other branches do not have what a {% set %} of this one makes
  auto then = when ? body() : std::nullopt;
  if (!then) return std::nullopt;
  names_ = before;
  Node otherwise;
  const auto next = take_marked(rest_, "{%", "%}");
  if (!next) return fail("'if' without 'endif'");
  if (const auto other = after_word(*next, "elif")) {
    auto node = branches(*other);
    if (!node) return std::nullopt;
    otherwise = std::move(*node);
  } else if (*next == "else") {
    auto node = body();
    if (!node) return std::nullopt;
    names_ = before;
    const auto end = take_marked(rest_, "{%", "%}");
    if (!end || *end != "endif") return fail("'if' without 'endif'");
    otherwise = std::move(*node);
  }
  return node_of(Node::Kind::choice, {std::move(*when), std::move(*then), std::move(otherwise)});
}

}  // namespace

std::optional<std::string_view> take_marked(std::string_view& text, std::string_view open, std::string_view close) {
  if (!text.starts_with(open)) return std::nullopt;
  const std::size_t end = text.find(close);
  if (end == std::string_view::npos) return std::nullopt;
  std::string_view inside = text.substr(open.size(), end - open.size());
  text.remove_prefix(end + close.size());
  if (inside.starts_with('-')) inside.remove_prefix(1);
  if (inside.ends_with('-')) inside.remove_suffix(1);
  return trimmed(inside);
}

Outcome<Node> parse_statements(std::string_view text) { return Statements(text).whole(); }

}  // namespace adapters::mqtt::discovery
