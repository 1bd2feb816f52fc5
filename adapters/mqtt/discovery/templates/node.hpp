// SPDX-License-Identifier: Apache-2.0
#pragma once
// What a template computes, as a tree of nodes.
// Thread: pure

#include <cstddef>
#include <memory>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "adapters/mapping/values/filter.hpp"
#include "adapters/mapping/values/payload.hpp"

namespace adapters::mqtt::discovery {

struct Node {
  enum class Kind {
    constant,    ///< `scalar`; "" of a kind that is missing keeps the last value
    input,       ///< what the formula is given
    member,      ///< of the message at `pointer`; with an empty one the message as JSON
    steps,       ///< the child after `steps`
    number,      ///< the child as a whole number of `base`, or where it is no number the second child
    calculate,   ///< both children by `sign`
    compare,     ///< both children by `comparison`
    is_true,     ///< whether the child is; unlike the child, it is a boolean
    is_defined,  ///< whether the message has the child
    is_none,     ///< whether the child is null
    is_one_of,   ///< whether the first child equals one of the others
    contains,    ///< whether the first child has the text of the second, or as an object its member, the third child
    negation,
    all,       ///< the children joined by `and`
    any,       ///< the children joined by `or`
    fallback,  ///< the first child, or where the message does not have it the second
    choice,    ///< the second child where the first is true, otherwise the third
    lookup     ///< of `words`, the one for the child; without a child the map itself
  };

  Kind kind = Kind::constant;
  mapping::Scalar scalar{};
  mapping::Pointer pointer{};
  std::vector<mapping::Filter> steps{};
  mapping::Filter::Comparison comparison = mapping::Filter::Comparison::equal;
  char sign = '\0';
  int base = 0;  ///< 0: any number, not a whole one alone
  std::vector<std::pair<std::string, mapping::Scalar>> words{};
  std::vector<Node> children{};
};

Node node_of(Node::Kind kind, std::vector<Node> children);
/// The number of nodes of the tree, and of words in its maps.
std::size_t size_of(const Node& node);
Node constant_of(mapping::Scalar::Kind kind, std::string text = {});
/// The node with one step more.
Node with_step(Node node, mapping::Filter step);

/// What the node makes of a value. The text is that of the template.
std::shared_ptr<const mapping::Formula> make_formula(Node node, std::string_view text);

}  // namespace adapters::mqtt::discovery
