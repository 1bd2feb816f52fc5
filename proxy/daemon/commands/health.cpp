// SPDX-License-Identifier: Apache-2.0
#include "proxy/daemon/commands/health.hpp"

#include <fmt/format.h>
#include <boost/json.hpp>

#include <algorithm>
#include <string_view>

namespace proxy::daemon {
namespace json = boost::json;

namespace {

std::string_view text(const json::value& problem, std::string_view key) {
  return std::string_view(problem.at(key).as_string());
}

bool is_serious(const json::value& problem) {
  return text(problem, "kind") == "acs" || text(problem, "kind") == "adapter";
}

/// "1 adapter is up", "2 adapters are up".
std::string counted(std::size_t number, std::string_view noun, std::string_view state) {
  return fmt::format("{} {}{} {} {}", number, noun, number == 1 ? "" : "s", number == 1 ? "is" : "are", state);
}

std::string serious_ones(const json::array& problems) {
  std::string reasons;
  for (const json::value& problem : problems) {
    if (!is_serious(problem)) continue;
    const std::string subject =
        text(problem, "kind") == "acs" ? "ACS" : fmt::format("adapter {}", text(problem, "subject"));
    reasons += fmt::format("{}{}: {}", reasons.empty() ? "" : "; ", subject, text(problem, "reason"));
  }
  return reasons;
}

std::string session_news(const acs::EndpointStatus& endpoint, const config::Acs& acs) {
  if (acs.url.empty() && !acs.discover) return "no ACS is configured (acs.url is empty)";
  return endpoint.last_session ? "the last session with the ACS succeeded at " + model::utc_text(*endpoint.last_session)
                               : "no session with the ACS has ended yet";
}

std::string good_news(const plugin::Router& router, const acs::EndpointStatus& endpoint, const config::Acs& acs) {
  const plugin::DeviceCounts devices = router.device_counts();
  return session_news(endpoint, acs) + fmt::format(", {}, {} of {} devices {} online",
                                                   counted(router.adapters().size(), "adapter", "up"), devices.online,
                                                   devices.all, devices.online == 1 ? "is" : "are");
}

}  // namespace

Health health(const json::array& problems, const plugin::Router& router, const acs::EndpointStatus& endpoint,
              const config::Acs& acs) {
  const auto serious = static_cast<std::size_t>(std::ranges::count_if(problems, is_serious));
  const std::size_t others = problems.size() - serious;
  Health health{.healthy = serious == 0, .summary = {}};
  health.summary = health.healthy ? "All is well: " + good_news(router, endpoint, acs)
                                  : "Not all is well: " + serious_ones(problems);
  if (others != 0)
    health.summary +=
        fmt::format("; `tr069-proxyctl problems` lists {} smaller {}", others, others == 1 ? "problem" : "problems");
  health.summary += ".";
  return health;
}

}  // namespace proxy::daemon
