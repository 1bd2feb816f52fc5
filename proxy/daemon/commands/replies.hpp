// SPDX-License-Identifier: Apache-2.0
#pragma once
// Parts of the replies to tr069-proxyctl: errors, words and numbers as JSON.
// Thread: loop

#include "proxy/base/error.hpp"
#include "proxy/control/protocol.hpp"
#include "proxy/cwmp/event.hpp"
#include "proxy/model/tree.hpp"
#include "proxy/plugin/statistics.hpp"

#include <boost/json/array.hpp>
#include <boost/json/value.hpp>

#include <chrono>
#include <string_view>
#include <vector>

namespace proxy::daemon {

control::Refusal refusal(const base::Error& error);
/// The error for a wrong path, with the name that it may have meant.
control::Refusal no_such_path(const model::Tree& tree, const base::Error& error);

/// "X_00D09E_LinkQuality" is LinkQuality; any other word is as it is.
std::string_view without_vendor(std::string_view word);

/// The origin of a change: "device", "local", "acs", "start".
std::string_view word(model::Origin origin);
/// "online", "offline", "silent", "unknown".
std::string_view word(adapter_presence presence);

boost::json::value seconds(std::chrono::milliseconds time);
boost::json::array event_list(const std::vector<cwmp::EventStruct>& events);

}  // namespace proxy::daemon
