// SPDX-License-Identifier: Apache-2.0
#include "proxy/web/routes/pass_on.hpp"

#include <boost/json.hpp>

#include <utility>

namespace proxy::web {
namespace {

constexpr std::string_view kResult = "{\"result\":";
constexpr std::string_view kEnd = "}\n";
constexpr std::size_t kMaxWhole = 32 * 1024;

class PassOn final : public DaemonConnection::Receiver,
                     public Reply::Observer,
                     public std::enable_shared_from_this<PassOn> {
 public:
  PassOn(std::shared_ptr<DaemonConnection> connection, Daemon::Turn turn, std::shared_ptr<Reply> reply)
      : connection_(std::move(connection)), turn_(std::move(turn)), reply_(std::move(reply)) {}

  void received(std::string_view bytes) override {
    text_ += bytes;
    const bool is_end = text_.ends_with('\n');
    if (!begun_) {
      if (is_end) return finish(to_response(text_));
      if (text_.size() < kMaxWhole) return connection_->read();
      if (!text_.starts_with(kResult)) return lost("the program at the socket is not tr069-proxyd");
      begun_ = true;
      text_.erase(0, kResult.size());
      reply_->begin({}, shared_from_this());
    }
    is_end ? write_end() : write_part();
  }

  void lost(const std::string& reason) override {
    if (!begun_) return finish(error_response(503, reason));
    reply_->abort();
    release();
  }

  void drained() override { connection_->read(); }
  void closed() override { release(); }

 private:
  /// All but what may be the first byte of the end.
  void write_part() {
    const char last = text_.back();
    text_.pop_back();
    reply_->write(std::exchange(text_, std::string(1, last)));
  }

  void write_end() {
    text_.resize(text_.size() - kEnd.size());
    reply_->write(std::move(text_));
    reply_->end();
    release();
  }

  void finish(Response response) {
    reply_->send(std::move(response));
    release();
  }

  void release() {
    turn_.reset();
    connection_->close();
  }

  std::shared_ptr<DaemonConnection> connection_;
  Daemon::Turn turn_;
  std::shared_ptr<Reply> reply_;
  std::string text_;
  bool begun_ = false;
};

unsigned status_of(std::int64_t fault) {
  constexpr std::int64_t kRequestDenied = 9001, kInvalidName = 9005;
  if (fault == kInvalidName) return 404;
  return fault == kRequestDenied ? 403 : 400;
}

}  // namespace

Response to_response(std::string_view line) {
  if (line.starts_with(kResult) && line.ends_with(kEnd))
    return {.body = std::string(line.substr(kResult.size(), line.size() - kResult.size() - kEnd.size()))};
  boost::system::error_code error;
  const boost::json::value reply = boost::json::parse(line, error);
  const boost::json::value* refusal = !error && reply.is_object() ? reply.as_object().if_contains("error") : nullptr;
  if (refusal == nullptr || !refusal->is_object())
    return error_response(503, "the program at the socket is not tr069-proxyd");
  const boost::json::value* fault = refusal->as_object().if_contains("fault");
  return {.status = status_of(fault != nullptr && fault->is_int64() ? fault->as_int64() : 0),
          .body = std::string(line.substr(0, line.size() - 1))};
}

void pass_on(Daemon& daemon, const control::Request& request, std::shared_ptr<Reply> reply) {
  daemon.take_turn([connection = daemon.connection(), request, reply = std::move(reply)](Daemon::Turn turn) {
    if (!turn) return reply->send(error_response(503, "too many requests wait for the daemon"));
    connection->start(request, std::make_shared<PassOn>(connection, std::move(turn), reply), Daemon::kAnswerTime);
  });
}

}  // namespace proxy::web
