// SPDX-License-Identifier: Apache-2.0
#pragma once
// The daemon's status in one line, as `systemctl status` shows it.
// Thread: pure

#include "proxy/acs/endpoint.hpp"
#include "proxy/config/config.hpp"

#include <cstddef>
#include <string>

namespace proxy::daemon {

struct StatusFacts {
  const config::Device& device;
  const config::Acs& acs;  ///< the settings in force
  acs::EndpointStatus endpoint;
  std::size_t devices = 0, devices_offline = 0;
  bool reload_rejected = false;  ///< the last reload
};

/// Every user of the machine may read it: it has no secret, and no query of a URL.
std::string status_line(const StatusFacts& facts);

}  // namespace proxy::daemon
