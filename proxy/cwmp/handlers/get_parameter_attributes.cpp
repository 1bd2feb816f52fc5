// SPDX-License-Identifier: Apache-2.0
#include "proxy/cwmp/handlers/get_parameter_attributes.hpp"

#include <utility>

namespace proxy::cwmp {

Outcome handle(const GetParameterAttributes& request, const model::Tree& tree) {
  auto selections = select_with_wildcards(tree, request.parameter_names);
  if (!selections) return to_fault(selections.error());
  return answer(GetParameterAttributesResponse{std::move(*selections)});
}

}  // namespace proxy::cwmp
