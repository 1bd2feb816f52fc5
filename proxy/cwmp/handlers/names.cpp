// SPDX-License-Identifier: Apache-2.0
#include "proxy/cwmp/handlers/names.hpp"

#include <utility>

namespace proxy::cwmp {

Outcome handle(const GetParameterNames& request, const model::Tree& tree) {
  using Depth = model::Cursor::Depth;
  auto selection = select_with_wildcards(tree, request.parameter_path);
  if (!selection) return unknown_name(selection.error(), tree, request.parameter_path);
  if (!request.next_level) return answer(GetParameterNamesResponse{std::move(*selection), Depth::all});
  const bool names_parameters = !request.parameter_path.empty() && !request.parameter_path.ends_with('.');
  if (names_parameters) {
    return to_fault(
        {base::Fault::invalid_arguments, request.parameter_path, "NextLevel is true, and the path names a parameter"});
  }
  // Above the root there is one thing: the root.
  if (request.parameter_path.empty()) {
    return answer(GetParameterNamesResponse{std::move(*selection), Depth::all, 1});
  }
  return answer(GetParameterNamesResponse{std::move(*selection), Depth::next_level});
}

Outcome handle(const GetRPCMethods&, const model::Tree&) { return answer(GetRPCMethodsResponse{}); }

}  // namespace proxy::cwmp
