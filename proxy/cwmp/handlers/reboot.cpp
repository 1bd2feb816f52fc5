// SPDX-License-Identifier: Apache-2.0
#include "proxy/cwmp/handlers/reboot.hpp"

namespace proxy::cwmp {

Outcome handle(const Reboot& request, const model::Tree&) { return ask_for(RebootAfterSession{request.command_key}); }

Outcome finish(const Reboot&, const EffectResult& result, const model::Tree&) {
  if (std::holds_alternative<Done>(result)) return answer(RebootResponse{});
  if (const auto* refused = std::get_if<Refused>(&result)) return to_fault(refused->errors.at(0));
  return wrong_result();
}

}  // namespace proxy::cwmp
