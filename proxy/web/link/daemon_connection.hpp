// SPDX-License-Identifier: Apache-2.0
#pragma once
// One request to the daemon on a connection of its own, and the bytes of its reply.
// Thread: loop

#include "proxy/control/protocol.hpp"

#include <boost/asio/io_context.hpp>
#include <boost/asio/local/stream_protocol.hpp>
#include <boost/asio/steady_timer.hpp>

#include <array>
#include <chrono>
#include <filesystem>
#include <memory>
#include <string>
#include <string_view>

namespace proxy::web {

class DaemonConnection : public std::enable_shared_from_this<DaemonConnection> {
 public:
  class Receiver {
   public:
    virtual ~Receiver() = default;
    /// Some bytes. The next ones come after read().
    virtual void received(std::string_view bytes) = 0;
    /// There is no daemon, it has closed the connection, or sends nothing for too long.
    virtual void lost(const std::string& reason) = 0;
  };

  DaemonConnection(boost::asio::io_context& loop, std::filesystem::path socket)
      : socket_(loop), timer_(loop), path_(std::move(socket)) {}

  /// Connects, sends and reads. The receiver is kept until close() or lost(); neither of its functions is called from
  /// inside of this one. `silence` limits each wait for bytes; zero: no limit.
  void start(const control::Request& request, std::shared_ptr<Receiver> receiver, std::chrono::seconds silence);
  void read();
  /// The receiver is called no more.
  void close();
  /// Whether there is a receiver: from start() until close(), or until the connection is lost.
  bool is_open() const { return receiver_ != nullptr; }

 private:
  void send();
  void limit_time();
  void lose(const std::string& reason);

  boost::asio::local::stream_protocol::socket socket_;
  boost::asio::steady_timer timer_;
  const std::filesystem::path path_;
  std::shared_ptr<Receiver> receiver_;
  std::chrono::seconds silence_{0};
  std::string line_;
  std::array<char, 16384> block_{};
};

}  // namespace proxy::web
