// SPDX-License-Identifier: Apache-2.0
#include "proxy/gateway/management_server/reboot_plan.hpp"

#include "proxy/gateway/date_time.hpp"
#include "proxy/gateway/text.hpp"
#include "proxy/sets/set_journal.hpp"

#include <cstdint>
#include <string>

namespace proxy::gateway {

using model::Type;

RebootPlan::RebootPlan(model::Tree& tree, state::Store& store)
    : tree_(tree), store_(store), parameters_(tree, store, *this) {
  time_ = parameters_.declare({.name = "ManagementServer.ScheduleReboot", .type = Type::date_time, .writable = true});
  delay_ = parameters_.declare({.name = "ManagementServer.DelayReboot",
                                .type = Type::int_,
                                .writable = true,
                                .default_value = "-1",
                                .constraints = {.minimum = "-1"}});
  forget_delay();
}

std::string RebootPlan::refusal(const model::Assignment& assignment) const {
  return assignment.parameter == time_ ? check_absolute_time(assignment.value) : "";
}

void RebootPlan::changed() {
  ++times_set_;
  if (listener_) listener_();
}

void RebootPlan::forget_delay() {
  sets::SetJournal(store_).forgotten(tree_.path(delay_));
  tree_.set_value(delay_, std::string(delay_.info().initial_value()), model::Origin::start);
}

std::optional<std::chrono::sys_seconds> RebootPlan::time() const { return known_time(tree_.stored_value(time_)); }

std::optional<std::chrono::seconds> RebootPlan::delay() const {
  const auto seconds = number<std::int32_t>(tree_.stored_value(delay_));
  if (seconds < 0) return std::nullopt;
  return std::chrono::seconds(seconds);
}

}  // namespace proxy::gateway
