// SPDX-License-Identifier: Apache-2.0
#pragma once
// The socket on which a service manager receives what a service reports of itself. systemd, and others that speak its
// protocol, name it in the environment.
// Spec: sd_notify(3), "Notes" and "Standalone Implementations"
// Thread: loop

#include <sys/socket.h>
#include <sys/un.h>

#include <string_view>

namespace proxy::daemon {

class ServiceSocket {
 public:
  /// Takes the address from $NOTIFY_SOCKET: a path, or after "@" an abstract name. Without an address nothing is sent;
  /// an address of another kind is logged.
  ServiceSocket();
  ~ServiceSocket();
  ServiceSocket(const ServiceSocket&) = delete;
  ServiceSocket& operator=(const ServiceSocket&) = delete;

  bool is_open() const { return socket_ >= 0; }
  /// Sends one datagram: lines of `NAME=value`. It waits at most a second for a manager that does not read. The first
  /// failure in a row is logged.
  void send(std::string_view lines);

 private:
  int socket_ = -1;
  sockaddr_un address_{};
  socklen_t address_size_ = 0;
  bool failed_ = false;
};

}  // namespace proxy::daemon
