// SPDX-License-Identifier: Apache-2.0
#include "proxy/cwmp/handlers/add_object.hpp"

#include "proxy/cwmp/addressing.hpp"

#include <string>

namespace proxy::cwmp {

Outcome handle(const AddObject& request, const model::Tree& tree) {
  const MissingRow missing = missing_row(tree, request.object_name);
  if (missing.table && missing.below.empty()) {
    return ask_for(AddRow{missing.table, request.parameter_key, std::string(missing.alias)});
  }
  const auto selection = select(tree, request.object_name);
  if (!selection) return to_fault(selection.error());
  if (selection->kind != model::Selection::Kind::table || !selection->table->creatable()) {
    return to_fault({base::Fault::invalid_parameter_name, request.object_name, "nothing can be added to it"});
  }
  return ask_for(AddRow{selection->table, request.parameter_key, {}});
}

Outcome finish(const AddObject&, const EffectResult& result, const model::Tree&) {
  if (const auto* added = std::get_if<Added>(&result)) {
    return answer(AddObjectResponse{added->instance_number, added->status});
  }
  if (const auto* refused = std::get_if<Refused>(&result)) return to_fault(refused->errors.at(0));
  return wrong_result();
}

}  // namespace proxy::cwmp
