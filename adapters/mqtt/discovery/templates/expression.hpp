// SPDX-License-Identifier: Apache-2.0
#pragma once
// The expression between {{ and }}, or the condition of {% if %}: values of the message, constants, filters,
// arithmetic, comparisons, choices and maps of words.
// Spec: https://jinja.palletsprojects.com/en/stable/templates/#expressions
// Thread: pure

#include <functional>
#include <map>
#include <memory>
#include <string>
#include <string_view>

#include "adapters/mapping/values/outcome.hpp"
#include "adapters/mqtt/discovery/templates/node.hpp"

namespace adapters::mqtt::discovery {

/// What {% set name = ... %} has made.
using Names = std::map<std::string, std::shared_ptr<const Node>, std::less<>>;

/// variable: another name for the whole message, beside `value`.
mapping::Outcome<Node> parse_expression(std::string_view text, std::string_view variable, const Names& names);
/// The right side of {% set %}: an expression, or a map of words.
mapping::Outcome<Node> parse_assigned(std::string_view text, const Names& names);

}  // namespace adapters::mqtt::discovery
