// SPDX-License-Identifier: Apache-2.0
#pragma once
// A program and its arguments, as the YAML has them and with the value of a set in them.
// Thread: pure

#include <string>
#include <string_view>
#include <vector>

#include "adapters/mapping/tables/mapping.hpp"

namespace adapters::command {

using Argv = std::vector<std::string>;

/// The list under `command` of a source, a sink or rows.
mapping::Outcome<Argv> read_argv(const sdk::ConfigNode& owner);
/// As one would write it for a shell; equal lists, and only those, look alike.
std::string text_of(const Argv& argv);

/// Sources and rows with equal lists have one address, and are run once.
mapping::Addressing addressing();

/// The command of a sink.
class ArgvTemplate {
 public:
  /// names are what may stand in ${...} beside value. Mistakes are reported.
  ArgvTemplate(const sdk::ConfigNode& sink, const std::vector<std::string>& names);
  /// Each argument stays one, whatever the value holds.
  Argv render(std::string_view value, const mapping::Captures& captures) const;

 private:
  std::vector<mapping::Template> arguments_;
};

}  // namespace adapters::command
