// SPDX-License-Identifier: Apache-2.0
#pragma once
// Connection requests over HTTP: the listener, and the ConnectionRequestURL that names it.
// Spec: TR-069 Amendment 6, 3.2.2; TR-181 Device.ManagementServer.ConnectionRequestURL
// Thread: loop

#include "proxy/acs/connection_request/connection_request.hpp"
#include "proxy/model/tree.hpp"

#include <cstdint>
#include <string>
#include <system_error>

namespace proxy::acs {

class ConnectionRequestService {
 public:
  struct Settings {
    config::ConnectionRequest connection_request;
    std::string acs_url;    ///< the ConnectionRequestURL has our address towards this ACS
    std::string interface;  ///< towards the ACS; empty: any
  };
  class Dependencies : public ConnectionRequestListener::Dependencies {
   public:
    /// The URL has changed (empty: connection requests are off). The tree must show it, set with this origin.
    virtual void url_changed(const std::string& url, model::Origin origin) = 0;

   protected:
    ~Dependencies() = default;
  };

  /// Clock and dependencies outlive it.
  ConnectionRequestService(boost::asio::any_io_executor executor, const base::Clock& clock, Dependencies& dependencies);

  /// Listens where the settings say. `path` begins with a slash: that of the URL, unless the configured URL has one.
  void start(Settings settings, std::string path);
  /// Applies other settings. Open connections stay, unless the address or port to listen on has changed.
  void change(Settings settings);
  void stop() { listener_.stop(); }

  /// The addresses of the last connection to the ACS: ours and the ACS's.
  struct Connection {
    std::string local, peer;
  };
  void connected(const Connection& connection);
  /// Before a session: listens if it could not until now, and looks for an address if none is known.
  void look_again();
  /// Addresses or routes have changed: listens if it could not until now, and computes the URL anew.
  void network_changed();

  const std::string& url() const { return url_; }
  /// Where it listens; 0: it does not.
  std::uint16_t port() const { return listener_.port(); }
  const ConnectionRequestCounts& counts() const { return listener_.counts(); }

 private:
  void listen(model::Origin origin);
  void update_url(model::Origin origin);
  std::string listened_path() const;
  std::string address() const;

  ConnectionRequestListener listener_;
  Dependencies& dependencies_;
  Settings settings_;
  std::string path_;
  std::string url_;
  std::uint16_t url_port_ = 0;   ///< in url_
  std::uint16_t last_port_ = 0;  ///< the port listened on last: tried first where the settings allow any
  std::error_code last_error_;   ///< of listening; each is logged once
  Connection connection_;        ///< the last one; `local` empty: the network has changed since
};

}  // namespace proxy::acs
