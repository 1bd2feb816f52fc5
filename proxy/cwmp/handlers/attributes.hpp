// SPDX-License-Identifier: Apache-2.0
#pragma once
// The attributes of parameters: GetParameterAttributes and SetParameterAttributes.
// Spec: TR-069 Amendment 6, A.3.2.4 and A.3.2.5
// Thread: loop

#include "proxy/cwmp/handlers/outcome.hpp"
#include "proxy/model/tree.hpp"

namespace proxy::cwmp {

Outcome handle(const GetParameterAttributes& request, const model::Tree& tree);

/// Resolves which parameters get which attributes. A forced active notification stays, without a fault.
Outcome handle(const SetParameterAttributes& request, const model::Tree& tree, const Terms& terms);
Outcome finish(const SetParameterAttributes& request, const EffectResult& result, const model::Tree& tree);

}  // namespace proxy::cwmp
