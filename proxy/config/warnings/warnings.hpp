// SPDX-License-Identifier: Apache-2.0
#pragma once
// Mistakes with which a configuration is valid and yet does not do what its writer wants. Only --check-config looks for
// them.
// Thread: one call at a time (it reads files)

#include "proxy/config/config.hpp"
#include "proxy/config/diagnostic.hpp"

namespace proxy::config {

/// Appends warnings: a connection request without credentials, a mount at an object of the standard, and in each
/// section of an adapter certificate files that cannot be read and Modbus register numbers in place of addresses.
void add_warnings(const Config& config, Diagnostics& diagnostics);

}  // namespace proxy::config
