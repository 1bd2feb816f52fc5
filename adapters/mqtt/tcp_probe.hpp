// SPDX-License-Identifier: Apache-2.0
#pragma once
// Asks whether somebody accepts TCP connections at an address, in bounded time and interruptibly, because
// libmosquitto's own connect is neither: behind a silent firewall it blocks for two minutes.
// Thread: any; blocks.

#include <chrono>
#include <cstdint>
#include <string>

#include "adapters/mqtt/wake.hpp"

namespace adapters::mqtt {

struct ProbeResult {
  std::string address;  // the first address that accepted, in numbers; empty if none did
  std::string error;    // why the last one did not
};

// Tries the addresses of `host` one after the other, in the resolver's order, each for `timeout` at most. It returns as
// soon as `wake` is set, save while the name is being resolved: getaddrinfo() cannot be interrupted.
ProbeResult probe_tcp(const std::string& host, std::uint16_t port, std::chrono::milliseconds timeout, const Wake& wake);

}  // namespace adapters::mqtt
