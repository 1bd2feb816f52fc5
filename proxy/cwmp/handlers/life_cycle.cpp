// SPDX-License-Identifier: Apache-2.0
#include "proxy/cwmp/handlers/life_cycle.hpp"

namespace proxy::cwmp {

Outcome handle(const Reboot& request, const model::Tree&) { return ask_for(RebootAfterSession{request.command_key}); }

Outcome finish(const Reboot&, const EffectResult& result, const model::Tree&) {
  return answer_done<RebootResponse>(result);
}

Outcome handle(const FactoryReset&, const model::Tree&) { return ask_for(FactoryResetAfterSession{}); }

Outcome finish(const FactoryReset&, const EffectResult& result, const model::Tree&) {
  return answer_done<FactoryResetResponse>(result);
}

Outcome handle(const ScheduleInform& request, const model::Tree&) {
  if (request.delay_seconds == 0)
    return to_fault({base::Fault::invalid_arguments, "", "DelaySeconds is 0: at least 1 is allowed"});
  return ask_for(InformLater{std::chrono::seconds(request.delay_seconds), request.command_key});
}

Outcome finish(const ScheduleInform&, const EffectResult& result, const model::Tree&) {
  return answer_done<ScheduleInformResponse>(result);
}

}  // namespace proxy::cwmp
