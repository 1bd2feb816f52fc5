// SPDX-License-Identifier: Apache-2.0
#include "proxy/daemon/configuration/check.hpp"

#include "proxy/config/warnings/warnings.hpp"
#include "proxy/daemon/configuration/adapter_set.hpp"
#include "proxy/daemon/configuration/configuration.hpp"
#include "proxy/plugin/devices/near_misses.hpp"

#include <utility>

namespace proxy::daemon {

config::Diagnostics check(const std::filesystem::path& file) {
  config::LoadResult loaded = config::load(file);
  // All errors in one run: the adapters' own sections are checked even if the other sections have errors.
  check_adapters(loaded.config, loaded.config.adapters, loaded.diagnostics);
  check_downloaded(loaded.config, file, loaded.diagnostics);
  config::add_warnings(loaded.config, loaded.diagnostics);
  for (const config::AdapterSection& section : loaded.config.adapters)
    plugin::warn_of_near_misses(section, loaded.diagnostics);
  loaded.diagnostics.sort();
  return std::move(loaded.diagnostics);
}

}  // namespace proxy::daemon
