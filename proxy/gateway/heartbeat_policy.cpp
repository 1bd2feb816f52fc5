// SPDX-License-Identifier: Apache-2.0
#include "proxy/gateway/heartbeat_policy.hpp"

#include "proxy/gateway/date_time.hpp"

#include <charconv>
#include <cstdint>
#include <string>

namespace proxy::gateway {

using model::Type;

HeartbeatPolicy::HeartbeatPolicy(model::Tree& tree, state::Store& store)
    : tree_(tree),
      parameters_(tree, store,
                  {.refusal = [this](const model::Assignment& assignment) -> std::string {
                     const bool is_relative = assignment.parameter == time_ && !absolute_time(assignment.value);
                     return is_relative ? "must be an absolute time, with a zone" : "";
                   },
                   .refresh = {},
                   .changed =
                       [this] {
                         if (listener_) listener_();
                       }}) {
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

bool HeartbeatPolicy::enabled() const { return tree_.stored_value(enable_) == "true"; }

std::chrono::seconds HeartbeatPolicy::reporting_interval() const {
  const auto text = tree_.stored_value(interval_);
  std::uint32_t seconds = 0;
  std::from_chars(text.data(), text.data() + text.size(), seconds);
  return std::chrono::seconds(seconds);
}

std::optional<std::chrono::sys_seconds> HeartbeatPolicy::initiation_time() const {
  const auto text = tree_.stored_value(time_);
  if (text == model::kUnknownTime) return std::nullopt;
  return absolute_time(text);
}

}  // namespace proxy::gateway
