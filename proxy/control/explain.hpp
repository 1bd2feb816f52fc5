// SPDX-License-Identifier: Apache-2.0
#pragma once
// tr069-proxyctl explain: asks the running daemon, or runs tr069-proxyd with a configuration file.
// Thread: any, blocking

#include <string>
#include <vector>

namespace proxy::control {

struct ExplainOptions {
  std::string topic;
  std::string payload;  ///< "-": from standard input
  std::string adapter;  ///< empty: all
  std::string config;   ///< empty: ask the running daemon
};

/// The arguments of the request. Throws std::runtime_error if the payload is too long for a request.
std::vector<std::string> explain_arguments(const ExplainOptions& options);

/// Replaces this program by tr069-proxyd --explain: from the same folder, from sbin next to that folder, or from PATH.
/// Throws std::system_error.
[[noreturn]] void explain_without_daemon(const ExplainOptions& options, bool as_json);

}  // namespace proxy::control
