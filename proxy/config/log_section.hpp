// SPDX-License-Identifier: Apache-2.0
#pragma once
// The section `log` of the configuration.
// Thread: one at a time

#include "proxy/config/config.hpp"
#include "proxy/config/diagnostic.hpp"
#include "proxy/config/yaml/node.hpp"

namespace proxy::config {

/// Reads `log` of the checked document into the configuration. Its adapters and adapter_dir are read already: a module
/// of log.modules is one of the daemon, an adapter, or a plugin that an adapter uses or that is installed.
void read_log(const Nodes& nodes, Config& config, Diagnostics& diagnostics);

}  // namespace proxy::config
