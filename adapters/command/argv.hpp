// SPDX-License-Identifier: Apache-2.0
#pragma once
// A program and its arguments: as they are in the YAML, and with the value of a set.
// Thread: pure

#include <string>
#include <string_view>
#include <vector>

#include "adapters/mapping/tables/mapping.hpp"

namespace adapters::command {

using Argv = std::vector<std::string>;

/// The list under `command` of a source, a sink or rows.
mapping::Outcome<Argv> read_argv(const sdk::ConfigNode& owner);
/// The text that a shell would need. Equal lists, and only these, have equal texts.
std::string text_of(const Argv& argv);

/// Sources and rows with equal lists have the same address, so that they share one run.
mapping::Addressing addressing();

/// The command of a sink.
class ArgvTemplate {
 public:
  /// names: the captures that ${...} may have, beside value. Reports mistakes at their nodes.
  ArgvTemplate(const sdk::ConfigNode& sink, const std::vector<std::string>& names);
  /// Each argument stays one argument, with any value.
  Argv render(std::string_view value, const mapping::Captures& captures) const;

 private:
  std::vector<mapping::Template> arguments_;
};

}  // namespace adapters::command
