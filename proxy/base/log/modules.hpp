// SPDX-License-Identifier: Apache-2.0
#pragma once
// The names by which a configuration and an operator call the modules of the log.
// Thread: pure

#include "proxy/base/log.hpp"

#include <span>
#include <string>
#include <string_view>

namespace proxy::base::log {

/// Empty if the word is a module of the daemon, or the name or the plugin of one of the adapters. Else what is wrong,
/// with the word that was probably meant, or with all that are known.
std::string wrong_module(std::string_view word, std::span<const AdapterNames> adapters);

}  // namespace proxy::base::log
