// SPDX-License-Identifier: Apache-2.0
#include "proxy/gateway/management_server/heartbeat_policy.hpp"

#include "proxy/gateway/date_time.hpp"
#include "proxy/gateway/text.hpp"

#include <cstdint>
#include <string>

namespace proxy::gateway {

using model::Type;

HeartbeatPolicy::HeartbeatPolicy(model::Tree& tree, state::Store& store)
    : tree_(tree), parameters_(tree, store, *this) {
  enable_ =
      parameters_.declare({.name = "ManagementServer.HeartbeatPolicy.Enable", .type = Type::boolean, .writable = true});
  interval_ = parameters_.declare({.name = "ManagementServer.HeartbeatPolicy.ReportingInterval",
                                   .type = Type::unsigned_int,
                                   .writable = true,
                                   .default_value = "3600",
                                   .constraints = {.minimum = "30"}});
  time_ = parameters_.declare(
      {.name = "ManagementServer.HeartbeatPolicy.InitiationTime", .type = Type::date_time, .writable = true});
}

std::string HeartbeatPolicy::refusal(const model::Assignment& assignment) const {
  return assignment.parameter == time_ ? check_absolute_time(assignment.value) : "";
}

void HeartbeatPolicy::changed() {
  if (listener_) listener_();
}

bool HeartbeatPolicy::enabled() const { return tree_.stored_value(enable_) == "true"; }

std::chrono::seconds HeartbeatPolicy::reporting_interval() const {
  return std::chrono::seconds(number<std::uint32_t>(tree_.stored_value(interval_)));
}

std::optional<std::chrono::sys_seconds> HeartbeatPolicy::initiation_time() const {
  return known_time(tree_.stored_value(time_));
}

}  // namespace proxy::gateway
