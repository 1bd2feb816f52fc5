// SPDX-License-Identifier: Apache-2.0
#include "proxy/daemon/commands/problems.hpp"

#include <boost/json.hpp>

#include <algorithm>
#include <cstdint>
#include <optional>
#include <string_view>

namespace proxy::daemon {
namespace json = boost::json;

namespace {

struct Problem {
  std::string_view kind;
  std::string adapter = {};
  std::string subject;
  std::string reason;
  std::string since = {};
  std::optional<std::uint64_t> count = {};
};

json::value text_or_null(const std::string& text) { return text.empty() ? json::value(nullptr) : json::value(text); }

void add(json::array& list, const Problem& problem) {
  list.push_back({{"kind", problem.kind},
                  {"adapter", text_or_null(problem.adapter)},
                  {"subject", problem.subject},
                  {"reason", problem.reason},
                  {"since", text_or_null(problem.since)},
                  {"count", problem.count ? json::value(*problem.count) : json::value(nullptr)}});
}

void add_acs(json::array& list, const acs::EndpointStatus& endpoint, const config::Acs& acs) {
  if (acs.url.empty()) {
    // Without `discover` there is no ACS because the configuration says so.
    if (acs.discover) add(list, {.kind = "acs", .subject = "ACS", .reason = "its URL is not known yet"});
    return;
  }
  if (!endpoint.last_session || endpoint.last_successful) return;
  add(list, {.kind = "acs",
             .subject = acs.url,
             .reason = "the last session failed: " + endpoint.last_failure,
             .since = model::utc_text(*endpoint.last_session),
             .count = endpoint.retry_count});
}

void add_adapter(json::array& list, const plugin::AdapterState& adapter) {
  if (adapter.status == "Up" && adapter.text.empty()) return;
  add(list, {.kind = "adapter",
             .adapter = adapter.name,
             .subject = adapter.name,
             .reason = adapter.status + (adapter.text.empty() ? "" : ": " + adapter.text),
             .since = adapter.since});
}

/// What is skipped as a whole has its line already.
void add_rejected(json::array& list, const plugin::Router& router,
                  const std::vector<plugin::SkippedStatistics>& skipped) {
  for (const plugin::RejectedStatistics& one : router.rejected()) {
    const bool has_line = std::ranges::any_of(skipped, [&](const plugin::SkippedStatistics& known) {
      return known.adapter == one.adapter && known.identity == one.subject;
    });
    if (has_line) continue;
    add(list, {.kind = "rejected",
               .adapter = one.adapter,
               .subject = one.subject.empty() ? one.adapter : one.subject,
               .reason = one.reason,
               .count = one.count});
  }
}

}  // namespace

json::array problems(const plugin::Router& router, const acs::EndpointStatus& endpoint, const config::Acs& acs) {
  json::array list;
  add_acs(list, endpoint, acs);
  const std::vector<plugin::AdapterState> states = router.adapter_states();
  for (const std::string_view status : {"Error", "Down", "Up"}) {
    for (const plugin::AdapterState& adapter : states) {
      if (adapter.status == status) add_adapter(list, adapter);
    }
  }
  for (const plugin::AdapterStatistics& adapter : router.adapter_statistics()) {
    if (adapter.dropped == 0) continue;
    add(list, {.kind = "adapter",
               .adapter = adapter.name,
               .subject = adapter.name,
               .reason = "messages are lost: they come faster than they are taken",
               .count = adapter.dropped});
  }
  for (const plugin::SetProblem& set : router.set_problems()) {
    add(list,
        {.kind = "set", .adapter = set.adapter, .subject = set.path, .reason = set.reason, .count = set.attempts});
  }
  for (const plugin::DeviceStatistics& device : router.device_statistics()) {
    if (device.presence != ADAPTER_OFFLINE) continue;
    add(list, {.kind = "device",
               .adapter = device.adapter,
               .subject = device.path.empty() ? device.identity : device.path,
               .reason = "the device is offline"});
  }
  const std::vector<plugin::SkippedStatistics> skipped = router.skipped();
  for (const plugin::SkippedStatistics& one : skipped) {
    add(list, {.kind = "skipped", .adapter = one.adapter, .subject = one.identity, .reason = one.reason});
  }
  add_rejected(list, router, skipped);
  return list;
}

}  // namespace proxy::daemon
