// SPDX-License-Identifier: Apache-2.0
#pragma once
// The client's side of the control socket: sends one request and waits for the reply, with a timeout.
// Thread: any, blocking

#include "proxy/control/protocol.hpp"

#include <boost/json/value.hpp>

#include <chrono>
#include <filesystem>
#include <functional>
#include <stdexcept>

namespace proxy::control {

/// No daemon listens on the socket, or it has stopped answering.
class NoDaemon : public std::runtime_error {
 public:
  using std::runtime_error::runtime_error;
};

/// Sends the request and returns the reply. Calls on_event for each event before the reply. `timeout` limits the wait
/// for each line; zero: no limit. Throws NoDaemon.
boost::json::object ask(const std::filesystem::path& socket, const Request& request, std::chrono::seconds timeout,
                        const std::function<void(const boost::json::value&)>& on_event);

}  // namespace proxy::control
