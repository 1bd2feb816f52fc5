// SPDX-License-Identifier: Apache-2.0
#pragma once
// The filters, functions and signs of expressions, as nodes.
// Spec: https://jinja.palletsprojects.com/en/stable/templates/#list-of-builtin-filters
// Thread: pure

#include <string>
#include <string_view>
#include <vector>

#include "adapters/mapping/values/outcome.hpp"
#include "adapters/mqtt/discovery/templates/node.hpp"

namespace adapters::mqtt::discovery {

struct Argument {
  std::string name;  ///< "" without one
  Node node;
};

/// `value | name(given)`
mapping::Outcome<Node> apply_filter(std::string_view name, Node value, std::vector<Argument> given);
/// `'%0.1f' | format(value)`
mapping::Outcome<Node> formatted(std::string_view form, Node value);
/// `left sign right`
mapping::Outcome<Node> calculated(char sign, Node left, Node right);

}  // namespace adapters::mqtt::discovery
