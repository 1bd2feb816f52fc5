// SPDX-License-Identifier: Apache-2.0
#pragma once
// Says which RPCs we know: those that read_message() does.
// Spec: TR-069 Amendment 6, A.3.1.1
// Thread: loop

#include "proxy/cwmp/handlers/outcome.hpp"
#include "proxy/model/tree.hpp"

namespace proxy::cwmp {

Outcome handle(const GetRPCMethods& request, const model::Tree& tree);

}  // namespace proxy::cwmp
