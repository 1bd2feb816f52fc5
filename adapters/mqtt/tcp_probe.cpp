// SPDX-License-Identifier: Apache-2.0
#include "adapters/mqtt/tcp_probe.hpp"

#include <netdb.h>
#include <sys/socket.h>

#include <array>
#include <memory>

namespace adapters::mqtt {
namespace {

constexpr int kMaxAddresses = 4;  // bounds the whole probe

std::string describe(int error) { return std::generic_category().message(error); }

// 0 if the connection came about, otherwise an errno; EINTR if `wake` was set.
int try_address(const addrinfo& address, std::chrono::milliseconds timeout, const Wake& wake) {
  const int sock = ::socket(address.ai_family, SOCK_STREAM | SOCK_NONBLOCK | SOCK_CLOEXEC, 0);
  if (sock < 0) return errno;
  int error = ::connect(sock, address.ai_addr, address.ai_addrlen) == 0 ? 0 : errno;
  if (error == EINPROGRESS) {
    std::array<pollfd, 2> waits{{{sock, POLLOUT, 0}, {wake.descriptor(), POLLIN, 0}}};
    const int ready = ::poll(waits.data(), waits.size(), static_cast<int>(timeout.count()));
    if (ready < 0 || waits[1].revents != 0) {
      error = EINTR;
    } else if (ready == 0) {
      error = ETIMEDOUT;
    } else {
      socklen_t size = sizeof error;
      if (::getsockopt(sock, SOL_SOCKET, SO_ERROR, &error, &size) != 0) error = errno;
    }
  }
  ::close(sock);
  return error;
}

}  // namespace

ProbeResult probe_tcp(const std::string& host, std::uint16_t port, std::chrono::milliseconds timeout,
                      const Wake& wake) {
  addrinfo hints{};
  hints.ai_family = AF_UNSPEC;
  hints.ai_socktype = SOCK_STREAM;
  addrinfo* found = nullptr;
  if (const int failure = ::getaddrinfo(host.c_str(), std::to_string(port).c_str(), &hints, &found); failure != 0) {
    return {{}, host + ": " + ::gai_strerror(failure)};
  }
  const std::unique_ptr<addrinfo, void (*)(addrinfo*)> owner(found, ::freeaddrinfo);

  ProbeResult result;
  int count = 0;
  for (const addrinfo* at = found; at != nullptr && count < kMaxAddresses; at = at->ai_next, ++count) {
    const int error = try_address(*at, timeout, wake);
    if (error == 0) {
      std::array<char, NI_MAXHOST> text{};
      ::getnameinfo(at->ai_addr, at->ai_addrlen, text.data(), text.size(), nullptr, 0, NI_NUMERICHOST);
      result.address = text.data();
      return result;
    }
    result.error = host + ": " + describe(error);
    if (error == EINTR) break;
  }
  return result;
}

}  // namespace adapters::mqtt
