// SPDX-License-Identifier: Apache-2.0
#include "proxy/cwmp/handlers/dispatch.hpp"

#include "proxy/cwmp/handlers/attributes.hpp"
#include "proxy/cwmp/handlers/life_cycle.hpp"
#include "proxy/cwmp/handlers/names.hpp"
#include "proxy/cwmp/handlers/objects.hpp"
#include "proxy/cwmp/handlers/transfers.hpp"
#include "proxy/cwmp/handlers/values.hpp"

#include <variant>

namespace proxy::cwmp {

Outcome handle_request(const Request& request, const model::Tree& tree, const Terms& terms) {
  return std::visit(
      [&](const auto& message) {
        if constexpr (requires { handle(message, tree, terms); }) {
          return handle(message, tree, terms);
        } else {
          return handle(message, tree);
        }
      },
      request);
}

Outcome finish_request(const Request& request, const EffectResult& result, const model::Tree& tree) {
  return std::visit(
      [&](const auto& message) -> Outcome {
        if constexpr (requires { finish(message, result, tree); }) {
          return finish(message, result, tree);
        } else {
          // The request has no effect that could end.
          return wrong_result();
        }
      },
      request);
}

}  // namespace proxy::cwmp
