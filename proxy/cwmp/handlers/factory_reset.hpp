// SPDX-License-Identifier: Apache-2.0
#pragma once
// Agrees to go back to the state of the factory once the session has ended.
// Spec: TR-069 Amendment 6, A.4.1.6
// Thread: loop

#include "proxy/cwmp/handlers/outcome.hpp"
#include "proxy/model/tree.hpp"

namespace proxy::cwmp {

Outcome handle(const FactoryReset& request, const model::Tree& tree);
Outcome finish(const FactoryReset& request, const EffectResult& result, const model::Tree& tree);

}  // namespace proxy::cwmp
