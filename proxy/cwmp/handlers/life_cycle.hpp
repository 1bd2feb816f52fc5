// SPDX-License-Identifier: Apache-2.0
#pragma once
// What happens after the session: a restart, a factory reset, another session.
// Spec: TR-069 Amendment 6, A.3.2.9, A.4.1.2 and A.4.1.6
// Thread: loop

#include "proxy/cwmp/handlers/outcome.hpp"
#include "proxy/model/tree.hpp"

namespace proxy::cwmp {

Outcome handle(const Reboot& request, const model::Tree& tree);
Outcome finish(const Reboot& request, const EffectResult& result, const model::Tree& tree);

Outcome handle(const FactoryReset& request, const model::Tree& tree);
Outcome finish(const FactoryReset& request, const EffectResult& result, const model::Tree& tree);

/// 9003 for a delay of 0.
Outcome handle(const ScheduleInform& request, const model::Tree& tree);
Outcome finish(const ScheduleInform& request, const EffectResult& result, const model::Tree& tree);

}  // namespace proxy::cwmp
