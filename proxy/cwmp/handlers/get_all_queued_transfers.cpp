// SPDX-License-Identifier: Apache-2.0
#include "proxy/cwmp/handlers/get_all_queued_transfers.hpp"

namespace proxy::cwmp {

Outcome handle(const GetAllQueuedTransfers&, const model::Tree&) { return ask_for(ListTransfers{.all = true}); }

Outcome finish(const GetAllQueuedTransfers&, const EffectResult& result, const model::Tree&) {
  if (const auto* transfers = std::get_if<Transfers>(&result))
    return answer(GetAllQueuedTransfersResponse{transfers->list});
  return wrong_result();
}

}  // namespace proxy::cwmp
