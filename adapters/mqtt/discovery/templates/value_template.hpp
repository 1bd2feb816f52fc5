// SPDX-License-Identifier: Apache-2.0
#pragma once
// Compiles the templates that devices announce to a place in the message and filters, or to a formula where several
// members or conditions decide. A template with anything else is rejected: README.md lists what is computed.
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

/// The place of a value in a message, and its filters.
struct Extract {
  std::optional<mapping::Pointer> pointer;  ///< none: the whole payload
  std::vector<mapping::Filter> filters;
};

/// A template that must give the word before a value counts.
struct Guard {
  std::string form;
  std::string word;
};

/// `{{ value_json.a["b"] | round(1) }}`, or `{% if ... %}on{% else %}off{% endif %}`. While one of the guards gives
/// another word, the last value stays.
mapping::Outcome<Extract> parse_value_template(std::string_view text, const std::vector<Guard>& guards = {});

/// Whether the template asks for nothing but whether the message has certain members.
bool asks_for_members(std::string_view text);

/// A payload to send: the text of a mapping::Template, and the filters of the value.
struct CommandForm {
  std::string payload;
  std::vector<mapping::Filter> filters;
};

/// `{"position": {{ position }} }`; variable: another name of the value, beside `value`.
mapping::Outcome<CommandForm> parse_command_template(std::string_view text, std::string_view variable);

}  // namespace adapters::mqtt::discovery
