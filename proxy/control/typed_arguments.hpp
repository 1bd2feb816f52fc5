// SPDX-License-Identifier: Apache-2.0
#pragma once
// The arguments of a command as they are typed. CLI11 would read some of them: it divides "[a,b]", removes "++", and
// takes
// "-abc" for an option.
// Thread: pure

#include <CLI/CLI.hpp>

#include <string>
#include <vector>

namespace proxy::control {

/// Replaces each argument of a command of command_table.hpp in `words`, the command line without the program, by a word
/// that CLI11 only counts. Returns the arguments. A word that begins with "-" is one if it is a number, and of `set`
/// also if it is not the name of an option; behind "--" each word is.
std::vector<std::string> take_arguments(const CLI::App& app, std::vector<std::string>& words);

}  // namespace proxy::control
