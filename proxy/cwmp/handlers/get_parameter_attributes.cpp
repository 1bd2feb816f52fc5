// SPDX-License-Identifier: Apache-2.0
#include "proxy/cwmp/handlers/get_parameter_attributes.hpp"

#include <utility>
#include <vector>

namespace proxy::cwmp {

Outcome handle(const GetParameterAttributes& request, const model::Tree& tree) {
  std::vector<model::Selection> selections;
  for (const std::string& name : request.parameter_names) {
    auto selection = select(tree, name);
    if (!selection) return to_fault(selection.error());
    selections.push_back(std::move(*selection));
  }
  return answer(GetParameterAttributesResponse{std::move(selections)});
}

}  // namespace proxy::cwmp
