// SPDX-License-Identifier: Apache-2.0
#include "proxy/daemon/device_store.hpp"

#include "proxy/base/log.hpp"
#include "proxy/daemon/configuration/configuration.hpp"
#include "proxy/state/sqlite/transaction.hpp"

#include <algorithm>
#include <string>
#include <system_error>

#include <fmt/format.h>

namespace proxy::daemon {
namespace {

/// No line end is part of a name that an ACS can see.
std::string identity(const config::Device& device) {
  return fmt::format("{}\n{}\n{}", device.oui, device.product_class, device.serial_number);
}

std::string shown(std::string identity) {
  std::ranges::replace(identity, '\n', ' ');
  return identity;
}

std::error_code begin_anew(state::Store& store, const config::Config& config, const std::string& device) {
  if (const std::error_code error = forget_downloaded(config.state_dir)) return error;
  return state::all_or_none(store.database, [&]() -> std::error_code {
    if (const std::error_code error = store.factory_reset()) return error;
    return store.facts.set_device(device);
  });
}

void forget_other_device(state::Store& store, const config::Config& config) {
  const std::string device = identity(config.device);
  const std::string before = store.facts.device();
  if (before == device) return;
  if (before.empty()) return (void)store.facts.set_device(device);  // the store logs a failure
  if (const std::error_code error = begin_anew(store, config, device))
    return base::log::error("daemon.device.not_reset",
                            "the state of the device {} could not be forgotten: {}; the next start tries again",
                            shown(before), error.message());
  base::log::warning(
      "daemon.device.changed",
      "this is another device now, {} and no longer {}: what the ACS had set, requested or was yet to be "
      "informed of is forgotten",
      shown(device), shown(before));
}

}  // namespace

DeviceStore::DeviceStore(state::Database& opened, const config::Config& config) : Store(opened) {
  forget_other_device(*this, config);
}

}  // namespace proxy::daemon
