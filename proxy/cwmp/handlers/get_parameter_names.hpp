// SPDX-License-Identifier: Apache-2.0
#pragma once
// Lists what is in the tree.
// Spec: TR-069 Amendment 6, A.3.2.3
// Thread: loop

#include "proxy/cwmp/handlers/outcome.hpp"
#include "proxy/model/tree.hpp"

namespace proxy::cwmp {

Outcome handle(const GetParameterNames& request, const model::Tree& tree);

}  // namespace proxy::cwmp
