// SPDX-License-Identifier: Apache-2.0
#include "proxy/web/link/daemon.hpp"

#include <boost/json.hpp>

#include <utility>

namespace proxy::web {
namespace json = boost::json;

namespace {

/// Why the daemon refuses, as its error says it.
std::string message_of(const json::value* error) {
  const json::value* message =
      error != nullptr && error->is_object() ? error->as_object().if_contains("message") : nullptr;
  return message != nullptr && message->is_string() ? std::string(message->as_string()) : "no result";
}

/// Collects one reply and parses it.
class WholeReply final : public DaemonConnection::Receiver {
 public:
  WholeReply(std::shared_ptr<DaemonConnection> connection, Daemon::Turn turn,
             std::function<void(const Daemon::Answer&)> done)
      : connection_(std::move(connection)), turn_(std::move(turn)), done_(std::move(done)) {}

  void received(std::string_view bytes) override {
    text_ += bytes;
    if (text_.size() > Daemon::kMaxReplyBytes) return finish({std::nullopt, "the reply of the daemon is too long"});
    if (!text_.ends_with('\n')) return connection_->read();
    json::parse_options options;
    options.max_depth = 16;
    boost::system::error_code error;
    json::value reply = json::parse(text_, error, {}, options);
    if (error || !reply.is_object()) return finish({std::nullopt, "the program at the socket is not tr069-proxyd"});
    if (json::value* result = reply.as_object().if_contains("result")) return finish({std::move(*result), ""});
    finish({std::nullopt, message_of(reply.as_object().if_contains("error"))});
  }

  void lost(const std::string& reason) override { finish({std::nullopt, reason}); }

 private:
  void finish(const Daemon::Answer& answer) {
    const auto connection = std::move(connection_);
    const auto done = std::move(done_);
    turn_.reset();
    connection->close();
    done(answer);
  }

  std::shared_ptr<DaemonConnection> connection_;
  Daemon::Turn turn_;
  std::function<void(const Daemon::Answer&)> done_;
  std::string text_;
};

}  // namespace

void Daemon::ask(const control::Request& request, std::function<void(const Answer&)> done) {
  take_turn([connection = connection(), request, done = std::move(done)](Turn turn) {
    if (!turn) return done({std::nullopt, "too many requests wait for the daemon"});
    connection->start(request, std::make_shared<WholeReply>(connection, std::move(turn), done), kAnswerTime);
  });
}

void Daemon::Turns::take(std::function<void(Turn)> begin) {
  if (taken_ < kMaxAtOnce) return give(begin);
  if (waiting_.size() >= kMaxWaiting) return begin(nullptr);
  waiting_.push_back(std::move(begin));
}

void Daemon::Turns::give(const std::function<void(Turn)>& begin) {
  ++taken_;
  begin(Turn(this, [weak = weak_from_this()](void*) {
    const auto self = weak.lock();
    if (!self) return;
    --self->taken_;
    if (self->waiting_.empty()) return;
    const auto next = std::move(self->waiting_.front());
    self->waiting_.pop_front();
    self->give(next);
  }));
}

}  // namespace proxy::web
