// SPDX-License-Identifier: Apache-2.0
#include "proxy/plugin/abi/config_nodes.hpp"

#include <fmt/format.h>

namespace proxy::plugin {
namespace {

constexpr std::size_t kMaxOptions = 1000;
constexpr unsigned kMaxDepth = 16;

std::string_view view(const char* text) { return text == nullptr ? std::string_view{} : text; }

std::uint32_t abi_kind(config::Node::Kind kind) {
  switch (kind) {
    case config::Node::Kind::null: return ADAPTER_NODE_NULL;
    case config::Node::Kind::scalar: return ADAPTER_NODE_SCALAR;
    case config::Node::Kind::list: return ADAPTER_NODE_LIST;
    case config::Node::Kind::map: return ADAPTER_NODE_MAP;
  }
  return ADAPTER_NODE_NULL;
}

}  // namespace

static_assert(config::kNoNode == ADAPTER_NO_NODE);

ConfigNodes::ConfigNodes(config::Nodes section) : section_(std::move(section)) {
  nodes_.reserve(section_.size());
  for (std::size_t i = 0; i < section_.size(); ++i) {
    const config::Node& node = section_[i];
    const bool has_key = i != 0 && !node.key.empty();
    const bool is_scalar = node.kind == config::Node::Kind::scalar;
    nodes_.push_back({abi_kind(node.kind), has_key ? node.key.c_str() : nullptr,
                      is_scalar ? node.scalar.c_str() : nullptr, node.file ? node.file->c_str() : "", node.line,
                      node.column, node.first_child, node.next});
  }
  view_ = {nodes_.data(), static_cast<std::uint32_t>(nodes_.size())};
}

config::Position ConfigNodes::position(std::uint32_t node) const {
  if (section_.empty()) return {};
  return config::position(section_[node < section_.size() ? node : 0]);
}

std::string ConfigNodes::path(std::uint32_t node) const {
  std::string path;
  if (node != 0 && node < section_.size()) append_path(0, node, path);
  return path;
}

bool ConfigNodes::append_path(std::uint32_t from, std::uint32_t node, std::string& path) const {
  std::size_t number = 0;
  const std::size_t length = path.size();
  for (auto child = section_[from].first_child; child != config::kNoNode; child = section_[child].next, ++number) {
    const std::string& key = section_[child].key;
    path.resize(length);
    if (section_[from].kind == config::Node::Kind::list) {
      path += fmt::format("[{}]", number);
    } else {
      path += (path.empty() ? "" : ".") + key;
    }
    if (child == node || append_path(child, node, path)) return true;
  }
  path.resize(length);
  return false;
}

OptionRows::OptionRows(const adapter_api& api) {
  const auto host = config::adapter_options();
  all_.assign(host.begin(), host.end());
  const auto own = convert(api.options, api.option_count, 0);
  all_.insert(all_.end(), own.begin(), own.end());
  own_ = std::span(all_).subspan(host.size());
}

std::vector<config::Option> OptionRows::convert(const adapter_option* rows, std::size_t count, unsigned depth) {
  std::vector<config::Option> converted;
  if (count > kMaxOptions || depth > kMaxDepth || (rows == nullptr && count != 0)) {
    problem_ = "its table of options is too large or incomplete";
    return converted;
  }
  converted.reserve(count);
  for (const adapter_option& row : std::span(rows, count)) {
    if (row.key == nullptr || row.kind > ADAPTER_OPTION_SECRET) {
      problem_ = "its table of options has a row without key or kind";
      continue;
    }
    config::Option option{.key = row.key, .kind = static_cast<config::Option::Kind>(row.kind)};
    option.required = row.required != 0;
    if (row.default_value != nullptr) option.default_value = row.default_value;
    option.minimum = row.minimum;
    option.maximum = row.maximum;
    option.unit = view(row.unit);
    option.choices = view(row.choices);
    option.meaning = view(row.meaning);
    if (row.child_count != 0) {
      option.children = children_.emplace_back(convert(row.children, row.child_count, depth + 1));
    }
    converted.push_back(option);
  }
  return converted;
}

void mark_secrets(config::Nodes& section, const adapter_api& api, config::Diagnostics& diagnostics) {
  const OptionRows rows(api);
  config::warn_of_readable_secrets(section, 0, rows.all(), diagnostics);
  config::mark_secrets(section, 0, rows.all());
}

}  // namespace proxy::plugin
