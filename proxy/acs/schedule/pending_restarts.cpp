// SPDX-License-Identifier: Apache-2.0
#include "proxy/acs/schedule/pending_restarts.hpp"

#include "proxy/base/log.hpp"

#include <utility>

namespace proxy::acs {

base::Result<void> PendingRestarts::Dependencies::store_factory_reset() {
  return base::Error{base::Fault::request_denied, "", "this device has no factory reset"};
}

void PendingRestarts::start(const PlannedReboot::Settings& settings) {
  reboot_requested_ = false;
  planned_.restart(settings, facts_.rebooted_at(), now());
}

void PendingRestarts::configure(const PlannedReboot::Settings& settings, bool in_session) {
  planned_.configure(settings, in_session, now());
}

base::Result<void> PendingRestarts::request_factory_reset() {
  base::Result<void> stored = dependencies_.store_factory_reset();
  if (stored) factory_reset_requested_ = true;
  return stored;
}

bool PendingRestarts::carry_out() {
  const bool requested = std::exchange(reboot_requested_, false);
  if (std::exchange(factory_reset_requested_, false)) {
    dependencies_.factory_reset();
    return true;
  }
  const bool planned = planned_.due(now());
  if (planned) {
    base::log::info("acs.reboot.due", "the time of a planned reboot has come");
    const auto time = planned_.take_due(now());
    if (time) (void)facts_.set_rebooted_at(*time);  // the store logs a failure
  }
  if (requested || planned) dependencies_.reboot();
  return requested || planned;
}

}  // namespace proxy::acs
