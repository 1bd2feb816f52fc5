// SPDX-License-Identifier: Apache-2.0
#pragma once
// Carries out the effects of an ACS's requests that outlast the session: reboot, factory reset, file transfers,
// scheduled Informs. The effects on the parameter tree are SessionDriver's own.
// Spec: TR-069 Amendment 6, A.3.2.8, A.3.2.9, A.4.1
// Thread: loop

#include "proxy/acs/schedule/pending_restarts.hpp"
#include "proxy/acs/schedule/scheduled_informs.hpp"
#include "proxy/acs/schedule/scheduler.hpp"
#include "proxy/acs/session/session_driver.hpp"
#include "proxy/acs/transfers/transfers.hpp"

#include <vector>

namespace proxy::acs {

class RequestEffects final : public SessionDriver::Requests {
 public:
  /// All of them outlive it.
  RequestEffects(Scheduler& scheduler, ScheduledInforms& scheduled_informs, PendingRestarts& restarts,
                 Transfers& transfers, const base::Clock& clock)
      : scheduler_(scheduler),
        scheduled_informs_(scheduled_informs),
        restarts_(restarts),
        transfers_(transfers),
        clock_(clock) {}

  void reboot(const cwmp::RebootAfterSession& effect) override;
  base::Result<void> factory_reset() override { return restarts_.request_factory_reset(); }
  base::Result<void> queue_transfer(const cwmp::QueueTransfer& effect) override { return transfers_.queue(effect); }
  base::Result<void> cancel_transfers(const cwmp::CancelTransfers& effect) override;
  std::vector<cwmp::AllQueuedTransferStruct> list_transfers(const cwmp::ListTransfers& effect) override;
  base::Result<void> inform_later(const cwmp::InformLater& effect) override;

 private:
  Scheduler& scheduler_;
  ScheduledInforms& scheduled_informs_;
  PendingRestarts& restarts_;
  Transfers& transfers_;
  const base::Clock& clock_;
};

}  // namespace proxy::acs
