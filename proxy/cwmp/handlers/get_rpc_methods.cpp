// SPDX-License-Identifier: Apache-2.0
#include "proxy/cwmp/handlers/get_rpc_methods.hpp"

namespace proxy::cwmp {

Outcome handle(const GetRPCMethods&, const model::Tree&) { return answer(GetRPCMethodsResponse{}); }

}  // namespace proxy::cwmp
