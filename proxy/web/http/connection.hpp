// SPDX-License-Identifier: Apache-2.0
#pragma once
// One connection of a browser: reads one request after the other, within bounds of size and time, and writes the
// replies.
// Spec: RFC 9112
// Thread: loop

#include "proxy/web/http/message.hpp"
#include "proxy/web/http/transport.hpp"

#include <boost/asio/steady_timer.hpp>
#include <boost/beast/http/parser.hpp>
#include <boost/beast/http/string_body.hpp>

#include <array>
#include <chrono>
#include <deque>
#include <memory>
#include <optional>
#include <string>

namespace proxy::web {

class Connection final : public Reply, public std::enable_shared_from_this<Connection> {
 public:
  /// For the handshake and a whole request, from its first byte on.
  static constexpr std::chrono::seconds kRequestTime{10};
  /// Between two requests.
  static constexpr std::chrono::seconds kIdleTime{60};
  /// For the rest of a request that is refused: a client that still sends it would not read why.
  static constexpr std::chrono::seconds kDrainTime{2};
  /// For a client to take what was written.
  static constexpr std::chrono::seconds kWriteTime{20};

  class Dependencies {
   public:
    virtual void handle(const Request& request, std::shared_ptr<Reply> reply) = 0;
    virtual void ended(Connection* connection) = 0;

   protected:
    ~Dependencies() = default;
  };

  struct Peer {
    std::string address;
    bool over_tls = false;
  };

  /// `dependencies` is used until close(), which calls ended().
  Connection(const boost::asio::any_io_executor& loop, std::unique_ptr<Transport> transport, Peer peer,
             Dependencies& dependencies);

  void start();
  void close();
  const std::string& address() const { return peer_.address; }
  /// Since when it waits for the next request; none while there is one, or a part of one.
  std::optional<std::chrono::steady_clock::time_point> idle_since() const { return idle_since_; }

  void send(Response response) override;
  void begin(Response head, std::shared_ptr<Observer> observer) override;
  void write(std::string part) override;
  void end() override;
  void abort() override { close(); }
  std::size_t unsent() const override { return unsent_bytes_; }

 private:
  using Parser = boost::beast::http::request_parser<boost::beast::http::string_body>;

  void new_request();
  void read();
  void received(boost::system::error_code error, std::size_t size);
  void parse();
  void refuse(boost::system::error_code reason);
  void handle();
  void enqueue(std::string text);
  void write_next();
  void reply_done();
  void limit_time(std::chrono::seconds time);

  std::unique_ptr<Transport> transport_;
  boost::asio::steady_timer timer_;
  const Peer peer_;
  Dependencies* dependencies_;  ///< null: closed
  std::array<char, 4096> block_{};
  std::string input_;  ///< what is not parsed yet
  std::optional<Parser> parser_;
  bool reading_ = false;
  bool busy_ = false;     ///< a request is answered
  bool ended_ = true;     ///< the reply has its end, which may wait to be sent
  bool refused_ = false;  ///< the rest of what the client sends is thrown away
  bool keep_alive_ = true, is_head_ = false;
  std::optional<std::chrono::steady_clock::time_point> idle_since_;
  Framing framing_ = Framing::sized;
  std::shared_ptr<Observer> observer_;
  std::deque<std::string> unsent_;
  std::size_t unsent_bytes_ = 0;
};

}  // namespace proxy::web
