// SPDX-License-Identifier: Apache-2.0
#include "proxy/config/yaml/scalars.hpp"

#include <fmt/format.h>

namespace proxy::config {

void for_each_scalar(const Nodes& nodes, std::uint32_t root, const std::string& path,
                     const std::function<void(const Node&, const std::string&)>& visit) {
  const Node& node = nodes[root];
  if (node.kind == Node::Kind::scalar) return visit(node, path);
  std::size_t number = 0;
  for (auto child = node.first_child; child != kNoNode; child = nodes[child].next) {
    const std::string below = node.kind == Node::Kind::list ? fmt::format("{}[{}]", path, number++)
                                                            : fmt::format("{}.{}", path, nodes[child].key);
    for_each_scalar(nodes, child, below, visit);
  }
}

}  // namespace proxy::config
