// SPDX-License-Identifier: Apache-2.0
#pragma once
// Whether all is well, in a sentence for people and as a yes or no for health checks.
// Thread: loop

#include "proxy/acs/endpoint.hpp"
#include "proxy/plugin/router.hpp"

#include <boost/json/array.hpp>

#include <string>

namespace proxy::daemon {

struct Health {
  bool healthy = true;
  std::string summary;  ///< one line
};

/// `problems` are those of problems(). What keeps the whole from working is not well: the ACS and the adapters. A
/// device that is switched off, a pending set or a rejected message is not; the sentence counts such problems. `acs`:
/// the settings in force.
Health health(const boost::json::array& problems, const plugin::Router& router, const acs::EndpointStatus& endpoint,
              const config::Acs& acs);

}  // namespace proxy::daemon
