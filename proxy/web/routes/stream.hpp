// SPDX-License-Identifier: Apache-2.0
#pragma once
// GET /api/stream: what changes, as server-sent events, for as long as the browser listens. The daemon may end and come
// back meanwhile.
// Spec: HTML, "Server-sent events"
// Thread: loop

#include "proxy/web/http/message.hpp"
#include "proxy/web/link/daemon.hpp"
#include "proxy/web/link/line_follower.hpp"
#include "proxy/web/link/status_poll.hpp"
#include "proxy/web/login/access.hpp"

#include <boost/asio/io_context.hpp>
#include <boost/asio/steady_timer.hpp>

#include <chrono>
#include <cstddef>
#include <functional>
#include <memory>
#include <optional>
#include <string>
#include <string_view>

namespace proxy::web {

/// What a stream needs: all of it outlives the stream.
struct StreamContext {
  boost::asio::io_context& loop;
  Daemon& daemon;
  StatusPoll& poll;
  Access& access;
};

struct StreamOptions {
  std::optional<std::string> path;  ///< to be watched; empty text: the whole tree; none: no watch
  bool with_log = false;
  std::string session_token;
};

/// Events: `daemon` {"up": ...}, at the begin and when that changes; `status`, when it
/// differs in more than the time since the start; `change`, an event of the
/// watch; `log`; `refused`, the daemon's error in place of a watch or of the log.
class Stream final : public Reply::Observer, private StatusPoll::Observer, public std::enable_shared_from_this<Stream> {
 public:
  static constexpr std::chrono::seconds kHeartbeat{15};
  /// A browser that reads more slowly is disconnected. It connects again by itself.
  static constexpr std::size_t kMaxUnsent = 256 * 1024;

  /// `on_end` is called once.
  Stream(const StreamContext& context, StreamOptions options, std::shared_ptr<Reply> reply,
         std::function<void()> on_end);
  ~Stream() override;

  void start();

  void drained() override {}
  void closed() override { close(); }

 private:
  /// One request of the stream that has no end.
  class Followed;

  void status_known(const boost::json::object* status) override;
  void follow();
  void send(std::string_view event, std::string_view json);
  void write(std::string text);
  void beat();
  void close();

  const StreamContext context_;
  const StreamOptions options_;
  std::shared_ptr<Reply> reply_;
  std::function<void()> on_end_;
  boost::asio::steady_timer timer_;
  std::unique_ptr<Followed> watch_, log_;
  std::optional<bool> is_up_;
  std::string status_;  ///< as sent, without what always differs
};

/// The streams that are open: a bounded number, because each has connections to the daemon.
class Streams {
 public:
  static constexpr std::size_t kMaxStreams = 8;

  explicit Streams(const StreamContext& context) : context_(context) {}

  void open(const Request& request, std::shared_ptr<Reply> reply);

 private:
  const StreamContext context_;
  std::shared_ptr<std::size_t> open_ = std::make_shared<std::size_t>(0);
};

}  // namespace proxy::web
