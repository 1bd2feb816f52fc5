// SPDX-License-Identifier: Apache-2.0
#pragma once
// What an endpoint counts for monitoring, since the daemon started: each part of it counts what it owns.
// Thread: loop

#include "proxy/base/clock.hpp"

#include <algorithm>
#include <array>
#include <chrono>
#include <cstddef>
#include <cstdint>
#include <optional>

namespace proxy::acs {

/// Durations, counted by the bucket that they fall into.
struct DurationCounts {
  static constexpr std::array kUpperBounds{0.1, 0.25, 0.5, 1.0, 2.5, 5.0, 10.0, 30.0, 60.0, 300.0};  ///< seconds

  std::array<std::uint64_t, kUpperBounds.size() + 1> in_bucket{};  ///< the last one: longer than all bounds
  double sum_s = 0;

  void add(std::chrono::duration<double> duration) {
    const auto bound = std::ranges::lower_bound(kUpperBounds, duration.count());
    ++in_bucket.at(static_cast<std::size_t>(bound - kUpperBounds.begin()));
    sum_s += duration.count();
  }
};

struct SessionCounts {
  std::uint64_t successful = 0, failed = 0;
  DurationCounts durations;  ///< of both
  std::optional<base::SystemTime> last_successful;
  std::uint64_t reported_changes = 0;  ///< changed parameters in Informs that the ACS has acknowledged
};

/// A request without a login, which gets a challenge, is not counted; nor is a copy of an accepted datagram.
struct ConnectionRequestCounts {
  std::uint64_t accepted = 0;
  std::uint64_t rejected = 0;  ///< wrong path, method or login; no login is configured; a document that cannot be sent;
                               ///< a malformed datagram
  std::uint64_t limited = 0;   ///< too many at a time
};

struct EndpointCounts {
  SessionCounts sessions;
  ConnectionRequestCounts http_requests, udp_requests;
  std::uint64_t lightweight_notifications = 0;  ///< datagrams sent
};

}  // namespace proxy::acs
