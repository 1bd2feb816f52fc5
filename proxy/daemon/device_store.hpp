// SPDX-License-Identifier: Apache-2.0
#pragma once
// The store of the device that the configuration describes. A CWMP endpoint is known by its OUI, ProductClass and
// serial number: with other ones it is another device, and begins as a new one.
// Spec: TR-069 Amendment 6, A.3.3.1 (DeviceIdStruct)
// Thread: loop

#include "proxy/config/config.hpp"
#include "proxy/state/sqlite/database.hpp"
#include "proxy/state/store.hpp"

namespace proxy::daemon {

class DeviceStore final : public state::Store {
 public:
  /// If the state is that of another device, first makes state_dir as a FactoryReset does. A failure is logged, and the
  /// next start tries again. The database outlives it.
  DeviceStore(state::Database& opened, const config::Config& config);
};

}  // namespace proxy::daemon
