// SPDX-License-Identifier: Apache-2.0
#include "adapters/http/hosts.hpp"

#include "adapters/mapping/runtime/deadlines.hpp"

namespace adapters::http {
namespace {

/// More hosts that are away are not remembered; they have the back-off of each poll alone.
constexpr std::size_t kMaxHosts = 256;

}  // namespace

std::string host_of(std::string_view url) {
  const std::size_t scheme = url.find("://");
  if (scheme == std::string_view::npos) return {};
  return std::string(url.substr(0, url.find_first_of("/?#", scheme + 3)));
}

bool Hosts::may_start(const std::string& host, bool is_set, Time now) const {
  const auto found = hosts_.find(host);
  if (found == hosts_.end()) return true;
  const auto& [requests, reconnect] = found->second;
  if (requests >= max_connections_) return false;
  return is_set || !reconnect.is_outage() || now >= reconnect.next();
}

void Hosts::begin(const std::string& host, Time now) {
  Host& begun = hosts_.try_emplace(host, seeds_()).first->second;
  ++begun.requests;
  begun.reconnect.attempt(now);
}

bool Hosts::end(const std::string& host, bool is_answered, Time now) {
  const auto found = hosts_.find(host);
  Host& ended = found->second;
  --ended.requests;
  bool is_known = false;
  if (is_answered) {
    ended.reconnect.progress();
  } else {
    is_known = !ended.reconnect.lost(now) && ended.reconnect.is_outage();
  }
  if (ended.requests == 0 && (is_answered || hosts_.size() > kMaxHosts)) hosts_.erase(found);
  return is_known;
}

void Hosts::abandon(const std::string& host) {
  const auto found = hosts_.find(host);
  --found->second.requests;
  if (found->second.requests == 0 && !found->second.reconnect.is_outage()) hosts_.erase(found);
}

std::optional<Hosts::Time> Hosts::next(Time now) const {
  std::optional<Time> next;
  for (const auto& [name, host] : hosts_) {
    if (!host.reconnect.is_outage() || host.reconnect.next() <= now) continue;
    next = mapping::earlier(next, host.reconnect.next());
  }
  return next;
}

}  // namespace adapters::http
