// SPDX-License-Identifier: Apache-2.0
#pragma once
// tr069-proxyctl init: writes the first configuration of a newcomer. It needs no daemon.
// Thread: the main thread

#include <filesystem>
#include <istream>
#include <optional>
#include <ostream>
#include <string>

namespace proxy::control {

/// What is not given is asked for.
struct InitOptions {
  std::filesystem::path file = "my.yaml";
  std::optional<std::string> broker, profile, acs;
  std::string oui = "00D09E";
  std::filesystem::path folder;  ///< of this program as it was typed; empty if it was found in PATH
};

/// Asks at `out`, reads the answers from `in`, a line each, and writes the file, which only its owner may read. An
/// empty answer and the end of `in` take the default. tr069-proxyd --check-config judges each answer: what it refuses
/// is asked again, with its words. Throws std::runtime_error with what is wrong: the file is there already, what is
/// given is refused, or the last answer of `in` is.
void write_first_config(const InitOptions& options, const std::filesystem::path& profile_dir, std::istream& in,
                        std::ostream& out);

}  // namespace proxy::control
