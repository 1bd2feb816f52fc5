// SPDX-License-Identifier: Apache-2.0
#include "proxy/acs/session/request_effects.hpp"

#include <system_error>

#include <fmt/format.h>

namespace proxy::acs {

void RequestEffects::reboot(const cwmp::RebootAfterSession& effect) {
  restarts_.request_reboot();
  scheduler_.add_event({.event_code = cwmp::EventCode::m_reboot, .command_key = effect.command_key});
}

base::Result<void> RequestEffects::cancel_transfers(const cwmp::CancelTransfers& effect) {
  return transfers_.cancel(effect.command_key);
}

std::vector<cwmp::AllQueuedTransferStruct> RequestEffects::list_transfers(const cwmp::ListTransfers& effect) {
  return transfers_.list(effect.all);
}

base::Result<void> RequestEffects::inform_later(const cwmp::InformLater& effect) {
  if (scheduled_informs_.full())
    return base::Error{base::Fault::resources_exceeded, "",
                       fmt::format("{} scheduled Informs are outstanding already", ScheduledInforms::kMaxInforms)};
  const std::error_code error =
      scheduled_informs_.add(effect.delay, effect.command_key, {clock_.steady_now(), clock_.system_now()});
  if (error) return base::Error{base::Fault::resources_exceeded, "", error.message()};
  return {};
}

}  // namespace proxy::acs
