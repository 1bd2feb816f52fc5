// SPDX-License-Identifier: Apache-2.0
#include "adapters/command/argv.hpp"

#include "adapters/mapping/polling/feed.hpp"

namespace adapters::command {
namespace {

using mapping::Failure;
using mapping::Outcome;
using mapping::Pattern;

constexpr std::string_view kPlain = "abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789_-+=./:,@%^";

std::string quoted(const std::string& argument) {
  if (!argument.empty() && argument.find_first_not_of(kPlain) == std::string::npos) return argument;
  std::string text = "'";
  for (const char c : argument) {
    if (c == '\'') {
      text += "'\\''";
    } else {
      text += c;
    }
  }
  return text + '\'';
}

}  // namespace

Outcome<Argv> read_argv(const sdk::ConfigNode& owner) {
  Argv argv;
  for (const sdk::ConfigNode argument : owner.find("command").children()) {
    if (argument.kind() != ADAPTER_NODE_SCALAR) return Failure{"the program and its arguments must be texts"};
    argv.emplace_back(argument.scalar());
  }
  if (argv.empty() || argv.front().empty())
    return Failure{"expected a program and its arguments: [program, argument...]"};
  const std::string& program = argv.front();
  if (program.find("${") != std::string::npos)
    return Failure{"the program must not depend on the value: use ${...} in its arguments only"};
  if (!program.starts_with('/') && program.find('/') != std::string::npos) {
    return Failure{"expected an absolute path, or a name that PATH finds"};
  }
  return argv;
}

std::string text_of(const Argv& argv) {
  std::string text;
  for (const std::string& argument : argv) {
    if (&argument != &argv.front()) text += ' ';
    text += quoted(argument);
  }
  return text;
}

mapping::Addressing addressing() {
  const auto read = [](const sdk::ConfigNode& node, mapping::Place place) -> Outcome<Pattern> {
    const Outcome<Argv> argv = read_argv(node);
    if (!argv) return argv.error();
    return place == mapping::Place::rows ? mapping::members_of(text_of(*argv), node) : Pattern::literal(text_of(*argv));
  };
  mapping::Addressing addressing;
  addressing.key = "command";
  addressing.read = read;
  addressing.confirm = "response";
  addressing.rows_are_polled = true;
  return addressing;
}

ArgvTemplate::ArgvTemplate(const sdk::ConfigNode& sink, const std::vector<std::string>& names) {
  for (const sdk::ConfigNode argument : sink.find("command").children()) {
    Outcome<mapping::Template> parsed = mapping::Template::parse(argument.scalar(), names);
    if (parsed) {
      arguments_.push_back(std::move(*parsed));
    } else {
      argument.report(parsed.error().reason);
    }
  }
}

Argv ArgvTemplate::render(std::string_view value, const mapping::Captures& captures) const {
  Argv argv;
  for (const mapping::Template& argument : arguments_) argv.push_back(argument.render(value, captures));
  return argv;
}

}  // namespace adapters::command
