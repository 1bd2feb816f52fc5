// SPDX-License-Identifier: Apache-2.0
#include "proxy/web/http/connection.hpp"

#include <fmt/format.h>
#include <boost/asio/buffer.hpp>
#include <boost/asio/post.hpp>
#include <boost/beast/http/error.hpp>

#include <utility>

namespace proxy::web {

namespace http = boost::beast::http;
using boost::system::error_code;

Connection::Connection(const boost::asio::any_io_executor& loop, std::unique_ptr<Transport> transport, Peer peer,
                       Dependencies& dependencies)
    : transport_(std::move(transport)), timer_(loop), peer_(std::move(peer)), dependencies_(&dependencies) {}

void Connection::start() {
  limit_time(kRequestTime);
  transport_->handshake([self = shared_from_this()](error_code error, std::size_t) {
    if (error) return self->close();
    self->new_request();
    self->read();
  });
}

void Connection::close() {
  Dependencies* const dependencies = std::exchange(dependencies_, nullptr);
  if (dependencies == nullptr) return;
  const auto self = shared_from_this();  // the observer and the server release this object
  timer_.cancel();
  transport_->close();
  if (auto observer = std::exchange(observer_, nullptr)) {
    observer->closed();
    // One of its functions may have called abort(): it is released when that has returned.
    boost::asio::post(timer_.get_executor(), [observer = std::move(observer)] {});
  }
  dependencies->ended(this);
}

void Connection::limit_time(std::chrono::seconds time) {
  timer_.expires_after(time);
  timer_.async_wait([weak = weak_from_this()](error_code cancelled) {
    const auto self = weak.lock();
    if (self && !cancelled) self->close();
  });
}

void Connection::new_request() {
  parser_.emplace();
  parser_->eager(true);
  parser_->header_limit(kMaxHeaderBytes);
  parser_->body_limit(kMaxBodyBytes);
}

/// Reads also while a request is answered: the end of the connection is noticed, and at most one more request waits.
void Connection::read() {
  if (reading_ || dependencies_ == nullptr || input_.size() > kMaxHeaderBytes + kMaxBodyBytes) return;
  reading_ = true;
  transport_->read(block_, [self = shared_from_this()](error_code error, std::size_t size) {
    self->reading_ = false;
    self->received(error, size);
  });
}

void Connection::received(error_code error, std::size_t size) {
  if (dependencies_ == nullptr) return;
  if (error) return close();
  if (refused_) return read();
  if (idle_since_) limit_time(kRequestTime);
  idle_since_.reset();
  input_.append(block_.data(), size);
  if (busy_) return read();
  parse();
}

void Connection::parse() {
  error_code error;
  while (!input_.empty() && !parser_->is_done()) {
    const std::size_t used = parser_->put(boost::asio::buffer(input_), error);
    input_.erase(0, used);
    if (error == http::error::need_more) break;
    if (error) return refuse(error);
  }
  if (!parser_->is_done()) return read();
  handle();
}

void Connection::refuse(error_code reason) {
  unsigned status = 400;
  if (reason == http::error::header_limit) status = 431;
  if (reason == http::error::body_limit) status = 413;
  busy_ = true;
  refused_ = true;
  keep_alive_ = false;
  input_.clear();
  send(error_response(status, "this is not a valid request: " + reason.message()));
  read();
}

void Connection::handle() {
  busy_ = true;
  timer_.cancel();
  Request request;
  request.message = parser_->release();
  request.peer = peer_.address;
  request.over_tls = peer_.over_tls;
  keep_alive_ = request.message.keep_alive();
  is_head_ = request.is_head();
  framing_ = request.message.version() >= 11 ? Framing::chunked : Framing::until_close;
  const auto self = shared_from_this();
  if (!read_target(request.message.target(), request)) return send(error_response(400, "the query is not valid"));
  dependencies_->handle(request, self);
  read();
}

void Connection::send(Response response) {
  std::string text = response_head(response, Framing::sized, keep_alive_);
  if (!is_head_) text += response.body;
  ended_ = true;
  enqueue(std::move(text));
}

void Connection::begin(Response head, std::shared_ptr<Observer> observer) {
  if (dependencies_ == nullptr) return observer->closed();
  observer_ = std::move(observer);
  ended_ = false;
  if (framing_ == Framing::until_close) keep_alive_ = false;
  enqueue(response_head(head, framing_, keep_alive_));
}

void Connection::write(std::string part) {
  if (part.empty()) return;
  enqueue(framing_ == Framing::chunked ? fmt::format("{:x}\r\n{}\r\n", part.size(), part) : std::move(part));
}

void Connection::end() {
  observer_.reset();
  ended_ = true;
  if (framing_ == Framing::chunked) return enqueue("0\r\n\r\n");
  if (unsent_.empty()) reply_done();
}

void Connection::enqueue(std::string text) {
  if (dependencies_ == nullptr) return;
  unsent_bytes_ += text.size();
  unsent_.push_back(std::move(text));
  if (unsent_.size() == 1) write_next();
}

void Connection::write_next() {
  limit_time(kWriteTime);
  transport_->write(unsent_.front(), [self = shared_from_this()](error_code error, std::size_t) {
    if (error || self->dependencies_ == nullptr) return self->close();
    self->unsent_bytes_ -= self->unsent_.front().size();
    self->unsent_.pop_front();
    if (!self->unsent_.empty()) return self->write_next();
    self->timer_.cancel();
    if (self->ended_) return self->reply_done();
    if (const auto observer = self->observer_) observer->drained();
  });
}

void Connection::reply_done() {
  if (refused_) return limit_time(kDrainTime);
  if (!keep_alive_) return close();
  busy_ = false;
  new_request();
  limit_time(input_.empty() ? kIdleTime : kRequestTime);
  if (!input_.empty()) return parse();
  idle_since_ = std::chrono::steady_clock::now();
  read();
}

}  // namespace proxy::web
