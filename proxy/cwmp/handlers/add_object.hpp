// SPDX-License-Identifier: Apache-2.0
#pragma once
// Adds a row to a table that an ACS may add to.
// Spec: TR-069 Amendment 6, A.3.2.6
// Thread: loop

#include "proxy/cwmp/handlers/outcome.hpp"
#include "proxy/model/tree.hpp"

namespace proxy::cwmp {

Outcome handle(const AddObject& request, const model::Tree& tree);
Outcome finish(const AddObject& request, const EffectResult& result, const model::Tree& tree);

}  // namespace proxy::cwmp
