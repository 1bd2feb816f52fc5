// SPDX-License-Identifier: Apache-2.0
#pragma once
// Makes a TCP connection within a bounded time, which the connect functions of libmosquitto and libmodbus do not:
// behind a silent firewall these block for two minutes.
// Thread: any; blocks

#include <chrono>
#include <cstdint>
#include <string>

#include "adapters/io/descriptor.hpp"
#include "adapters/io/wake.hpp"

namespace adapters::io {

struct ConnectTimeouts {
  std::chrono::milliseconds address;  ///< for each address of the host
  std::chrono::milliseconds total;    ///< for all of them
};

struct TcpConnection {
  Descriptor socket;    ///< connected and non-blocking; none if no address accepts
  std::string address;  ///< the numeric address that accepts; empty without a socket
  std::string error;    ///< why the last address does not accept; empty with a socket

  explicit operator bool() const { return static_cast<bool>(socket); }
};

/// Tries the addresses of `host` one after the other, in the order of the resolver. stop() of `wake` ends it, set()
/// does not. getaddrinfo() cannot be interrupted: while the name is being resolved, stop() has to wait.
TcpConnection connect_tcp(const std::string& host, std::uint16_t port, const ConnectTimeouts& timeouts,
                          const Wake& wake);

}  // namespace adapters::io
