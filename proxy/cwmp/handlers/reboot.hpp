// SPDX-License-Identifier: Apache-2.0
#pragma once
// Agrees to restart once the session has ended.
// Spec: TR-069 Amendment 6, A.3.2.8
// Thread: loop

#include "proxy/cwmp/handlers/outcome.hpp"
#include "proxy/model/tree.hpp"

namespace proxy::cwmp {

Outcome handle(const Reboot& request, const model::Tree& tree);
Outcome finish(const Reboot& request, const EffectResult& result, const model::Tree& tree);

}  // namespace proxy::cwmp
