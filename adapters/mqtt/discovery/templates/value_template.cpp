// SPDX-License-Identifier: Apache-2.0
#include "adapters/mqtt/discovery/templates/value_template.hpp"

#include <algorithm>
#include <utility>

#include "adapters/mqtt/discovery/templates/expression.hpp"
#include "adapters/mqtt/discovery/templates/statements.hpp"
#include "adapters/mqtt/discovery/templates/text_reader.hpp"

namespace adapters::mqtt::discovery {
namespace {

using mapping::Failure;
using mapping::Filter;
using mapping::Outcome;
using mapping::Pointer;
using Kind = Node::Kind;

constexpr std::size_t kMaxText = 4096;

bool is_place(const Node& node) { return node.kind == Kind::input || node.kind == Kind::member; }

/// All places of the message that the node reads.
void find_places(Node& node, std::vector<Node*>& places) {
  if (is_place(node)) places.push_back(&node);
  for (Node& child : node.children) find_places(child, places);
}

/// Steps in a row are filters of the source; anything else is one filter that computes it.
std::vector<Filter> filters_of(Node node, std::string_view text) {
  std::vector<Filter> steps;
  if (node.kind == Kind::steps) {
    steps = std::move(node.steps);
    Node below = std::move(node.children[0]);
    node = std::move(below);
  }
  if (node.kind == Kind::input) return steps;
  Filter computed;
  computed.kind = Filter::Kind::computed;
  computed.computed.formula = make_formula(std::move(node), text);
  steps.insert(steps.begin(), std::move(computed));
  return steps;
}

/// Where all places are the same, the formula is given its value; otherwise it is given the whole message.
Outcome<Extract> extract_of(Node node, std::string_view text) {
  std::vector<Node*> places;
  find_places(node, places);
  if (places.empty()) return Failure{"the template has no value"};
  const Kind kind = places.front()->kind;
  const Pointer pointer = places.front()->pointer;
  bool is_single = true;
  for (const Node* place : places) is_single = is_single && place->kind == kind && place->pointer == pointer;
  const bool is_json_itself = kind == Kind::member && pointer.tokens().empty() && node.kind != Kind::member;
  Extract extract;
  if (is_single && !is_json_itself) {
    if (!pointer.tokens().empty()) extract.pointer = pointer;
    for (Node* place : places) place->kind = Kind::input;
  }
  extract.filters = filters_of(std::move(node), text);
  return extract;
}

/// Whether all places are asked for, and none is read; counts them.
bool only_asks(const Node& node, std::size_t& places) {
  if (is_place(node)) return false;
  if (node.kind == Kind::is_defined && is_place(node.children[0])) {
    ++places;
    return true;
  }
  return std::all_of(node.children.begin(), node.children.end(),
                     [&](const Node& child) { return only_asks(child, places); });
}

Outcome<Node> guarded(Node value, const Guard& guard) {
  auto form = parse_statements(guard.form);
  if (!form) return form.error();
  Node word = constant_of(mapping::Scalar::Kind::text, guard.word);
  Node is_there = node_of(Kind::compare, {std::move(*form), std::move(word)});
  return node_of(Kind::choice, {std::move(is_there), std::move(value), Node{}});
}

}  // namespace

Outcome<Extract> parse_value_template(std::string_view text, const std::vector<Guard>& guards) {
  std::string whole(text);
  for (const Guard& guard : guards) whole += '\n' + guard.form + '\n' + guard.word;
  if (whole.size() > kMaxText) return Failure{"it is too long"};
  auto node = parse_statements(text);
  for (const Guard& guard : guards) {
    if (node) node = guarded(std::move(*node), guard);
  }
  if (!node) return node.error();
  return extract_of(std::move(*node), whole);
}

bool asks_for_members(std::string_view text) {
  const auto node = text.size() > kMaxText ? Outcome<Node>(Failure{}) : parse_statements(text);
  std::size_t places = 0;
  return node && only_asks(*node, places) && places > 0;
}

Outcome<CommandForm> parse_command_template(std::string_view text, std::string_view variable) {
  if (text.size() > kMaxText) return Failure{"it is too long"};
  if (text.find("{%") != std::string_view::npos) return Failure{"a statement in a command is not supported"};
  if (text.find("${") != std::string_view::npos) return Failure{"'${' in a command is not supported"};
  CommandForm form;
  std::string_view value;
  for (std::size_t open = text.find("{{"); open != std::string_view::npos; open = text.find("{{")) {
    form.payload += text.substr(0, open);
    text.remove_prefix(open);
    const auto inside = take_marked(text, "{{", "}}");
    if (!inside) return Failure{"'{{' has no '}}'"};
    auto node = parse_expression(*inside, variable, {});
    if (!node) return node.error();
    auto found = extract_of(std::move(*node), *inside);
    if (!found) return found.error();
    if (found->pointer || inside->find("value_json") != std::string_view::npos) {
      return Failure{"a command has no message to read"};
    }
    const bool is_other = !value.empty() && !(form.filters == found->filters);
    if (is_other) return Failure{"a message with several values is not supported"};
    value = *inside;
    form.filters = std::move(found->filters);
    form.payload += "${value}";
  }
  if (value.empty()) return Failure{"the template has no value"};
  form.payload += text;
  return form;
}

}  // namespace adapters::mqtt::discovery
