// SPDX-License-Identifier: Apache-2.0
#include "proxy/cwmp/handlers/cancel_transfer.hpp"

namespace proxy::cwmp {

Outcome handle(const CancelTransfer& request, const model::Tree&) {
  return ask_for(CancelTransfers{request.command_key});
}

Outcome finish(const CancelTransfer&, const EffectResult& result, const model::Tree&) {
  if (std::holds_alternative<Done>(result)) return answer(CancelTransferResponse{});
  if (const auto* refused = std::get_if<Refused>(&result)) return to_fault(refused->errors.at(0));
  return wrong_result();
}

}  // namespace proxy::cwmp
