// SPDX-License-Identifier: Apache-2.0
#include "proxy/cwmp/handlers/get_queued_transfers.hpp"

namespace proxy::cwmp {

Outcome handle(const GetQueuedTransfers&, const model::Tree&) { return ask_for(ListTransfers{.all = false}); }

Outcome finish(const GetQueuedTransfers&, const EffectResult& result, const model::Tree&) {
  if (const auto* transfers = std::get_if<Transfers>(&result))
    return answer(GetQueuedTransfersResponse{transfers->list});
  return wrong_result();
}

}  // namespace proxy::cwmp
