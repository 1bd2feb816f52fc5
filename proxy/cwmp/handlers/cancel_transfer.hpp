// SPDX-License-Identifier: Apache-2.0
#pragma once
// Drops transfers that have not come too far.
// Spec: TR-069 Amendment 6, A.4.1.9
// Thread: loop

#include "proxy/cwmp/handlers/outcome.hpp"
#include "proxy/model/tree.hpp"

namespace proxy::cwmp {

Outcome handle(const CancelTransfer& request, const model::Tree& tree);
Outcome finish(const CancelTransfer& request, const EffectResult& result, const model::Tree& tree);

}  // namespace proxy::cwmp
