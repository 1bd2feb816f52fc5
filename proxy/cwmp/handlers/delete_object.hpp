// SPDX-License-Identifier: Apache-2.0
#pragma once
// Removes a row from a table that an ACS may delete from.
// Spec: TR-069 Amendment 6, A.3.2.7
// Thread: loop

#include "proxy/cwmp/handlers/outcome.hpp"
#include "proxy/model/tree.hpp"

namespace proxy::cwmp {

Outcome handle(const DeleteObject& request, const model::Tree& tree);
Outcome finish(const DeleteObject& request, const EffectResult& result, const model::Tree& tree);

}  // namespace proxy::cwmp
