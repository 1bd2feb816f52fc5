// SPDX-License-Identifier: Apache-2.0
#pragma once
// Lists values. Live ones are read first, all in one effect, and the answer is then made from the tree.
// Spec: TR-069 Amendment 6, A.3.2.2
// Thread: loop

#include "proxy/cwmp/handlers/outcome.hpp"
#include "proxy/model/tree.hpp"

namespace proxy::cwmp {

Outcome handle(const GetParameterValues& request, const model::Tree& tree);
Outcome finish(const GetParameterValues& request, const EffectResult& result, const model::Tree& tree);

}  // namespace proxy::cwmp
