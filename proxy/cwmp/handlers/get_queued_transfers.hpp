// SPDX-License-Identifier: Apache-2.0
#pragma once
// Lists the transfers that the ACS has asked for; deprecated.
// Spec: TR-069 Amendment 6, A.4.1.1
// Thread: loop

#include "proxy/cwmp/handlers/outcome.hpp"
#include "proxy/model/tree.hpp"

namespace proxy::cwmp {

Outcome handle(const GetQueuedTransfers& request, const model::Tree& tree);
Outcome finish(const GetQueuedTransfers& request, const EffectResult& result, const model::Tree& tree);

}  // namespace proxy::cwmp
