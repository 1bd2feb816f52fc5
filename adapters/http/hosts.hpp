// SPDX-License-Identifier: Apache-2.0
#pragma once
// What is known of each host: how many requests it has, and when one that is away is tried again.
// Thread: one at a time

#include <chrono>
#include <cstddef>
#include <optional>
#include <random>
#include <string>
#include <string_view>
#include <unordered_map>

#include "adapters/mapping/polling/reconnect.hpp"

namespace adapters::http {

/// Scheme, host and port of an absolute URL: "http://h:80".
std::string host_of(std::string_view url);

class Hosts {
 public:
  using Time = mapping::Reconnect::Time;

  /// max_connections: the requests that one host has at the same time, at most.
  explicit Hosts(std::size_t max_connections) : max_connections_(max_connections) {}

  /// A host that is away is tried by a poll when its back-off is over, and by a set at once.
  bool may_start(const std::string& host, bool is_set, Time now) const;
  void begin(const std::string& host, Time now);
  /// A request has ended, with an answer of whatever status or without one. True if it has none and the host was away
  /// before already, which makes it no news.
  bool end(const std::string& host, bool is_answered, Time now);
  /// A request was broken off by us: that says nothing of the host.
  void abandon(const std::string& host);
  /// When the next host that is away may be tried.
  std::optional<Time> next(Time now) const;

 private:
  struct Host {
    explicit Host(mapping::Reconnect::Seed seed) : reconnect({}, seed) {}
    std::size_t requests = 0;
    mapping::Reconnect reconnect;
  };
  const std::size_t max_connections_;
  std::minstd_rand0 seeds_{std::random_device{}()};  // another generator than theirs, which would repeat its numbers
  std::unordered_map<std::string, Host> hosts_;      // those that have requests, and those that are away
};

}  // namespace adapters::http
