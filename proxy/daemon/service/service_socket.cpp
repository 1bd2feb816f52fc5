// SPDX-License-Identifier: Apache-2.0
#include "proxy/daemon/service/service_socket.hpp"

#include "proxy/base/log.hpp"

#include <sys/time.h>
#include <unistd.h>

#include <cerrno>
#include <cstddef>
#include <cstdlib>
#include <cstring>
#include <utility>

namespace proxy::daemon {
namespace {

namespace log = base::log;

constexpr timeval kSendTimeout{1, 0};

}  // namespace

ServiceSocket::ServiceSocket() {
  const char* name = std::getenv("NOTIFY_SOCKET");
  if (name == nullptr || *name == '\0') return;
  const std::string_view path(name);
  const bool is_abstract = path.front() == '@';
  if ((!is_abstract && path.front() != '/') || path.size() >= sizeof address_.sun_path) {
    log::warning("daemon.service.bad_environment", "NOTIFY_SOCKET is not the address of a local socket: {}", path);
    return;
  }
  address_.sun_family = AF_UNIX;
  path.copy(address_.sun_path, path.size());
  if (is_abstract) address_.sun_path[0] = '\0';
  // The size of an abstract name is its own: a zero at the end would be a part of it.
  address_size_ = static_cast<socklen_t>(offsetof(sockaddr_un, sun_path) + path.size() + (is_abstract ? 0U : 1U));
  socket_ = ::socket(AF_UNIX, SOCK_DGRAM | SOCK_CLOEXEC, 0);
  if (socket_ >= 0) (void)::setsockopt(socket_, SOL_SOCKET, SO_SNDTIMEO, &kSendTimeout, sizeof kSendTimeout);
}

ServiceSocket::~ServiceSocket() {
  if (is_open()) ::close(socket_);
}

void ServiceSocket::send(std::string_view lines) {
  if (!is_open()) return;
  // Not connected: a service manager that has replaced its socket gets the next datagram.
  const auto* address = reinterpret_cast<const sockaddr*>(&address_);
  const bool sent = ::sendto(socket_, lines.data(), lines.size(), MSG_NOSIGNAL, address, address_size_) >= 0;
  const int error = errno;
  if (!std::exchange(failed_, !sent) && !sent)
    log::warning("daemon.service.not_notified", "the service manager cannot be notified: {}", std::strerror(error));
}

}  // namespace proxy::daemon
