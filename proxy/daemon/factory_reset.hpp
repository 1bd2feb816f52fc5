// SPDX-License-Identifier: Apache-2.0
#pragma once
// FactoryReset is carried out by a start that finds it asked for: so it is done in whole, whenever the power goes.
// Spec: TR-069 Amendment 6, A.4.1.6
// Thread: loop

#include "proxy/config/config.hpp"

#include <filesystem>
#include <system_error>

namespace proxy::daemon {

/// Asks the next start. Once it returns no error, this survives a loss of power.
std::error_code ask_factory_reset(const std::filesystem::path& state_dir);

/// If it was asked for: all that is kept in state_dir is as if the gateway were new, save the numbers of rows, the path
/// of the ConnectionRequestURL and the last values of devices. What cannot be written is logged, and a later start
/// tries again. Throws if somebody else uses the folder.
void carry_out_factory_reset(const config::Config& config);

}  // namespace proxy::daemon
