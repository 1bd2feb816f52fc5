// SPDX-License-Identifier: Apache-2.0
#include "proxy/control/tree_text.hpp"

#include "proxy/base/visible_text.hpp"
#include "proxy/control/print.hpp"

#include <boost/json.hpp>

#include <algorithm>
#include <memory>
#include <string_view>
#include <vector>

namespace proxy::control {
namespace json = boost::json;
namespace {

constexpr std::string_view kObjectColor = "\x1b[1;34m", kWritableColor = "\x1b[33m", kRuleColor = "\x1b[2m",
                           kNoColor = "\x1b[0m";

/// An object, or a parameter without children.
struct Node {
  std::string name;
  const json::object* parameter = nullptr;
  std::vector<std::unique_ptr<Node>> children = {};
};

/// The object below, made if it is not there. What belongs together comes together: the last one is nearly always it.
Node& object_below(Node& above, std::string_view name) {
  const auto found = std::find_if(above.children.rbegin(), above.children.rend(), [&](const auto& child) {
    return child->parameter == nullptr && child->name == name;
  });
  if (found != above.children.rend()) return **found;
  return *above.children.emplace_back(std::make_unique<Node>(Node{std::string(name)}));
}

void add(Node& root, const json::object& parameter) {
  std::string_view path = parameter.at("path").as_string();
  Node* above = &root;
  for (std::size_t dot = path.find('.'); dot != std::string_view::npos; dot = path.find('.')) {
    above = &object_below(*above, path.substr(0, dot + 1));
    path.remove_prefix(dot + 1);
  }
  above->children.push_back(std::make_unique<Node>(Node{std::string(path), &parameter}));
}

class Writer {
 public:
  explicit Writer(bool has_colors) : has_colors_(has_colors) {}

  std::string text() { return std::move(text_); }

  void write(const Node& node, const std::string& rule) {
    if (node.parameter != nullptr) {
      paint(is_writable(*node.parameter) ? kWritableColor : std::string_view(), node.name);
      text_ += value_text(*node.parameter);
      return;
    }
    paint(kObjectColor, node.name);
    const std::string name = name_of(node);
    text_ += name.empty() ? "\n" : "  " + name + "\n";
    write_children(node, rule);
  }

 private:
  void write_children(const Node& node, const std::string& rule) {
    for (const auto& child : node.children) {
      const bool is_last = child == node.children.back();
      paint(kRuleColor, rule + (is_last ? "└─ " : "├─ "));
      write(*child, rule + (is_last ? "   " : "│  "));
    }
  }

  /// Of a device or a row: the value of its parameter Name.
  static std::string name_of(const Node& node) {
    const auto name = std::ranges::find_if(node.children,
                                           [](const auto& child) { return child->parameter && child->name == "Name"; });
    if (name == node.children.end() || node.name.find_first_not_of("0123456789.") != std::string::npos) return {};
    const json::value& value = (*name)->parameter->at("value");
    return value.is_string() ? base::visible_text(value.as_string()) : std::string();
  }

  void paint(std::string_view color, std::string_view text) {
    const std::string visible = base::visible_text(text);
    if (has_colors_ && !color.empty()) {
      text_.append(color).append(visible).append(kNoColor);
    } else {
      text_ += visible;
    }
  }

  const bool has_colors_;
  std::string text_;
};

}  // namespace

TreeStyle tree_style(Color color, bool is_terminal, const char* no_color) {
  const bool refuses_colors = no_color != nullptr && *no_color != '\0';
  return {.is_tree = is_terminal || color == Color::always,
          .has_colors = color == Color::always || (color == Color::automatic && is_terminal && !refuses_colors)};
}

std::string tree_text(const json::array& parameters, bool has_colors) {
  if (parameters.empty()) return "none\n";
  Node root;
  for (const json::value& parameter : parameters) add(root, parameter.as_object());
  Writer writer(has_colors);
  for (const auto& top : root.children) {
    // What all have in common is one line.
    Node* node = top.get();
    while (node->children.size() == 1 && node->children.front()->parameter == nullptr) {
      node->children.front()->name.insert(0, node->name);
      node = node->children.front().get();
    }
    writer.write(*node, {});
  }
  return writer.text();
}

}  // namespace proxy::control
