// SPDX-License-Identifier: Apache-2.0
#pragma once
// The statements of a template, {% if %} and {% set %}, around its expressions.
// Spec: https://jinja.palletsprojects.com/en/stable/templates/#list-of-control-structures
// Thread: pure

#include <optional>
#include <string_view>

#include "adapters/mapping/values/outcome.hpp"
#include "adapters/mqtt/discovery/templates/node.hpp"

namespace adapters::mqtt::discovery {

/// The text between the marks, without the '-' for white space; removes it from the front of `text`.
std::optional<std::string_view> take_marked(std::string_view& text, std::string_view open, std::string_view close);

/// The template as one value. Text around the value is not supported, white space is.
mapping::Outcome<Node> parse_statements(std::string_view text);

}  // namespace adapters::mqtt::discovery
