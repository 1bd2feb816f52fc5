// SPDX-License-Identifier: Apache-2.0
#pragma once
// How the ACS can call: the listener for connection requests, and the ConnectionRequestURL that goes with it.
// Spec: TR-069 Amendment 6, 3.2.2; TR-181 Device.ManagementServer.ConnectionRequestURL
// Thread: loop

#include "proxy/acs/connection_request/connection_request.hpp"
#include "proxy/model/tree.hpp"

#include <cstdint>
#include <functional>
#include <string>
#include <system_error>

namespace proxy::acs {

class ConnectionRequestService {
 public:
  struct Settings {
    config::ConnectionRequest connection_request;
    std::string acs_url;    ///< whose network the URL's address is on
    std::string interface;  ///< towards the ACS; empty: any
  };
  struct Hooks {
    std::function<void()> requested;
    /// The URL is another (empty: connection requests are off); the tree is to show it, set with this origin.
    std::function<void(const std::string& url, model::Origin origin)> url_changed;
  };

  /// `path` begins with a slash.
  ConnectionRequestService(boost::asio::any_io_executor executor, const base::Clock& clock, Hooks hooks);

  /// Listens where the settings say from now on.
  void start(Settings settings, std::string path);
  /// Takes what has changed, with the least disturbance: who is connected stays unless the place to listen is another.
  void change(Settings settings);
  void stop() { listener_.stop(); }

  /// The last connection to the ACS: from which address, and to which.
  struct Connection {
    std::string local, peer;
  };
  void connected(const Connection& connection);
  /// Before a session: there may be a route by now, and the address to listen on.
  void look_again();
  /// Addresses or routes are others: what is not listened on is tried again, and the URL follows.
  void network_changed();

  const std::string& url() const { return url_; }

 private:
  void listen(model::Origin origin);
  void update_url(model::Origin origin);
  std::string address() const;

  ConnectionRequestListener listener_;
  Hooks hooks_;
  Settings settings_;
  std::string path_;
  std::string url_;
  std::uint16_t url_port_ = 0;   ///< in url_
  std::uint16_t last_port_ = 0;  ///< listened on last: where any will do, that one again
  std::error_code last_error_;   ///< of listening; each is logged once
  Connection connection_;        ///< to the ACS, the last; `local` empty: the network has changed since
};

}  // namespace proxy::acs
