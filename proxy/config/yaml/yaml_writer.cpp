// SPDX-License-Identifier: Apache-2.0
#include "proxy/config/yaml/yaml_writer.hpp"

#include "proxy/config/yaml/tags.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <iterator>
#include <utility>

namespace proxy::config {
namespace {

class Writer {
 public:
  Writer(const Nodes& nodes, Secrets secrets, std::string& out) : nodes_(nodes), secrets_(secrets), out_(out) {}

  /// `begun`: the first line already has its indentation, "- ".
  void entries(std::uint32_t map, std::size_t indent, bool begun) {
    for (auto child = nodes_[map].first_child; child != kNoNode; child = nodes_[child].next) {
      if (nodes_[child].inherited) continue;
      if (!std::exchange(begun, false)) out_.append(indent, ' ');
      const std::string& key = nodes_[child].key;
      // The key << needs quotes, because it would be a merge key.
      out_.append(is_plain(key) && key != "<<" ? key : double_quoted(key)).push_back(':');
      value(child, indent);
    }
  }

  /// Writes the value after "key:" or "-": on the same line, or on more indented lines.
  void value(std::uint32_t index, std::size_t indent) {
    const Node& node = nodes_[index];
    const bool empty = has_nothing(node);
    if (node.kind == Node::Kind::null) {
      out_.append(" null\n");
    } else if (node.kind == Node::Kind::scalar) {
      out_.append(" ").append(scalar(node)).push_back('\n');
    } else if (empty) {
      out_.append(node.kind == Node::Kind::map ? " {}\n" : " []\n");
    } else {
      out_.push_back('\n');
      node.kind == Node::Kind::map ? entries(index, indent + 2, false) : list(index, indent + 2);
    }
  }

  void list_entry(std::uint32_t index, std::size_t indent) {
    out_.append(indent, ' ').push_back('-');
    const Node& node = nodes_[index];
    if (node.kind != Node::Kind::map || has_nothing(node)) return value(index, indent);
    out_.push_back(' ');
    entries(index, indent + 2, true);
  }

 private:
  /// Whether a list or map has no entries of its own: entries of a profile do not count.
  bool has_nothing(const Node& node) const {
    auto child = node.first_child;
    while (child != kNoNode && nodes_[child].inherited) child = nodes_[child].next;
    return child == kNoNode;
  }

  void list(std::uint32_t index, std::size_t indent) {
    for (auto child = nodes_[index].first_child; child != kNoNode; child = nodes_[child].next) {
      list_entry(child, indent);
    }
  }

  std::string scalar(const Node& node) const {
    if (node.secret && secrets_ == Secrets::masked) return std::string(kMasked) + " \"\"";
    if (node.tag) return *node.tag;
    return !node.quoted && is_plain(node.scalar) ? node.scalar : double_quoted(node.scalar);
  }

  const Nodes& nodes_;
  const Secrets secrets_;
  std::string& out_;
};

}  // namespace

bool is_plain(std::string_view text) {
  constexpr std::array<std::string_view, 4> kNull{"~", "null", "Null", "NULL"};
  constexpr std::string_view kIndicators = "-?:,[]{}#&*!|>'\"%@`";
  if (text.empty() || text.starts_with("...") || text.front() == ' ' || text.back() == ' ' || text.back() == ':')
    return false;
  if (std::find(kNull.begin(), kNull.end(), text) != kNull.end()) return false;
  const bool negative = text.size() > 1 && text[0] == '-' && text[1] >= '0' && text[1] <= '9';
  if (!negative && kIndicators.find(text.front()) != std::string_view::npos) return false;
  if (text.find(": ") != std::string_view::npos || text.find(" #") != std::string_view::npos) return false;
  return std::all_of(text.begin(), text.end(), [](char letter) { return letter >= ' ' && letter <= '~'; });
}

std::string double_quoted(std::string_view text) {
  std::string quoted = "\"";
  for (const char letter : text) {
    const auto byte = static_cast<unsigned char>(letter);
    if (letter == '"' || letter == '\\') quoted.push_back('\\');
    if (byte < 0x20 || byte == 0x7f) {
      fmt::format_to(std::back_inserter(quoted), "\\x{:02x}", byte);
    } else {
      quoted.push_back(letter);
    }
  }
  quoted.push_back('"');
  return quoted;
}

void write_entries(const Nodes& nodes, std::uint32_t map, Secrets secrets, std::size_t indent, std::string& out) {
  Writer(nodes, secrets, out).entries(map, indent, false);
}

void write_list_entry(const Nodes& nodes, Secrets secrets, std::size_t indent, std::string& out) {
  Writer(nodes, secrets, out).list_entry(0, indent);
}

}  // namespace proxy::config
