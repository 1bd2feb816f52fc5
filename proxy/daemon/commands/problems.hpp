// SPDX-License-Identifier: Apache-2.0
#pragma once
// What is wrong: the session with the ACS, adapters, sets, devices, what was skipped and what was rejected. The worst
// comes first, of a kind the newest.
// Thread: loop

#include "proxy/acs/endpoint.hpp"
#include "proxy/plugin/router.hpp"

#include <boost/json/array.hpp>

#include <string>

namespace proxy::daemon {

/// Each problem has `kind` ("acs", "adapter", "set", "device", "skipped", "rejected"), `adapter`, `subject` (a
/// parameter, a device, a topic, a URL), `reason`, `since` and `count`, the last two null where they are not known.
boost::json::array problems(const plugin::Router& router, const acs::EndpointStatus& endpoint, const config::Acs& acs);

}  // namespace proxy::daemon
