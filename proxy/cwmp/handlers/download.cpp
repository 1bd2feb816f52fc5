// SPDX-License-Identifier: Apache-2.0
#include "proxy/cwmp/handlers/download.hpp"

#include "proxy/cwmp/handlers/transfer_url.hpp"

namespace proxy::cwmp {

Outcome handle(const Download& request, const model::Tree&) {
  if (const auto refusal = refuse_url(request.url)) return to_fault(*refusal);
  return ask_for(QueueTransfer{QueueTransfer::Kind::download, request});
}

Outcome finish(const Download&, const EffectResult& result, const model::Tree&) {
  if (std::holds_alternative<Done>(result)) return answer(DownloadResponse{});
  if (const auto* refused = std::get_if<Refused>(&result)) return to_fault(refused->errors.at(0));
  return wrong_result();
}

}  // namespace proxy::cwmp
