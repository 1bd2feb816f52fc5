// SPDX-License-Identifier: Apache-2.0
#pragma once
// Finds the handler of a request.
// Thread: loop

#include "proxy/cwmp/handlers/outcome.hpp"
#include "proxy/model/tree.hpp"

namespace proxy::cwmp {

/// A handler for which the terms make a difference takes them as its third argument.
Outcome handle_request(const Request& request, const model::Tree& tree, const Terms& terms = {});
/// Goes on after the effect that handle_request() asked for.
Outcome finish_request(const Request& request, const EffectResult& result, const model::Tree& tree);

}  // namespace proxy::cwmp
