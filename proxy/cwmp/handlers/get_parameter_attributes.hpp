// SPDX-License-Identifier: Apache-2.0
#pragma once
// Lists attributes.
// Spec: TR-069 Amendment 6, A.3.2.5
// Thread: loop

#include "proxy/cwmp/handlers/outcome.hpp"
#include "proxy/model/tree.hpp"

namespace proxy::cwmp {

Outcome handle(const GetParameterAttributes& request, const model::Tree& tree);

}  // namespace proxy::cwmp
