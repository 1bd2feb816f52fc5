// SPDX-License-Identifier: Apache-2.0
#pragma once
// A local socket on which the daemon receives requests: of tr069-proxyctl, or of a monitor. The mode of its file, 0600,
// allows only the daemon's own user and root; with a group it is 0660, and allows the members of that group, too.
// Thread: loop

#include "proxy/control/protocol.hpp"

#include <boost/asio/io_context.hpp>

#include <filesystem>
#include <functional>
#include <memory>
#include <string>

namespace proxy::control {

/// The reply to one request. It may outlive the connection; then nothing is sent.
class Answer {
 public:
  virtual ~Answer() = default;
  /// Ends the request with a result or an error.
  virtual void finish(const boost::json::value& result) = 0;
  virtual void refuse(const Refusal& refusal) = 0;
  /// Sends one event of a watch. False: the client is gone or does not read; the caller must stop.
  virtual bool event(const boost::json::value& event) = 0;
  /// False once the client is gone; it is noticed while the request is open.
  virtual bool is_open() const = 0;
};

struct SocketOptions {
  std::filesystem::path path;
  std::string group = {};  ///< its members may use the socket, too; empty: none
  // For messages.
  std::string name = "control socket";
  std::string group_key = "control_group";
};

class Server {
 public:
  using Handler = std::function<void(const Request&, std::shared_ptr<Answer>)>;

  /// Listens on the socket, and removes the socket of a daemon that has ended. Throws std::system_error: address in use
  /// if another daemon listens on it; also if this process cannot give the socket to the group. At most 32 connections
  /// are open at a time; a further one gets a refusal.
  Server(boost::asio::io_context& loop, SocketOptions options, Handler handler);
  ~Server();

 private:
  class Listener;
  std::shared_ptr<Listener> listener_;
};

}  // namespace proxy::control
