// SPDX-License-Identifier: Apache-2.0
#pragma once
// Agrees to another session once the delay is over.
// Spec: TR-069 Amendment 6, A.4.1.2
// Thread: loop

#include "proxy/cwmp/handlers/outcome.hpp"
#include "proxy/model/tree.hpp"

namespace proxy::cwmp {

Outcome handle(const ScheduleInform& request, const model::Tree& tree);
Outcome finish(const ScheduleInform& request, const EffectResult& result, const model::Tree& tree);

}  // namespace proxy::cwmp
