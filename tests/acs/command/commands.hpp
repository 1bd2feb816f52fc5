// SPDX-License-Identifier: Apache-2.0
#pragma once
// The words a user gives the test-acs command, as requests to a CPE.
// Thread: pure

#include <optional>
#include <string>
#include <vector>

#include "tests/acs/messages/reply.hpp"

namespace tests::acs {

struct Command {
  enum class Kind { request, set, wait, help, quit };

  Kind kind = Kind::request;
  std::string text = {};              // as given
  Reply request = {};                 // of kind request
  std::vector<SetValue> values = {};  // of kind set; their types are asked of the CPE first
};

inline constexpr std::string_view kHelp =
    "get PATH...                       values; a path that ends in a dot means all below it\n"
    "set PATH=VALUE [PATH=VALUE...]    all or none of them\n"
    "names PATH [next]                 names, of the next level only with `next`\n"
    "attributes PATH [0..6]            notification of a path, or set it\n"
    "add TABLE                         a new row (`Device.X.Table.`)\n"
    "delete ROW                        (`Device.X.Table.1.`)\n"
    "methods                           the RPCs the CPE knows\n"
    "reboot [KEY]\n"
    "wait                              for the next Inform\n"
    "help\n"
    "quit\n";

// Throws std::invalid_argument that says what is wrong.
Command parse_command(const std::vector<std::string>& words);

// The words of a line; "double quotes" and 'single quotes' hold one together.
std::vector<std::string> split_words(const std::string& line);

// Commands given on one command line, separated by a lone comma.
std::vector<Command> parse_commands(const std::vector<std::string>& words);

}  // namespace tests::acs
