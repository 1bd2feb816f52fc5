// SPDX-License-Identifier: Apache-2.0
#pragma once
// The listening socket, and its connections: a bounded number in all and of each address. A new one takes the place of
// the one that is idle for longest.
// Thread: loop

#include "proxy/web/http/connection.hpp"

#include <boost/asio/io_context.hpp>
#include <boost/asio/ip/tcp.hpp>
#include <boost/asio/steady_timer.hpp>

#include <cstdint>
#include <functional>
#include <memory>
#include <set>
#include <string>

namespace proxy::web {

class Server final : private Connection::Dependencies {
 public:
  static constexpr std::size_t kMaxConnections = 64;
  static constexpr std::size_t kMaxOfAddress = 32;

  using Handler = std::function<void(const Request&, std::shared_ptr<Reply>)>;

  struct Options {
    std::string host;  ///< an IP address
    std::uint16_t port = 0;
    std::shared_ptr<boost::asio::ssl::context> tls;  ///< null: plain
    bool limits_addresses = true;                    ///< false: all connections come from one reverse proxy
  };

  /// Listens. Throws std::system_error that names the address.
  Server(boost::asio::io_context& loop, Options options, Handler handler);
  ~Server();
  Server(const Server&) = delete;
  Server& operator=(const Server&) = delete;

  /// "127.0.0.1:7580", with the port that the kernel chose if the option was 0.
  std::string address() const;

 private:
  void accept();
  void accept_later(boost::system::error_code reason);
  void add(boost::asio::ip::tcp::socket socket);
  bool make_room_for(const std::string& address);
  void handle(const Request& request, std::shared_ptr<Reply> reply) override;
  void ended(Connection* connection) override;

  boost::asio::ip::tcp::acceptor acceptor_;
  boost::asio::steady_timer pause_;
  const Options options_;
  const Handler handler_;
  std::set<std::shared_ptr<Connection>> connections_;
};

}  // namespace proxy::web
