// SPDX-License-Identifier: Apache-2.0
#pragma once
// The few forms of template that devices announce, compiled to a place in the message and filters: a member, filters
// such as round(1), arithmetic with constants, one choice. No language is evaluated; what is none of these is refused.
// Spec: https://www.home-assistant.io/docs/configuration/templating (the forms that bridges emit)
// Thread: pure

#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "adapters/mapping/values/filter.hpp"
#include "adapters/mapping/values/outcome.hpp"
#include "adapters/mapping/values/payload.hpp"

namespace adapters::mqtt::discovery {

/// Where a value stands in a message, and what becomes of it.
struct Extract {
  std::optional<mapping::Pointer> pointer;  ///< none: the whole payload
  std::vector<mapping::Filter> filters;
};

/// `{{ value_json.a["b"] | round(1) }}`, or `{% if ... %}on{% else %}off{% endif %}`.
mapping::Outcome<Extract> parse_value_template(std::string_view text);

/// A payload to send: the text of a mapping::Template, and what becomes of the value before it is put there.
struct CommandForm {
  std::string payload;
  std::vector<mapping::Filter> filters;
};

/// `{"position": {{ position }} }`; variable is the name that the value has beside `value`.
mapping::Outcome<CommandForm> parse_command_template(std::string_view text, std::string_view variable);

}  // namespace adapters::mqtt::discovery
