// SPDX-License-Identifier: Apache-2.0
#pragma once
// Takes a file to be fetched into the queue of transfers.
// Spec: TR-069 Amendment 6, A.3.2.8
// Thread: loop

#include "proxy/cwmp/handlers/outcome.hpp"
#include "proxy/model/tree.hpp"

namespace proxy::cwmp {

Outcome handle(const Download& request, const model::Tree& tree);
Outcome finish(const Download& request, const EffectResult& result, const model::Tree& tree);

}  // namespace proxy::cwmp
