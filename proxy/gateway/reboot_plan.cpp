// SPDX-License-Identifier: Apache-2.0
#include "proxy/gateway/reboot_plan.hpp"

#include "proxy/gateway/date_time.hpp"

#include <charconv>
#include <cstdint>
#include <string>

namespace proxy::gateway {

using model::Type;

RebootPlan::RebootPlan(model::Tree& tree, state::Store& store)
    : tree_(tree),
      store_(store),
      parameters_(tree, store,
                  {.refusal = [this](const model::Assignment& assignment) -> std::string {
                     const bool is_relative = assignment.parameter == time_ && !absolute_time(assignment.value);
                     return is_relative ? "must be an absolute time, with a zone" : "";
                   },
                   .refresh = {},
                   .changed =
                       [this] {
                         ++times_set_;
                         if (listener_) listener_();
                       }}) {
  time_ = parameters_.declare({.name = "ManagementServer.ScheduleReboot", .type = Type::date_time, .writable = true});
  delay_ = parameters_.declare({.name = "ManagementServer.DelayReboot",
                                .type = Type::int_,
                                .writable = true,
                                .default_value = "-1",
                                .constraints = {.minimum = "-1"}});
  forget_delay();
}

void RebootPlan::forget_delay() {
  (void)store_.erase_set_value(tree_.path(delay_));  // the store has logged why, if it could not
  tree_.set_value(delay_, std::string(delay_.info().initial_value()), model::Origin::start);
}

std::optional<std::chrono::sys_seconds> RebootPlan::time() const {
  const auto text = tree_.stored_value(time_);
  if (text == model::kUnknownTime) return std::nullopt;
  return absolute_time(text);
}

std::optional<std::chrono::seconds> RebootPlan::delay() const {
  const auto text = tree_.stored_value(delay_);
  std::int32_t seconds = -1;
  std::from_chars(text.data(), text.data() + text.size(), seconds);
  if (seconds < 0) return std::nullopt;
  return std::chrono::seconds(seconds);
}

}  // namespace proxy::gateway
