// SPDX-License-Identifier: Apache-2.0
#pragma once
// The socket of a service manager: receives what a service reports of itself (sd_notify(3)).
// Thread: any one thread at a time

#include <chrono>
#include <string>
#include <string_view>
#include <vector>

namespace tests::support {

class NotificationSocket {
 public:
  // `address` as in $NOTIFY_SOCKET: a path, or "@" and an abstract name. Throws std::system_error.
  explicit NotificationSocket(std::string address);
  ~NotificationSocket();
  NotificationSocket(const NotificationSocket&) = delete;
  NotificationSocket& operator=(const NotificationSocket&) = delete;

  const std::string& address() const { return address_; }

  // The next datagram that has `part`; those before it are passed over. Throws std::runtime_error, with all datagrams,
  // when the time is over.
  std::string wait_for(std::string_view part, std::chrono::milliseconds deadline = std::chrono::seconds{10});
  // All that has been received so far, in this order.
  const std::vector<std::string>& received();

 private:
  bool receive(std::chrono::milliseconds wait);

  const std::string address_;
  int socket_ = -1;
  std::vector<std::string> received_;
  std::size_t next_ = 0;  // the first that wait_for() has not passed over
};

}  // namespace tests::support
