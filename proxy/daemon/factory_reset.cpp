// SPDX-License-Identifier: Apache-2.0
#include "proxy/daemon/factory_reset.hpp"

#include "proxy/base/log.hpp"
#include "proxy/daemon/configuration/configuration.hpp"
#include "proxy/daemon/durable_file.hpp"
#include "proxy/state/sqlite/database.hpp"
#include "proxy/state/store.hpp"

namespace proxy::daemon {
namespace {

/// The file that marks a requested factory reset, until the reset is complete.
std::filesystem::path marker(const std::filesystem::path& state_dir) { return state_dir / "factory-reset"; }

std::error_code reset(const config::Config& config) {
  if (const std::error_code error = forget_downloaded(config.state_dir)) return error;
  state::Database database(config.state_dir);
  return state::Store(database).factory_reset();
}

}  // namespace

std::error_code ask_factory_reset(const std::filesystem::path& state_dir) {
  return replace_file(marker(state_dir), "asked for\n");
}

bool carry_out_factory_reset(const config::Config& config) {
  if (std::error_code unknown; !std::filesystem::exists(marker(config.state_dir), unknown)) return false;
  std::error_code error = reset(config);
  if (!error) error = remove_file(marker(config.state_dir));
  if (error) {
    base::log::error("daemon.factory_reset.failed", "the factory reset failed: {}; the next start tries again",
                     error.message());
  } else {
    base::log::info("daemon.factory_reset.done", "the factory reset is complete");
  }
  return !error;
}

}  // namespace proxy::daemon
