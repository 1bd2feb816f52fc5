// SPDX-License-Identifier: Apache-2.0
#pragma once
// A TCP connection in bounded time, which libmodbus' own connect does not give.
// Thread: any; blocks

#include <chrono>
#include <cstdint>
#include <string>

#include "adapters/mapping/values/outcome.hpp"
#include "adapters/modbus/bus/wake.hpp"

namespace adapters::modbus {

/// A connected socket, which does not block; the caller closes it. The addresses of `host` are tried one after the
/// other, all of them within `timeout`. It ends early when `wake` stops, save while the name is being resolved:
/// getaddrinfo() cannot be interrupted.
mapping::Outcome<int> connect_tcp(const std::string& host, std::uint16_t port, std::chrono::milliseconds timeout,
                                  const Wake& wake);

}  // namespace adapters::modbus
