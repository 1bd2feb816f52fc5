// SPDX-License-Identifier: Apache-2.0
#pragma once
// The last sessions with the ACS as JSON.
// Thread: loop

#include "proxy/acs/session/session_history.hpp"

#include <boost/json/array.hpp>

#include <cstddef>
#include <cstdint>

namespace proxy::daemon {

/// The newest first: at most `count`, and none with a number up to `after`.
boost::json::array session_list(const acs::SessionHistory& history, std::size_t count, std::uint64_t after);

}  // namespace proxy::daemon
