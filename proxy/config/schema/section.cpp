// SPDX-License-Identifier: Apache-2.0
#include "proxy/config/schema/section.hpp"

#include "proxy/config/text.hpp"

#include <utility>

namespace proxy::config {

std::string Section::path_to(std::string_view key) const {
  return path_.empty() ? std::string(key) : path_ + "." + std::string(key);
}

Section Section::below(std::string_view key) const {
  return Section(nodes_, find(nodes_, map_, key), path_to(key), diagnostics_);
}

const Node* Section::scalar(std::string_view key) const {
  const auto index = find(nodes_, map_, key);
  if (index == kNoNode || nodes_[index].kind != Node::Kind::scalar || nodes_[index].unresolved) return nullptr;
  return &nodes_[index];
}

bool Section::read(std::string_view key, std::string& to, Rule rule) const {
  const auto* node = scalar(key);
  if (node == nullptr) return false;
  if (auto problem = rule(node->scalar); !problem.empty()) {
    error(key, std::move(problem));
    return false;
  }
  to = node->scalar;
  return true;
}

void Section::read(std::string_view key, Secret& to) const {
  std::string text;
  if (read(key, text, text_rule<0, 256>)) to = Secret(std::move(text));
}

void Section::read(std::string_view key, std::filesystem::path& to) const {
  std::string text;
  if (!read(key, text, text_rule<0, 1024>)) return;
  to = text.empty() ? std::filesystem::path() : std::filesystem::path(*scalar(key)->file).parent_path() / text;
}

void Section::read(std::string_view key, bool& to) const {
  if (const auto* node = scalar(key)) to = node->scalar == "true";
}

void Section::read(std::string_view key, unsigned& to) const {
  const auto* node = scalar(key);
  if (const auto number = node != nullptr ? parse_integer(node->scalar) : std::nullopt) {
    to = static_cast<unsigned>(*number);
  }
}

void Section::read(std::string_view key, std::chrono::seconds& to) const {
  const auto* node = scalar(key);
  if (const auto number = node != nullptr ? parse_integer(node->scalar) : std::nullopt) {
    to = std::chrono::seconds(*number);
  }
}

void Section::read(std::string_view key, std::vector<std::string>& to) const {
  const auto list = find(nodes_, map_, key);
  if (list == kNoNode || nodes_[list].kind != Node::Kind::list) return;
  to.clear();
  for (auto index = nodes_[list].first_child; index != kNoNode; index = nodes_[index].next) {
    if (nodes_[index].kind != Node::Kind::scalar || nodes_[index].unresolved) return;
    to.push_back(nodes_[index].scalar);
  }
  if (!to.empty() && to.front().empty()) error(key, "must begin with the program to run");
}

void Section::error(std::string_view key, std::string message) const {
  const auto index = find(nodes_, map_, key);
  const auto& node = nodes_[index != kNoNode ? index : map_ != kNoNode ? map_ : 0];
  diagnostics_.error(position(node), path_to(key), std::move(message));
}

void Section::warning(std::string_view key, std::string message) const {
  if (const Node* node = scalar(key)) diagnostics_.warning(position(*node), path_to(key), std::move(message));
}

}  // namespace proxy::config
