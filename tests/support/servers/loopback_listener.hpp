// SPDX-License-Identifier: Apache-2.0
#pragma once
// A listening TCP socket on 127.0.0.1 at a free port, for a server that a test plays itself.
// Thread: any one thread at a time; end() from another one while accept() waits

#include <cstdint>

namespace tests::support {

class LoopbackListener {
 public:
  // Throws std::runtime_error.
  explicit LoopbackListener(int backlog = 16);
  ~LoopbackListener() { close(); }
  LoopbackListener(const LoopbackListener&) = delete;
  LoopbackListener& operator=(const LoopbackListener&) = delete;

  std::uint16_t port() const { return port_; }
  int descriptor() const { return socket_; }
  // Waits for the next connection, which the caller closes. Negative after end().
  int accept() const;
  // Ends accept(), now and from then on.
  void end() const;
  // Refuses connections from now on. Harmless when repeated.
  void close();

 private:
  int socket_;
  std::uint16_t port_ = 0;
};

}  // namespace tests::support
