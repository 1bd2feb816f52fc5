// SPDX-License-Identifier: Apache-2.0
#include "proxy/cwmp/handlers/upload.hpp"

#include "proxy/cwmp/handlers/transfer_url.hpp"

namespace proxy::cwmp {

Outcome handle(const Upload& request, const model::Tree&) {
  if (const auto refusal = refuse_url(request.url)) return to_fault(*refusal);
  return ask_for(QueueTransfer{QueueTransfer::Kind::upload, request});
}

Outcome finish(const Upload&, const EffectResult& result, const model::Tree&) {
  if (std::holds_alternative<Done>(result)) return answer(UploadResponse{});
  if (const auto* refused = std::get_if<Refused>(&result)) return to_fault(refused->errors.at(0));
  return wrong_result();
}

}  // namespace proxy::cwmp
