// SPDX-License-Identifier: Apache-2.0
#include "proxy/cwmp/handlers/schedule_inform.hpp"

namespace proxy::cwmp {

Outcome handle(const ScheduleInform& request, const model::Tree&) {
  if (request.delay_seconds == 0) return to_fault({base::Fault::invalid_arguments, "", "DelaySeconds is 0"});
  return ask_for(InformLater{std::chrono::seconds(request.delay_seconds), request.command_key});
}

Outcome finish(const ScheduleInform&, const EffectResult& result, const model::Tree&) {
  if (std::holds_alternative<Done>(result)) return answer(ScheduleInformResponse{});
  if (const auto* refused = std::get_if<Refused>(&result)) return to_fault(refused->errors.at(0));
  return wrong_result();
}

}  // namespace proxy::cwmp
