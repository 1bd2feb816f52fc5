// SPDX-License-Identifier: Apache-2.0
#include "adapters/modbus/bus/tcp_connect.hpp"

#include <netdb.h>
#include <netinet/in.h>
#include <netinet/tcp.h>
#include <sys/socket.h>

#include <array>
#include <memory>

namespace adapters::modbus {
namespace {

using Clock = Wake::Clock;

/// 0 once the connection is there, otherwise an errno; EINTR when it is to stop.
int wait_connected(int sock, Clock::time_point end, const Wake& wake) {
  std::array<pollfd, 2> waits{{{sock, POLLOUT, 0}, {wake.descriptor(), POLLIN, 0}}};
  for (;;) {
    const auto left = std::chrono::ceil<std::chrono::milliseconds>(end - Clock::now()).count();
    const int ready = ::poll(waits.data(), waits.size(), static_cast<int>(std::max<std::int64_t>(left, 0)));
    if (wake.stopping()) return EINTR;
    if (ready < 0 && errno != EINTR) return errno;
    if (ready == 0) return ETIMEDOUT;
    if (ready > 0 && waits[0].revents != 0) break;
    waits[1].fd = -1;  // what is new can wait until the connection is there
  }
  int error = 0;
  socklen_t size = sizeof error;
  return ::getsockopt(sock, SOL_SOCKET, SO_ERROR, &error, &size) == 0 ? error : errno;
}

}  // namespace

mapping::Outcome<int> connect_tcp(const std::string& host, std::uint16_t port, std::chrono::milliseconds timeout,
                                  const Wake& wake) {
  addrinfo hints{};
  hints.ai_family = AF_UNSPEC;
  hints.ai_socktype = SOCK_STREAM;
  addrinfo* found = nullptr;
  if (const int failure = ::getaddrinfo(host.c_str(), std::to_string(port).c_str(), &hints, &found); failure != 0) {
    return mapping::Failure{host + ": " + ::gai_strerror(failure)};
  }
  const std::unique_ptr<addrinfo, void (*)(addrinfo*)> owner(found, ::freeaddrinfo);
  const Clock::time_point end = Clock::now() + timeout;
  int error = ENOENT;
  for (const addrinfo* at = found; at != nullptr && error != EINTR && error != ETIMEDOUT; at = at->ai_next) {
    const int sock = ::socket(at->ai_family, SOCK_STREAM | SOCK_NONBLOCK | SOCK_CLOEXEC, 0);
    if (sock < 0) return mapping::Failure{std::generic_category().message(errno)};
    error = ::connect(sock, at->ai_addr, at->ai_addrlen) == 0 ? 0 : errno;
    if (error == EINPROGRESS) error = wait_connected(sock, end, wake);
    if (error == 0) {
      const int on = 1;
      ::setsockopt(sock, IPPROTO_TCP, TCP_NODELAY, &on, sizeof on);
      return sock;
    }
    ::close(sock);
  }
  return mapping::Failure{host + ": " + std::generic_category().message(error)};
}

}  // namespace adapters::modbus
