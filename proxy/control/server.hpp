// SPDX-License-Identifier: Apache-2.0
#pragma once
// The local socket on which the daemon takes orders from tr069-proxyctl. Who may open it is a matter of the file's
// mode, 0600: the daemon's own user and root.
// Thread: loop

#include "proxy/control/protocol.hpp"

#include <boost/asio/io_context.hpp>

#include <filesystem>
#include <functional>
#include <memory>

namespace proxy::control {

/// The open end of one request. May outlive the connection; what is sent then goes nowhere.
class Answer {
 public:
  virtual ~Answer() = default;
  /// Ends the request, by a result or a refusal.
  virtual void finish(const boost::json::value& result) = 0;
  virtual void refuse(const Refusal& refusal) = 0;
  /// One event of a watch. False when the peer is gone or does not read any more: stop sending.
  virtual bool event(const boost::json::value& event) = 0;
};

class Server {
 public:
  using Handler = std::function<void(const Request&, std::shared_ptr<Answer>)>;

  /// Listens on the socket, and removes one that a dead daemon left there. Throws std::system_error: address in use if
  /// a daemon is alive behind it.
  Server(boost::asio::io_context& loop, const std::filesystem::path& socket, Handler handler);
  ~Server();

 private:
  class Listener;
  std::shared_ptr<Listener> listener_;
};

}  // namespace proxy::control
