// SPDX-License-Identifier: Apache-2.0
#include "proxy/cwmp/handlers/objects.hpp"

#include "proxy/cwmp/addressing.hpp"

#include <string>

namespace proxy::cwmp {

Outcome handle(const AddObject& request, const model::Tree& tree) {
  const MissingRow missing = missing_row(tree, request.object_name);
  if (missing.table && missing.below.empty()) {
    return ask_for(AddRow{missing.table, request.parameter_key, std::string(missing.alias)});
  }
  const auto selection = select(tree, request.object_name);
  if (!selection) return unknown_name(selection.error(), tree, request.object_name);
  if (selection->kind != model::Selection::Kind::table || !selection->table->creatable()) {
    return to_fault({base::Fault::invalid_parameter_name, request.object_name,
                     "the path does not name a table to which an ACS can add rows"});
  }
  return ask_for(AddRow{selection->table, request.parameter_key, {}});
}

Outcome finish(const AddObject&, const EffectResult& result, const model::Tree&) {
  if (const auto* added = std::get_if<Added>(&result)) {
    return answer(AddObjectResponse{added->instance_number, added->status});
  }
  return refusal(result);
}

Outcome handle(const DeleteObject& request, const model::Tree& tree) {
  const auto selection = select(tree, request.object_name);
  if (!selection) return unknown_name(selection.error(), tree, request.object_name);
  if (selection->kind != model::Selection::Kind::row || selection->row->parent() == nullptr) {
    return to_fault(
        {base::Fault::invalid_parameter_name, request.object_name, "the path does not name a row of a table"});
  }
  if (!selection->row->parent()->creatable()) {
    return to_fault({base::Fault::request_denied, request.object_name, "an ACS cannot delete rows of this table"});
  }
  return ask_for(RemoveRow{selection->row, request.parameter_key});
}

Outcome finish(const DeleteObject&, const EffectResult& result, const model::Tree&) {
  if (const auto* committed = std::get_if<Committed>(&result)) {
    return answer(DeleteObjectResponse{committed->status});
  }
  return refusal(result);
}

}  // namespace proxy::cwmp
