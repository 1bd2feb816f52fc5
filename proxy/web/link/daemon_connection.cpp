// SPDX-License-Identifier: Apache-2.0
#include "proxy/web/link/daemon_connection.hpp"

#include <boost/asio/buffer.hpp>
#include <boost/asio/write.hpp>

#include <utility>

namespace proxy::web {

using boost::system::error_code;

namespace {

std::string no_daemon(const std::filesystem::path& socket, error_code error) {
  const bool is_missing = error == boost::system::errc::no_such_file_or_directory;
  return "no daemon at " + socket.string() + ": " + error.message() +
         (is_missing ? "; a daemon opens it with the key monitor.socket of its configuration" : "");
}

}  // namespace

void DaemonConnection::start(const control::Request& request, std::shared_ptr<Receiver> receiver,
                             std::chrono::seconds silence) {
  receiver_ = std::move(receiver);
  silence_ = silence;
  line_ = control::to_line(request);
  limit_time();
  socket_.async_connect(path_.string(), [self = shared_from_this()](error_code error) {
    if (error) return self->lose(no_daemon(self->path_, error));
    self->send();
  });
}

void DaemonConnection::send() {
  boost::asio::async_write(socket_, boost::asio::buffer(line_),
                           [self = shared_from_this()](error_code error, std::size_t) {
                             if (error) return self->lose("the daemon takes no request: " + error.message());
                             self->line_.clear();
                             self->read();
                           });
}

void DaemonConnection::read() {
  if (!receiver_) return;
  limit_time();
  socket_.async_read_some(boost::asio::buffer(block_), [self = shared_from_this()](error_code error, std::size_t size) {
    if (error) return self->lose("the daemon has closed the connection");
    self->timer_.cancel();
    if (const auto receiver = self->receiver_) receiver->received(std::string_view(self->block_.data(), size));
  });
}

void DaemonConnection::limit_time() {
  if (silence_ == std::chrono::seconds::zero()) return;
  timer_.expires_after(silence_);
  timer_.async_wait([weak = weak_from_this()](error_code cancelled) {
    const auto self = weak.lock();
    if (self && !cancelled) self->lose("the daemon does not answer");
  });
}

void DaemonConnection::lose(const std::string& reason) {
  const auto receiver = receiver_;
  close();
  if (receiver) receiver->lost(reason);
}

void DaemonConnection::close() {
  receiver_.reset();
  timer_.cancel();
  error_code ignored;
  socket_.close(ignored);
}

}  // namespace proxy::web
