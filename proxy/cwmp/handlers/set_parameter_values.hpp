// SPDX-License-Identifier: Apache-2.0
#pragma once
// Checks a set against what is declared, and reports each parameter that is wrong; what passes is committed as a whole.
// Spec: TR-069 Amendment 6, A.3.2.1
// Thread: loop

#include "proxy/cwmp/handlers/outcome.hpp"
#include "proxy/model/tree.hpp"

namespace proxy::cwmp {

Outcome handle(const SetParameterValues& request, const model::Tree& tree);
Outcome finish(const SetParameterValues& request, const EffectResult& result, const model::Tree& tree);

}  // namespace proxy::cwmp
