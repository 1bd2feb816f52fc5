// SPDX-License-Identifier: Apache-2.0
#pragma once
// Requests to the daemon: at most a few at once, because its socket has a bounded number of connections.
// Thread: loop

#include "proxy/web/link/daemon_connection.hpp"

#include <boost/json/value.hpp>

#include <cstddef>
#include <deque>
#include <functional>
#include <memory>
#include <optional>

namespace proxy::web {

class Daemon {
 public:
  /// A set waits for its device for up to 20 s; every other request takes less than a second.
  static constexpr std::chrono::seconds kAnswerTime{30};
  static constexpr std::size_t kMaxAtOnce = 4;
  static constexpr std::size_t kMaxWaiting = 64;
  /// Of a reply that is read as a whole.
  static constexpr std::size_t kMaxReplyBytes = 1024 * 1024;

  /// The right to one connection; its end lets the next request have it.
  using Turn = std::shared_ptr<void>;

  /// A result, or why there is none.
  struct Answer {
    std::optional<boost::json::value> result;
    std::string problem;
  };

  Daemon(boost::asio::io_context& loop, std::filesystem::path socket)
      : loop_(loop), socket_(std::move(socket)), turns_(std::make_shared<Turns>()) {}

  std::shared_ptr<DaemonConnection> connection() const { return std::make_shared<DaemonConnection>(loop_, socket_); }

  /// Calls `begin` with a turn, now or later; with null if too many wait.
  void take_turn(std::function<void(Turn)> begin) { turns_->take(std::move(begin)); }

  /// Asks for a result of bounded size.
  void ask(const control::Request& request, std::function<void(const Answer&)> done);

 private:
  class Turns : public std::enable_shared_from_this<Turns> {
   public:
    void take(std::function<void(Turn)> begin);

   private:
    void give(const std::function<void(Turn)>& begin);

    std::size_t taken_ = 0;
    std::deque<std::function<void(Turn)>> waiting_;
  };

  boost::asio::io_context& loop_;
  const std::filesystem::path socket_;
  const std::shared_ptr<Turns> turns_;
};

}  // namespace proxy::web
