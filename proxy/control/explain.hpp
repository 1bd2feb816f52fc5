// SPDX-License-Identifier: Apache-2.0
#pragma once
// tr069-proxyctl explain: asks the daemon, or, without one, has tr069-proxyd look at a configuration file.
// Thread: any, blocking

#include <string>
#include <vector>

namespace proxy::control {

struct ExplainOptions {
  std::string topic;
  std::string payload;  ///< "-": what the input has
  std::string adapter;  ///< empty: all
  std::string config;   ///< empty: the daemon's
};

/// The arguments of the request. Throws std::runtime_error if the payload is longer than a request may be.
std::vector<std::string> explain_arguments(const ExplainOptions& options);

/// Becomes tr069-proxyd --explain, which is found beside this program, in the sbin beside its folder, or in PATH.
/// Throws std::system_error.
[[noreturn]] void explain_without_daemon(const ExplainOptions& options, bool as_json);

}  // namespace proxy::control
