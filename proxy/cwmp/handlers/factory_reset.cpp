// SPDX-License-Identifier: Apache-2.0
#include "proxy/cwmp/handlers/factory_reset.hpp"

namespace proxy::cwmp {

Outcome handle(const FactoryReset&, const model::Tree&) { return ask_for(FactoryResetAfterSession{}); }

Outcome finish(const FactoryReset&, const EffectResult& result, const model::Tree&) {
  if (std::holds_alternative<Done>(result)) return answer(FactoryResetResponse{});
  if (const auto* refused = std::get_if<Refused>(&result)) return to_fault(refused->errors.at(0));
  return wrong_result();
}

}  // namespace proxy::cwmp
