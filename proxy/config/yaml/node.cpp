// SPDX-License-Identifier: Apache-2.0
#include "proxy/config/yaml/node.hpp"

#include "proxy/config/yaml/yaml_writer.hpp"

#include <algorithm>

namespace proxy::config {

std::uint32_t append(const Nodes& from, std::uint32_t index, Nodes& to) {
  const auto at = static_cast<std::uint32_t>(to.size());
  to.push_back(from[index]);
  to[at].first_child = to[at].next = kNoNode;
  std::uint32_t last = kNoNode;
  for (auto child = from[index].first_child; child != kNoNode; child = from[child].next) {
    const auto copied = append(from, child, to);
    (last == kNoNode ? to[at].first_child : to[last].next) = copied;
    last = copied;
  }
  return at;
}

std::uint32_t find(const Nodes& nodes, std::uint32_t map, std::string_view key) {
  if (map >= nodes.size() || nodes[map].kind != Node::Kind::map) return kNoNode;
  auto child = nodes[map].first_child;
  while (child != kNoNode && nodes[child].key != key) child = nodes[child].next;
  return child;
}

Nodes subtree(const Nodes& nodes, std::uint32_t root) {
  Nodes result;
  append(nodes, root, result);
  result.front().key.clear();
  return result;
}

void unlink(Nodes& nodes, std::uint32_t parent, std::uint32_t child) {
  std::uint32_t* link = &nodes[parent].first_child;
  while (*link != kNoNode && *link != child) link = &nodes[*link].next;
  if (*link == child) *link = nodes[child].next;
}

bool same_content(const Nodes& left, const Nodes& right) {
  return std::equal(left.begin(), left.end(), right.begin(), right.end(), [](const Node& one, const Node& other) {
    // Ignore quotes if the text needs them: a block or a tag gives the same text without quotes.
    const bool same_quotes = one.quoted == other.quoted || !is_plain(one.scalar);
    return one.kind == other.kind && same_quotes && one.key == other.key && one.scalar == other.scalar &&
           one.first_child == other.first_child && one.next == other.next;
  });
}

}  // namespace proxy::config
