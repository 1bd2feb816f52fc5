// SPDX-License-Identifier: Apache-2.0
#pragma once
// Lists the transfers, those that the ACS has not asked for included.
// Spec: TR-069 Amendment 6, A.4.1.7
// Thread: loop

#include "proxy/cwmp/handlers/outcome.hpp"
#include "proxy/model/tree.hpp"

namespace proxy::cwmp {

Outcome handle(const GetAllQueuedTransfers& request, const model::Tree& tree);
Outcome finish(const GetAllQueuedTransfers& request, const EffectResult& result, const model::Tree& tree);

}  // namespace proxy::cwmp
