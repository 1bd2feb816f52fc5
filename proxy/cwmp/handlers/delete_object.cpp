// SPDX-License-Identifier: Apache-2.0
#include "proxy/cwmp/handlers/delete_object.hpp"

namespace proxy::cwmp {

Outcome handle(const DeleteObject& request, const model::Tree& tree) {
  const auto selection = select(tree, request.object_name);
  if (!selection) return to_fault(selection.error());
  if (selection->kind != model::Selection::Kind::row || selection->row->parent() == nullptr) {
    return to_fault({base::Fault::invalid_parameter_name, request.object_name, "not a row of a table"});
  }
  if (!selection->row->parent()->creatable()) {
    return to_fault({base::Fault::request_denied, request.object_name, "it comes and goes by itself"});
  }
  return ask_for(RemoveRow{selection->row, request.parameter_key});
}

Outcome finish(const DeleteObject&, const EffectResult& result, const model::Tree&) {
  if (const auto* committed = std::get_if<Committed>(&result)) {
    return answer(DeleteObjectResponse{committed->status});
  }
  if (const auto* refused = std::get_if<Refused>(&result)) return to_fault(refused->errors.at(0));
  return wrong_result();
}

}  // namespace proxy::cwmp
