// SPDX-License-Identifier: Apache-2.0
#include "proxy/cwmp/handlers/dispatch.hpp"

#include "proxy/cwmp/handlers/add_object.hpp"
#include "proxy/cwmp/handlers/cancel_transfer.hpp"
#include "proxy/cwmp/handlers/delete_object.hpp"
#include "proxy/cwmp/handlers/download.hpp"
#include "proxy/cwmp/handlers/factory_reset.hpp"
#include "proxy/cwmp/handlers/get_all_queued_transfers.hpp"
#include "proxy/cwmp/handlers/get_parameter_attributes.hpp"
#include "proxy/cwmp/handlers/get_parameter_names.hpp"
#include "proxy/cwmp/handlers/get_parameter_values.hpp"
#include "proxy/cwmp/handlers/get_queued_transfers.hpp"
#include "proxy/cwmp/handlers/get_rpc_methods.hpp"
#include "proxy/cwmp/handlers/reboot.hpp"
#include "proxy/cwmp/handlers/schedule_download.hpp"
#include "proxy/cwmp/handlers/schedule_inform.hpp"
#include "proxy/cwmp/handlers/set_parameter_attributes.hpp"
#include "proxy/cwmp/handlers/set_parameter_values.hpp"
#include "proxy/cwmp/handlers/upload.hpp"

#include <variant>

namespace proxy::cwmp {

Outcome handle_request(const Request& request, const model::Tree& tree, Version version) {
  return std::visit(
      [&](const auto& message) {
        if constexpr (requires { handle(message, tree, version); }) {
          return handle(message, tree, version);
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
          // It asks for no effect, so that there is none to finish.
          return wrong_result();
        }
      },
      request);
}

}  // namespace proxy::cwmp
