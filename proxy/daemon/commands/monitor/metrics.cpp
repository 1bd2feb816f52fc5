// SPDX-License-Identifier: Apache-2.0
#include "proxy/daemon/commands/monitor/metrics.hpp"

#include "proxy/daemon/memory.hpp"

#include <boost/json.hpp>

#include <algorithm>
#include <array>
#include <chrono>
#include <string_view>
#include <utility>
#include <vector>

namespace proxy::daemon {
namespace json = boost::json;

namespace {

struct Family {
  std::string_view name, type, help, unit = {};
};

void add(json::array& families, const Family& family, json::array samples) {
  families.push_back({{"name", family.name},
                      {"type", family.type},
                      {"help", family.help},
                      {"unit", family.unit},
                      {"samples", std::move(samples)}});
}

json::object sample(json::object labels, json::value value) {
  return {{"labels", std::move(labels)}, {"value", std::move(value)}};
}

json::array single(json::value value) { return {sample({}, std::move(value))}; }

json::object histogram(const acs::DurationCounts& counts) {
  json::array buckets;
  std::uint64_t below = 0;
  for (std::size_t bucket = 0; bucket < counts.in_bucket.size(); ++bucket) {
    below += counts.in_bucket.at(bucket);
    const bool is_last = bucket == acs::DurationCounts::kUpperBounds.size();
    const json::value bound = is_last ? json::value("+Inf") : json::value(acs::DurationCounts::kUpperBounds.at(bucket));
    buckets.push_back({{"le", bound}, {"count", below}});
  }
  return {{"labels", json::object()}, {"buckets", std::move(buckets)}, {"sum", counts.sum_s}, {"count", below}};
}

void add_sessions(json::array& families, const acs::Endpoint& endpoint) {
  const acs::SessionCounts sessions = endpoint.counts().sessions;
  add(families, {"tr069_proxy_sessions", "counter", "Sessions with the ACS that have ended."},
      {sample({{"outcome", "success"}}, sessions.successful), sample({{"outcome", "failed"}}, sessions.failed)});
  add(families,
      {"tr069_proxy_session_duration_seconds", "histogram", "How long the sessions with the ACS took.", "seconds"},
      {histogram(sessions.durations)});
  const auto last = sessions.last_successful.value_or(base::SystemTime{}).time_since_epoch();
  add(families,
      {"tr069_proxy_last_successful_session_timestamp_seconds", "gauge",
       "When the last successful session ended; 0: none since the start.", "seconds"},
      single(std::chrono::duration<double>(last).count()));
  add(families, {"tr069_proxy_pending_events", "gauge", "Events that the next Inform sends."},
      single(endpoint.status().pending_events.size()));
}

void add_requests(json::array& families, const acs::Endpoint& endpoint) {
  const acs::EndpointCounts counts = endpoint.counts();
  add(families,
      {"tr069_proxy_notifications", "counter",
       "Changed parameters in acknowledged Informs (inform), lightweight notifications sent (lightweight)."},
      {sample({{"kind", "inform"}}, counts.sessions.reported_changes),
       sample({{"kind", "lightweight"}}, counts.lightweight_notifications)});
  json::array samples;
  for (const auto& [transport, requests] :
       {std::pair("http", counts.http_requests), std::pair("udp", counts.udp_requests)}) {
    for (const auto& [outcome, count] :
         {std::pair("accepted", requests.accepted), std::pair("rejected", requests.rejected),
          std::pair("limited", requests.limited)})
      samples.push_back(sample({{"outcome", outcome}, {"transport", transport}}, count));
  }
  add(families, {"tr069_proxy_connection_requests", "counter", "Connection requests received."}, std::move(samples));
}

void add_adapters(json::array& families, const plugin::Router& router) {
  const std::vector<plugin::AdapterState> states = router.adapter_states();
  json::array up;
  for (const plugin::AdapterState& state : states)
    up.push_back(sample({{"adapter", state.name}}, state.status == "Up" ? 1 : 0));
  add(families, {"tr069_proxy_adapter_up", "gauge", "1: the adapter and its broker, bus or host are up."},
      std::move(up));
  using Count = std::uint64_t plugin::AdapterStatistics::*;
  static constexpr std::array<std::pair<Family, Count>, 4> kCounters{{
      {{"tr069_proxy_adapter_messages", "counter", "Messages and polls that had values."},
       &plugin::AdapterStatistics::messages},
      {{"tr069_proxy_adapter_rejected", "counter", "What was rejected of the adapter or its devices."},
       &plugin::AdapterStatistics::rejected},
      {{"tr069_proxy_adapter_reconnects", "counter",
        "How often its broker, bus or host became reachable after it was away."},
       &plugin::AdapterStatistics::reconnects},
      {{"tr069_proxy_adapter_values", "counter", "Values that the adapter has published."},
       &plugin::AdapterStatistics::published},
  }};
  const std::vector<plugin::AdapterStatistics> adapters = router.adapter_statistics();
  for (const auto& [family, count] : kCounters) {
    json::array samples;
    for (const plugin::AdapterStatistics& adapter : adapters)
      samples.push_back(sample({{"adapter", adapter.name}}, adapter.*count));
    add(families, family, std::move(samples));
  }
  json::array pending;
  for (const plugin::AdapterStatistics& adapter : adapters)
    pending.push_back(sample({{"adapter", adapter.name}}, adapter.pending_sets));
  add(families, {"tr069_proxy_pending_sets", "gauge", "Sets that the devices have not confirmed."}, std::move(pending));
}

void add_devices(json::array& families, const plugin::Router& router) {
  const plugin::DeviceCounts devices = router.device_counts();
  const std::size_t known = devices.online + devices.offline + devices.silent;
  add(families, {"tr069_proxy_devices", "gauge", "Devices of the adapters."},
      {sample({{"state", "online"}}, devices.online), sample({{"state", "offline"}}, devices.offline),
       sample({{"state", "silent"}}, devices.silent), sample({{"state", "unknown"}}, devices.all - known)});
}

}  // namespace

json::object metrics(const plugin::Router& router, const acs::Endpoint& endpoint) {
  json::array families;
  add(families, {"tr069_proxy_build_info", "info", "The version of the daemon."},
      {sample({{"version", PROJECT_VERSION}}, 1)});
  add_sessions(families, endpoint);
  add_requests(families, endpoint);
  add_adapters(families, router);
  add_devices(families, router);
  add(families, {"process_resident_memory_bytes", "gauge", "Resident memory of the daemon.", "bytes"},
      single(resident_memory()));
  return {{"families", std::move(families)}};
}

}  // namespace proxy::daemon
