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
};

/// Asks at `out`, reads the answers from `in`, a line each, and writes the file, which only its owner may read. An
/// empty answer and the end of `in` take the default. Throws std::runtime_error with what is wrong: the file is there
/// already, there is no such profile, an answer does not fit into the file.
void write_first_config(InitOptions options, const std::filesystem::path& profile_dir, std::istream& in,
                        std::ostream& out);

}  // namespace proxy::control
