// SPDX-License-Identifier: Apache-2.0
#include "proxy/control/init/checker.hpp"

#include "proxy/control/diag/run_program.hpp"
#include "proxy/control/text_in_memory.hpp"

#include <algorithm>
#include <stdexcept>
#include <system_error>

namespace proxy::control {
namespace {

constexpr int kNoErrors = 0, kErrors = 1;  // exit codes of tr069-proxyd

/// "FILE:12:8: acs.url: must name a host" without its position, which means nothing to a reader without the file.
std::string_view without_position(std::string_view line, std::string_view file) {
  const auto end = line.starts_with(file) ? line.find(": ") : std::string_view::npos;
  return end == std::string_view::npos ? line : line.substr(end + 2);
}

std::string errors_of(std::string_view output, std::string_view file) {
  std::string errors;
  while (!output.empty()) {
    const auto end = std::min(output.find('\n'), output.size());
    const std::string_view line = without_position(output.substr(0, end), file);
    output.remove_prefix(std::min(end + 1, output.size()));
    if (!line.starts_with("warning: ")) errors.append(errors.empty() ? "" : "\n").append(line);
  }
  return errors;
}

Ran run_checker(const std::string& file) try {
  return run_program({daemon_program(), "--config", file, "--check-config"});
} catch (const std::system_error& error) {
  throw std::runtime_error(std::string("cannot run tr069-proxyd, which checks the answers: ") + error.code().message());
}

}  // namespace

std::string errors_in_configuration(std::string_view text) {
  const TextInMemory file(text);
  const Ran ran = run_checker(file.path());
  if (ran.exit_code == kNoErrors) return {};
  std::string errors = errors_of(ran.output, file.path());
  if (ran.exit_code != kErrors || errors.empty())
    throw std::runtime_error("tr069-proxyd --check-config fails: " + ran.output);
  return errors;
}

}  // namespace proxy::control
