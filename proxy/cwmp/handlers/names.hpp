// SPDX-License-Identifier: Apache-2.0
#pragma once
// Lists what there is: the names in the tree, and the RPCs.
// Spec: TR-069 Amendment 6, A.3.1.1 and A.3.2.3
// Thread: loop

#include "proxy/cwmp/handlers/outcome.hpp"
#include "proxy/model/tree.hpp"

namespace proxy::cwmp {

Outcome handle(const GetParameterNames& request, const model::Tree& tree);

/// Names the RPCs that read_message() knows.
Outcome handle(const GetRPCMethods& request, const model::Tree& tree);

}  // namespace proxy::cwmp
