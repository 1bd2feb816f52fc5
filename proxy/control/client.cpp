// SPDX-License-Identifier: Apache-2.0
#include "proxy/control/client.hpp"

#include <boost/json.hpp>

#include <sys/socket.h>
#include <sys/time.h>
#include <sys/un.h>
#include <unistd.h>

#include <cerrno>
#include <cstring>
#include <system_error>

namespace proxy::control {
namespace {

std::string reason() { return std::system_category().message(errno); }

class Socket {
 public:
  Socket(const std::filesystem::path& path, std::chrono::seconds timeout)
      : fd_(::socket(AF_UNIX, SOCK_STREAM | SOCK_CLOEXEC, 0)) {
    if (fd_ < 0) throw NoDaemon("cannot create a socket: " + reason());
    const timeval limit{static_cast<time_t>(timeout.count()), 0};
    ::setsockopt(fd_, SOL_SOCKET, SO_RCVTIMEO, &limit, sizeof limit);
    ::setsockopt(fd_, SOL_SOCKET, SO_SNDTIMEO, &limit, sizeof limit);
    sockaddr_un address{};
    address.sun_family = AF_UNIX;
    const std::string text = path.string();
    if (text.size() >= sizeof address.sun_path) throw NoDaemon("the path " + text + " is too long for a socket");
    std::memcpy(address.sun_path, text.c_str(), text.size() + 1);
    // The socket API takes every kind of address as a sockaddr.
    if (::connect(fd_, reinterpret_cast<const sockaddr*>(&address), sizeof address) != 0) {
      const std::string why = reason();
      ::close(fd_);
      throw NoDaemon("no daemon at " + text + ": " + why);
    }
  }
  Socket(const Socket&) = delete;
  Socket& operator=(const Socket&) = delete;
  ~Socket() { ::close(fd_); }

  void write(std::string_view text) const {
    while (!text.empty()) {
      const ssize_t sent = ::send(fd_, text.data(), text.size(), MSG_NOSIGNAL);
      if (sent < 0 && errno == EINTR) continue;
      if (sent <= 0) throw NoDaemon("cannot send the request: " + reason());
      text.remove_prefix(static_cast<std::size_t>(sent));
    }
  }

  std::string read_line() {
    while (true) {
      if (const auto end = buffer_.find('\n', searched_); end != std::string::npos) {
        std::string line = buffer_.substr(0, end);
        buffer_.erase(0, end + 1);
        searched_ = 0;
        return line;
      }
      searched_ = buffer_.size();
      char block[65536];
      const ssize_t count = ::recv(fd_, block, sizeof block, 0);
      if (count < 0 && errno == EINTR) continue;
      if (count < 0) throw NoDaemon("the daemon does not answer: " + reason());
      if (count == 0) throw NoDaemon("the daemon closed the connection");
      buffer_.append(block, static_cast<std::size_t>(count));
    }
  }

 private:
  int fd_;
  std::string buffer_;
  std::size_t searched_ = 0;
};

}  // namespace

boost::json::object ask(const std::filesystem::path& socket, const Request& request, std::chrono::seconds timeout,
                        const std::function<void(const boost::json::value&)>& on_event) {
  Socket peer(socket, timeout);
  peer.write(to_line(request));
  while (true) {
    boost::system::error_code error;
    const boost::json::value reply = boost::json::parse(peer.read_line(), error);
    if (error || !reply.is_object()) throw NoDaemon("the program at the socket is not tr069-proxyd");
    const boost::json::value* event = reply.as_object().if_contains("event");
    if (!event) return reply.as_object();
    on_event(*event);
  }
}

}  // namespace proxy::control
