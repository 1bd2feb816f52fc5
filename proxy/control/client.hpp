// SPDX-License-Identifier: Apache-2.0
#pragma once
// The other end of the control socket: what tr069-proxyctl asks, and waits for, never for ever.
// Thread: any, blocking

#include "proxy/control/protocol.hpp"

#include <boost/json/value.hpp>

#include <chrono>
#include <filesystem>
#include <functional>
#include <stdexcept>

namespace proxy::control {

/// There is no daemon behind the socket, or it stopped answering.
class NoDaemon : public std::runtime_error {
 public:
  using std::runtime_error::runtime_error;
};

/// Sends the request and returns the object that answers it. Each event before it goes to on_event.
/// `patience` bounds the wait for each line; zero waits as long as the daemon lives. Throws NoDaemon.
boost::json::object ask(const std::filesystem::path& socket, const Request& request, std::chrono::seconds patience,
                        const std::function<void(const boost::json::value&)>& on_event);

}  // namespace proxy::control
