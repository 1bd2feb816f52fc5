// SPDX-License-Identifier: Apache-2.0
#include "tests/support/servers/loopback_listener.hpp"

#include <arpa/inet.h>
#include <netinet/in.h>
#include <sys/socket.h>
#include <unistd.h>

#include <stdexcept>
#include <utility>

namespace tests::support {

LoopbackListener::LoopbackListener(int backlog) : socket_(::socket(AF_INET, SOCK_STREAM | SOCK_CLOEXEC, 0)) {
  sockaddr_in address{};
  address.sin_family = AF_INET;
  address.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
  socklen_t size = sizeof address;
  auto* const generic = reinterpret_cast<sockaddr*>(&address);
  if (::bind(socket_, generic, size) != 0 || ::listen(socket_, backlog) != 0 ||
      ::getsockname(socket_, generic, &size) != 0) {
    close();
    throw std::runtime_error("no port to listen at");
  }
  port_ = ntohs(address.sin_port);
}

int LoopbackListener::accept() const { return ::accept4(socket_, nullptr, nullptr, SOCK_CLOEXEC); }

void LoopbackListener::end() const { ::shutdown(socket_, SHUT_RDWR); }

void LoopbackListener::close() {
  if (socket_ >= 0) ::close(std::exchange(socket_, -1));
}

}  // namespace tests::support
