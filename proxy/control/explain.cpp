// SPDX-License-Identifier: Apache-2.0
#include "proxy/control/explain.hpp"

#include "proxy/control/diag/run_program.hpp"
#include "proxy/control/protocol.hpp"
#include "proxy/control/text_in_memory.hpp"

#include <unistd.h>

#include <array>
#include <cerrno>
#include <iostream>
#include <stdexcept>
#include <string_view>
#include <system_error>

namespace proxy::control {
namespace {

constexpr std::string_view kInput = "-";

[[noreturn]] void fail(const char* what) { throw std::system_error(errno, std::generic_category(), what); }

std::string read_input() {
  std::string text(kMaxRequestBytes + 1, '\0');
  std::cin.read(text.data(), static_cast<std::streamsize>(text.size()));
  text.resize(static_cast<std::size_t>(std::cin.gcount()));
  return text;
}

/// Makes the text the standard input of this process.
void become_input(std::string_view text) {
  const TextInMemory file(text);
  if (::dup2(file.descriptor(), STDIN_FILENO) != STDIN_FILENO) fail("no input");
}

}  // namespace

std::vector<std::string> explain_arguments(const ExplainOptions& options) {
  std::vector<std::string> arguments{options.topic, options.payload == kInput ? read_input() : options.payload};
  if (!options.adapter.empty()) arguments.push_back(options.adapter);
  if (to_line({"explain", arguments}).size() > kMaxRequestBytes) {
    throw std::runtime_error("the payload is too long for a request: use --config, which allows 16 MiB");
  }
  return arguments;
}

void explain_without_daemon(const ExplainOptions& options, bool as_json) {
  if (options.payload != kInput) become_input(options.payload);
  std::string program = daemon_program(), config = options.config, topic = options.topic, adapter = options.adapter;
  std::array<std::string, 4> words{"--config", "--explain", "--adapter", "--json"};
  std::vector<char*> command{program.data(), words[0].data(), config.data(), words[1].data(), topic.data()};
  if (!adapter.empty()) command.insert(command.end(), {words[2].data(), adapter.data()});
  if (as_json) command.push_back(words[3].data());
  command.push_back(nullptr);
  ::execvp(program.c_str(), command.data());
  fail("cannot run tr069-proxyd");
}

}  // namespace proxy::control
