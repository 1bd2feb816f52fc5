// SPDX-License-Identifier: Apache-2.0
#pragma once
// Finds the handler of a request.
// Thread: loop

#include "proxy/cwmp/handlers/outcome.hpp"
#include "proxy/cwmp/version.hpp"
#include "proxy/model/tree.hpp"

namespace proxy::cwmp {

/// `version` is the one agreed on; a handler for which it makes a difference takes it as its third argument.
Outcome handle_request(const Request& request, const model::Tree& tree, Version version = Version::v1_4);
/// Goes on after the effect that handle_request() asked for.
Outcome finish_request(const Request& request, const EffectResult& result, const model::Tree& tree);

}  // namespace proxy::cwmp
