// SPDX-License-Identifier: Apache-2.0
#include "tests/support/servers/notification_socket.hpp"

#include <poll.h>
#include <sys/socket.h>
#include <sys/un.h>
#include <unistd.h>

#include <cerrno>
#include <cstddef>
#include <stdexcept>
#include <system_error>
#include <utility>

namespace tests::support {

NotificationSocket::NotificationSocket(std::string address) : address_(std::move(address)) {
  sockaddr_un bound{};
  bound.sun_family = AF_UNIX;
  if (address_.size() >= sizeof bound.sun_path) throw std::runtime_error("too long: " + address_);
  address_.copy(bound.sun_path, address_.size());
  const bool is_abstract = address_.front() == '@';
  if (is_abstract) bound.sun_path[0] = '\0';
  const std::size_t size = offsetof(sockaddr_un, sun_path) + address_.size() + (is_abstract ? 0 : 1);
  socket_ = ::socket(AF_UNIX, SOCK_DGRAM | SOCK_CLOEXEC, 0);
  if (socket_ < 0 || ::bind(socket_, reinterpret_cast<const sockaddr*>(&bound), static_cast<socklen_t>(size)) != 0)
    throw std::system_error(errno, std::generic_category(), "notification socket " + address_);
}

NotificationSocket::~NotificationSocket() {
  ::close(socket_);
  if (address_.front() == '/') ::unlink(address_.c_str());
}

bool NotificationSocket::receive(std::chrono::milliseconds wait) {
  pollfd readable{socket_, POLLIN, 0};
  if (::poll(&readable, 1, static_cast<int>(wait.count())) <= 0) return false;
  std::string datagram(4096, '\0');
  const ssize_t size = ::recv(socket_, datagram.data(), datagram.size(), 0);
  if (size < 0) throw std::system_error(errno, std::generic_category(), "notification socket");
  datagram.resize(static_cast<std::size_t>(size));
  received_.push_back(std::move(datagram));
  return true;
}

std::string NotificationSocket::wait_for(std::string_view part, std::chrono::milliseconds deadline) {
  const auto end = std::chrono::steady_clock::now() + deadline;
  for (;;) {
    while (next_ < received_.size()) {
      const std::string& datagram = received_[next_++];
      if (datagram.find(part) != std::string::npos) return datagram;
    }
    const auto left = std::chrono::duration_cast<std::chrono::milliseconds>(end - std::chrono::steady_clock::now());
    if (left.count() > 0 && receive(left)) continue;
    std::string all;
    for (const std::string& datagram : received_) all += "[" + datagram + "]\n";
    throw std::runtime_error("no report with \"" + std::string(part) + "\" in time; received:\n" + all);
  }
}

const std::vector<std::string>& NotificationSocket::received() {
  while (receive(std::chrono::milliseconds(0))) {
  }
  return received_;
}

}  // namespace tests::support
