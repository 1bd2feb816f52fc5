// SPDX-License-Identifier: Apache-2.0
#pragma once
// Adds rows to the tables that an ACS may add to, and deletes them.
// Spec: TR-069 Amendment 6, A.3.2.6 and A.3.2.7
// Thread: loop

#include "proxy/cwmp/handlers/outcome.hpp"
#include "proxy/model/tree.hpp"

namespace proxy::cwmp {

Outcome handle(const AddObject& request, const model::Tree& tree);
Outcome finish(const AddObject& request, const EffectResult& result, const model::Tree& tree);

Outcome handle(const DeleteObject& request, const model::Tree& tree);
Outcome finish(const DeleteObject& request, const EffectResult& result, const model::Tree& tree);

}  // namespace proxy::cwmp
