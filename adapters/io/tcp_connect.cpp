// SPDX-License-Identifier: Apache-2.0
#include "adapters/io/tcp_connect.hpp"

#include <netdb.h>
#include <poll.h>
#include <sys/socket.h>

#include <algorithm>
#include <array>
#include <cerrno>
#include <memory>
#include <system_error>

namespace adapters::io {
namespace {

using Clock = std::chrono::steady_clock;

/// 0 once the socket is connected, otherwise an errno; EINTR if `wake` stops.
int wait_connected(int sock, Clock::time_point end, const Wake& wake) {
  std::array<pollfd, 2> waits{{{sock, POLLOUT, 0}, {wake.descriptor(), POLLIN, 0}}};
  for (;;) {
    const int ready = ::poll(waits.data(), waits.size(), poll_timeout(end));
    if (wake.stopping()) return EINTR;
    if (ready < 0 && errno != EINTR) return errno;
    if (ready == 0) return ETIMEDOUT;
    if (ready > 0 && waits[0].revents != 0) break;
    if (ready > 0) waits[1].fd = -1;  // set(): new work waits until the connection is there
  }
  int error = 0;
  socklen_t size = sizeof error;
  return ::getsockopt(sock, SOL_SOCKET, SO_ERROR, &error, &size) == 0 ? error : errno;
}

std::string numeric(const addrinfo& address) {
  std::array<char, NI_MAXHOST> text{};
  ::getnameinfo(address.ai_addr, address.ai_addrlen, text.data(), text.size(), nullptr, 0, NI_NUMERICHOST);
  return text.data();
}

/// 0 and the connected socket, or an errno.
int try_address(const addrinfo& address, Clock::time_point end, const Wake& wake, Descriptor& socket) {
  Descriptor sock(::socket(address.ai_family, SOCK_STREAM | SOCK_NONBLOCK | SOCK_CLOEXEC, 0));
  if (!sock) return errno;
  int error = ::connect(sock.get(), address.ai_addr, address.ai_addrlen) == 0 ? 0 : errno;
  if (error == EINPROGRESS) error = wait_connected(sock.get(), end, wake);
  if (error == 0) socket = std::move(sock);
  return error;
}

}  // namespace

TcpConnection connect_tcp(const std::string& host, std::uint16_t port, const ConnectTimeouts& timeouts,
                          const Wake& wake) {
  addrinfo hints{};
  hints.ai_family = AF_UNSPEC;
  hints.ai_socktype = SOCK_STREAM;
  addrinfo* found = nullptr;
  TcpConnection connection;
  if (const int failure = ::getaddrinfo(host.c_str(), std::to_string(port).c_str(), &hints, &found); failure != 0) {
    connection.error = host + ": " + ::gai_strerror(failure);
    return connection;
  }
  const std::unique_ptr<addrinfo, void (*)(addrinfo*)> owner(found, ::freeaddrinfo);
  const Clock::time_point end = Clock::now() + timeouts.total;
  for (const addrinfo* at = found; at != nullptr; at = at->ai_next) {
    const int error = try_address(*at, std::min(end, Clock::now() + timeouts.address), wake, connection.socket);
    if (error == 0) {
      connection.address = numeric(*at);
      connection.error.clear();
      break;
    }
    connection.error = host + ": " + std::generic_category().message(error);
    if (wake.stopping() || Clock::now() >= end) break;
  }
  return connection;
}

}  // namespace adapters::io
