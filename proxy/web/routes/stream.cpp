// SPDX-License-Identifier: Apache-2.0
#include "proxy/web/routes/stream.hpp"

#include <fmt/format.h>
#include <boost/json.hpp>

#include <algorithm>
#include <utility>
#include <vector>

namespace proxy::web {

/// It begins anew when the daemon is back; what the daemon refuses it does not ask for again.
class Stream::Followed final : private LineFollower::Dependencies {
 public:
  Followed(Stream& stream, const char* name, control::Request request)
      : stream_(stream), name_(name), request_(std::move(request)) {}
  ~Followed() { stop(); }
  Followed(const Followed&) = delete;
  Followed& operator=(const Followed&) = delete;

  void start() {
    if (connection_ || is_refused_) return;
    connection_ = stream_.context_.daemon.connection();
    LineFollower::Dependencies& self = *this;
    connection_->start(request_, std::make_shared<LineFollower>(connection_, self), std::chrono::seconds(0));
  }
  void stop() {
    if (const auto connection = std::exchange(connection_, nullptr)) connection->close();
  }

 private:
  void event(std::string_view json) override { stream_.send(name_, json); }
  void refused(std::string_view json) override {
    is_refused_ = true;
    const std::string reason(json);
    stop();
    stream_.send("refused", reason);
  }
  void lost() override {
    stop();
    stream_.context_.poll.suspect();
  }

  Stream& stream_;
  const char* name_;
  const control::Request request_;
  std::shared_ptr<DaemonConnection> connection_;
  bool is_refused_ = false;
};

Stream::Stream(const StreamContext& context, StreamOptions options, std::shared_ptr<Reply> reply,
               std::function<void()> on_end)
    : context_(context),
      options_(std::move(options)),
      reply_(std::move(reply)),
      on_end_(std::move(on_end)),
      timer_(context.loop) {
  if (options_.path) {
    std::vector<std::string> arguments;
    if (!options_.path->empty()) arguments.push_back(*options_.path);
    watch_ = std::make_unique<Followed>(*this, "change", control::Request{"watch", std::move(arguments)});
  }
  if (options_.with_log) log_ = std::make_unique<Followed>(*this, "log", control::Request{"log", {"follow"}});
}

Stream::~Stream() { close(); }

void Stream::start() {
  // X-Accel-Buffering: nginx would keep the events until there are enough.
  reply_->begin({.content_type = "text/event-stream", .headers = {{"X-Accel-Buffering", "no"}}}, shared_from_this());
  if (!reply_) return;  // the browser is gone already
  write("retry: 2000\n\n");
  context_.poll.add(this);
  if (context_.poll.last() != nullptr) status_known(context_.poll.last());
  beat();
}

void Stream::status_known(const boost::json::object* status) {
  const bool is_up = status != nullptr;
  if (is_up_ != is_up) send("daemon", is_up ? R"({"up":true})" : R"({"up":false})");
  is_up_ = is_up;
  if (!is_up) return;
  boost::json::object lasting = *status;
  lasting.erase("uptime_s");
  if (std::string text = boost::json::serialize(lasting); text != status_) {
    send("status", boost::json::serialize(*status));
    status_ = std::move(text);
  }
  follow();
}

void Stream::follow() {
  if (!reply_) return;
  if (watch_) watch_->start();
  if (log_) log_->start();
}

void Stream::send(std::string_view event, std::string_view json) {
  write(fmt::format("event: {}\ndata: {}\n\n", event, json));
}

void Stream::write(std::string text) {
  if (!reply_) return;
  reply_->write(std::move(text));
  if (reply_->unsent() > kMaxUnsent) reply_->abort();
}

void Stream::beat() {
  if (!reply_) return;
  timer_.expires_after(kHeartbeat);
  timer_.async_wait([weak = weak_from_this()](boost::system::error_code cancelled) {
    const auto self = weak.lock();
    if (!self || cancelled || !self->reply_) return;
    if (!self->context_.access.is_valid(self->options_.session_token)) return self->reply_->abort();
    self->write(": still here\n\n");
    self->beat();
  });
}

void Stream::close() {
  if (!std::exchange(reply_, nullptr)) return;
  context_.poll.remove(this);
  timer_.cancel();
  if (watch_) watch_->stop();
  if (log_) log_->stop();
  on_end_();
}

void Streams::open(const Request& request, std::shared_ptr<Reply> reply) {
  if (*open_ >= kMaxStreams) return reply->send(error_response(503, "too many pages are open"));
  const bool has_path = std::ranges::any_of(request.query, [](const auto& field) { return field.first == "path"; });
  StreamOptions options{has_path ? std::optional<std::string>(request.field("path")) : std::nullopt,
                        request.field("log") == "1", context_.access.session_token(request)};
  ++*open_;
  const auto on_end = [open = open_] { --*open; };
  std::make_shared<Stream>(context_, std::move(options), std::move(reply), on_end)->start();
}

}  // namespace proxy::web
