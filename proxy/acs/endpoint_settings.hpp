// SPDX-License-Identifier: Apache-2.0
#pragma once
// The settings of one CWMP endpoint.
// Thread: pure

#include "proxy/acs/schedule/planned_reboot.hpp"
#include "proxy/acs/schedule/slots.hpp"
#include "proxy/acs/udp/lightweight_notifier.hpp"
#include "proxy/acs/udp/udp_listener.hpp"
#include "proxy/config/config.hpp"

#include <chrono>
#include <optional>

namespace proxy::acs {

/// The settings in force: the configuration, changed by what the ACS or an operator has set since.
struct EndpointSettings {
  config::Acs acs;
  config::ConnectionRequest connection_request;
  std::optional<std::chrono::sys_seconds> periodic_inform_time = {};  ///< none: Unknown Time
  /// The ACS is unreachable after this time without a connection (TR-069 3.1).
  std::chrono::seconds unreachable_after{300};
  /// `listen`, `interface` and, where it is empty, `server` are taken from the members above.
  UdpListener::Settings stun = {};
  /// `username`, `password`, `interface` and, where it is empty, `host` are taken from the members above.
  LightweightNotifier::Settings lightweight = {};
  Slots::Settings heartbeat = {};
  PlannedReboot::Settings reboot = {};
};

}  // namespace proxy::acs
