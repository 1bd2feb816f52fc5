// SPDX-License-Identifier: Apache-2.0
#pragma once
// FactoryReset: the next start of the program carries it out, so that it is complete even after a loss of power.
// Spec: TR-069 Amendment 6, A.4.1.6
// Thread: loop

#include "proxy/config/config.hpp"

#include <filesystem>
#include <system_error>

namespace proxy::daemon {

/// Requests a factory reset from the next start. If it returns no error, the request survives a loss of power.
std::error_code ask_factory_reset(const std::filesystem::path& state_dir);

/// Carries out a requested factory reset: state_dir is as on a new gateway, except for the numbers of rows, the path of
/// the ConnectionRequestURL and the last values of devices. Returns whether that was done; a failure is logged, and the
/// next start tries again. Throws if another process uses the folder.
bool carry_out_factory_reset(const config::Config& config);

}  // namespace proxy::daemon
