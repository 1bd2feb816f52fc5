// SPDX-License-Identifier: Apache-2.0
#include "proxy/control/server.hpp"

#include "proxy/base/log.hpp"

#include <boost/asio/buffer.hpp>
#include <boost/asio/buffers_iterator.hpp>
#include <boost/asio/local/stream_protocol.hpp>
#include <boost/asio/read_until.hpp>
#include <boost/asio/steady_timer.hpp>
#include <boost/asio/streambuf.hpp>
#include <boost/asio/write.hpp>

#include <grp.h>
#include <sys/stat.h>
#include <unistd.h>

#include <cerrno>
#include <chrono>
#include <cstring>
#include <deque>
#include <optional>
#include <set>
#include <stdexcept>
#include <system_error>
#include <utility>

namespace proxy::control {
namespace {

using Protocol = boost::asio::local::stream_protocol;
using boost::system::error_code;

constexpr std::size_t kMaxConnections = 32;
constexpr std::chrono::seconds kAcceptPause{1};
// A client of a watch that reads too slowly is disconnected, so that its queue stays bounded.
constexpr std::size_t kMaxUnsentEvents = 10000;
constexpr std::size_t kMaxUnsentBytes = 4 * 1024 * 1024;

/// One connection. It reads the next request once the reply to the last one is sent: a client that does not read keeps
/// one reply in memory, and not more.
class Connection final : public Answer, public std::enable_shared_from_this<Connection> {
 public:
  Connection(Protocol::socket socket, const Server::Handler& handler, std::function<void(Connection*)> on_end)
      : socket_(std::move(socket)), input_(kMaxRequestBytes), handler_(handler), on_end_(std::move(on_end)) {}

  void start() { read(); }
  void close() {
    error_code ignored;
    socket_.close(ignored);
  }

  void finish(const boost::json::value& result) override { end_request(result_line(result)); }
  void refuse(const Refusal& refusal) override { end_request(refusal_line(refusal)); }
  bool event(const boost::json::value& event) override {
    if (!socket_.is_open() || unsent_.size() >= kMaxUnsentEvents || unsent_bytes_ >= kMaxUnsentBytes) {
      end();
      return false;
    }
    send(event_line(event));
    return true;
  }
  bool is_open() const override { return socket_.is_open(); }

 private:
  void read() {
    boost::asio::async_read_until(socket_, input_, '\n',
                                  [self = shared_from_this()](error_code error, std::size_t size) {
                                    if (error) return self->end();
                                    self->handle(size);
                                  });
  }

  void handle(std::size_t size) {
    const auto data = input_.data();
    const std::string line(boost::asio::buffers_begin(data),
                           boost::asio::buffers_begin(data) + static_cast<std::ptrdiff_t>(size));
    input_.consume(size);
    answered_ = false;
    if (const auto request = parse_request(line)) {
      handler_(*request, shared_from_this());
      if (!answered_) wait_for_end();
    } else {
      refuse({0, "", "this is not a valid request"});
    }
  }

  /// While a request is open, nothing is read from the client, but a closed connection is noticed.
  void wait_for_end() {
    if (std::exchange(is_waiting_for_end_, true)) return;
    socket_.async_wait(Protocol::socket::wait_error, [self = shared_from_this()](error_code error) {
      self->is_waiting_for_end_ = false;
      if (!error && !self->answered_) self->end();
    });
  }

  void end_request(std::string line) {
    if (std::exchange(answered_, true)) return;
    send(std::move(line));
  }

  void send(std::string line) {
    if (!socket_.is_open()) return;
    unsent_bytes_ += line.size();
    unsent_.push_back(std::move(line));
    if (unsent_.size() == 1) write();
  }

  void write() {
    boost::asio::async_write(socket_, boost::asio::buffer(unsent_.front()),
                             [self = shared_from_this()](error_code error, std::size_t) {
                               if (error) return self->end();
                               self->unsent_bytes_ -= self->unsent_.front().size();
                               self->unsent_.pop_front();
                               if (!self->unsent_.empty()) return self->write();
                               if (self->answered_) self->read();
                             });
  }

  void end() {
    close();
    if (on_end_) std::exchange(on_end_, nullptr)(this);
  }

  Protocol::socket socket_;
  boost::asio::streambuf input_;
  const Server::Handler handler_;
  std::function<void(Connection*)> on_end_;
  std::deque<std::string> unsent_;
  std::size_t unsent_bytes_ = 0;
  bool answered_ = true;
  bool is_waiting_for_end_ = false;
};

bool someone_answers(boost::asio::io_context& loop, const Protocol::endpoint& endpoint) {
  Protocol::socket probe(loop);
  error_code error;
  probe.connect(endpoint, error);
  return !error;
}

gid_t group_id(const SocketOptions& options) {
  const std::string& group = options.group;
  errno = 0;
  const struct group* entry = ::getgrnam(group.c_str());
  if (entry != nullptr) return entry->gr_gid;
  throw std::runtime_error(options.group_key + ": " +
                           (errno == 0 ? "there is no group " + group : group + ": " + std::strerror(errno)));
}

/// Opens the socket to a group. First the group, then the mode: the socket is never open to another group.
void admit_group(const SocketOptions& options, gid_t group) {
  const std::filesystem::path& socket = options.path;
  struct stat file {};
  // A new file is in the group of its process already: a service that may not call chown can do this, too.
  const bool done = ::stat(socket.c_str(), &file) == 0 &&
                    (file.st_gid == group || ::chown(socket.c_str(), static_cast<uid_t>(-1), group) == 0) &&
                    ::chmod(socket.c_str(), 0660) == 0;
  if (!done) throw std::system_error(errno, std::generic_category(), options.group_key + " of " + socket.string());
}

}  // namespace

class Server::Listener : public std::enable_shared_from_this<Server::Listener> {
 public:
  Listener(boost::asio::io_context& loop, SocketOptions options, Handler handler)
      : acceptor_(loop), pause_(loop), options_(std::move(options)), handler_(std::move(handler)) {
    const std::filesystem::path& socket = options_.path;
    const Protocol::endpoint endpoint(socket.string());
    if (someone_answers(loop, endpoint)) {
      throw std::system_error(std::make_error_code(std::errc::address_in_use), options_.name + " " + socket.string());
    }
    if (socket.has_parent_path()) std::filesystem::create_directories(socket.parent_path());
    // Only a socket is removed: a wrong path must not delete another file.
    if (std::filesystem::is_socket(socket)) std::filesystem::remove(socket);
    const std::optional<gid_t> admitted = options_.group.empty() ? std::nullopt : std::optional(group_id(options_));
    acceptor_.open();
    // The socket must have its mode from the beginning; a chmod would come too late.
    const mode_t before = ::umask(0177);
    error_code error;
    acceptor_.bind(endpoint, error);
    ::umask(before);
    if (error) throw std::system_error(error, options_.name + " " + socket.string());
    if (admitted) admit_group(options_, *admitted);
    acceptor_.listen();
  }

  void accept() {
    acceptor_.async_accept([self = shared_from_this()](error_code error, Protocol::socket socket) {
      if (!self->acceptor_.is_open()) return;
      if (error) return self->accept_later(error);
      if (self->connections_.size() < kMaxConnections) {
        self->add(std::move(socket));
      } else {
        refuse_connection(socket);
      }
      self->accept();
    });
  }

  void close() {
    error_code ignored;
    acceptor_.close(ignored);
    pause_.cancel();
    for (const auto& connection : connections_) connection->close();
    connections_.clear();
    std::error_code missing;
    std::filesystem::remove(options_.path, missing);
  }

 private:
  static void refuse_connection(Protocol::socket& socket) {
    error_code ignored;
    socket.non_blocking(true, ignored);
    socket.write_some(boost::asio::buffer(refusal_line({0, "", "too many connections"})), ignored);
  }

  /// Probably out of file descriptors: another try at once would fail, too.
  void accept_later(error_code reason) {
    base::log::warning("control.accept.failed", "the {} cannot accept a connection: {}", options_.name,
                       reason.message());
    pause_.expires_after(kAcceptPause);
    pause_.async_wait([self = shared_from_this()](error_code cancelled) {
      if (!cancelled) self->accept();
    });
  }

  void add(Protocol::socket socket) {
    auto connection =
        std::make_shared<Connection>(std::move(socket), handler_, [weak = weak_from_this()](Connection* ended) {
          const auto self = weak.lock();
          if (!self) return;
          std::erase_if(self->connections_, [&](const auto& other) { return other.get() == ended; });
        });
    connections_.insert(connection);
    connection->start();
  }

  Protocol::acceptor acceptor_;
  boost::asio::steady_timer pause_;
  SocketOptions options_;
  Handler handler_;
  std::set<std::shared_ptr<Connection>> connections_;
};

Server::Server(boost::asio::io_context& loop, SocketOptions options, Handler handler)
    : listener_(std::make_shared<Listener>(loop, std::move(options), std::move(handler))) {
  listener_->accept();
}

Server::~Server() { listener_->close(); }

}  // namespace proxy::control
