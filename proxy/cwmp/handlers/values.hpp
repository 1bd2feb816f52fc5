// SPDX-License-Identifier: Apache-2.0
#pragma once
// The values of parameters: GetParameterValues and SetParameterValues.
// Spec: TR-069 Amendment 6, A.3.2.1 and A.3.2.2
// Thread: loop

#include "proxy/cwmp/handlers/outcome.hpp"
#include "proxy/model/tree.hpp"

namespace proxy::cwmp {

/// Reads live parameters first, then lists what the paths name.
Outcome handle(const GetParameterValues& request, const model::Tree& tree);
Outcome finish(const GetParameterValues& request, const EffectResult& result, const model::Tree& tree);

/// Checks every parameter against its declaration and reports each one in error. A set without errors is committed as
/// a whole.
Outcome handle(const SetParameterValues& request, const model::Tree& tree, const Terms& terms);
Outcome finish(const SetParameterValues& request, const EffectResult& result, const model::Tree& tree);

}  // namespace proxy::cwmp
