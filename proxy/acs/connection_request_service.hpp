// SPDX-License-Identifier: Apache-2.0
#pragma once
// How the ACS can call: the listener for connection requests, and the ConnectionRequestURL that goes with it.
// Spec: TR-069 Amendment 6, 3.2.2; TR-181 Device.ManagementServer.ConnectionRequestURL
// Thread: loop

#include "proxy/acs/connection_request.hpp"
#include "proxy/model/tree.hpp"

#include <functional>
#include <string>

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

  /// The address that the last connection to the ACS came from.
  void connected_from(const std::string& address);
  /// Before a session: there may be a route by now, and the address to listen on.
  void look_again();

  const std::string& url() const { return url_; }

 private:
  void listen(model::Origin origin);
  void update_url(model::Origin origin);

  ConnectionRequestListener listener_;
  Hooks hooks_;
  Settings settings_;
  std::string path_;
  std::string url_;
  std::string local_address_;  ///< of the last connection to the ACS
};

}  // namespace proxy::acs
