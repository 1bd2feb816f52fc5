// SPDX-License-Identifier: Apache-2.0
#pragma once
// Walks through a document, whatever its keys are.
// Thread: pure

#include "proxy/config/yaml/node.hpp"

#include <functional>
#include <string>

namespace proxy::config {

/// Calls `visit` with each scalar at or below the node `root`, and with its path, "adapters[0].broker.url". `path` is
/// that of `root`.
void for_each_scalar(const Nodes& nodes, std::uint32_t root, const std::string& path,
                     const std::function<void(const Node&, const std::string&)>& visit);

}  // namespace proxy::config
