// SPDX-License-Identifier: Apache-2.0
#pragma once
// The devices of all adapters as `tr069-proxyctl devices` shows them.
// Thread: loop

#include "proxy/model/tree.hpp"
#include "proxy/plugin/router.hpp"

#include <boost/json/array.hpp>

#include <vector>

namespace proxy::daemon {

/// The times of the last contact, which are read when asked.
std::vector<model::ParameterRef> contact_times(const model::Tree& tree, const plugin::Router& router);

/// One entry for each device, then one for each thing that is found and not shown: `adapter`, `identity` and the reason
/// as `skipped`. What the tree says of a device is taken from its object; without an object its name is its identity.
boost::json::array device_list(const model::Tree& tree, const plugin::Router& router);

}  // namespace proxy::daemon
