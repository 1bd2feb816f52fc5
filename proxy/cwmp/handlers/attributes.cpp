// SPDX-License-Identifier: Apache-2.0
#include "proxy/cwmp/handlers/attributes.hpp"

#include "proxy/model/change_tracker.hpp"
#include "proxy/model/cursor.hpp"

#include <algorithm>
#include <map>
#include <string_view>
#include <utility>

namespace proxy::cwmp {
namespace {

using Attributes = std::map<model::ParameterRef, model::Attributes>;

/// The ACS itself may always write; the only other entity that TR-069 knows is the subscriber.
bool is_known_entity(std::string_view entity) { return entity == "Subscriber" || entity.starts_with("X_"); }

/// TR-181 lets a CPE refuse active notification of what changes all the time.
bool is_denied(const SetParameterAttributesStruct& entry, const model::Parameter& info) {
  return info.can_deny && entry.notification && model::is_at_once(*entry.notification);
}

/// As the parameter's attributes are to be after this entry.
void change(model::Attributes& attributes, const SetParameterAttributesStruct& entry, const model::Parameter& info) {
  if (entry.notification && !info.forced_active) attributes.notification = *entry.notification;
  if (entry.access_list) {
    attributes.subscriber_may_write =
        std::find(entry.access_list->begin(), entry.access_list->end(), "Subscriber") != entry.access_list->end();
  }
}

void change_all(Attributes& all, const SetParameterAttributesStruct& entry, const model::Selection& selection,
                const model::Tree& tree) {
  if (!entry.notification && !entry.access_list) return;
  model::Cursor cursor(tree, selection, model::Cursor::Depth::all);
  while (const auto* item = cursor.next()) {
    if (item->kind != model::Cursor::Item::Kind::parameter) continue;
    // Below a path the rest is what the ACS asks for; what is refused keeps the attribute that it has.
    if (is_denied(entry, item->parameter.info())) continue;
    const auto [place, added] = all.try_emplace(item->parameter);
    if (added) place->second = tree.attributes(item->parameter);
    change(place->second, entry, item->parameter.info());
  }
}

}  // namespace

Outcome handle(const GetParameterAttributes& request, const model::Tree& tree) {
  auto selections = select_with_wildcards(tree, request.parameter_names);
  if (!selections) return to_fault(selections.error());
  return answer(GetParameterAttributesResponse{std::move(*selections)});
}

Outcome handle(const SetParameterAttributes& request, const model::Tree& tree, const Terms& terms) {
  Attributes all;
  for (const SetParameterAttributesStruct& entry : request.parameter_list) {
    const auto selection = select(tree, entry.name);
    if (!selection) return unknown_name(selection.error(), tree, entry.name);
    if (terms.version < Version::v1_4 && entry.notification > model::Notification::active) {
      return to_fault({base::Fault::invalid_arguments, entry.name, "Notification 3 to 6 needs CWMP 1.4"});
    }
    if (entry.access_list && !std::all_of(entry.access_list->begin(), entry.access_list->end(), is_known_entity)) {
      return to_fault(
          {base::Fault::invalid_arguments, entry.name, "the AccessList has an unknown entity; Subscriber is known"});
    }
    if (selection->kind == model::Selection::Kind::parameter &&
        is_denied(entry, selection->row->shape().columns[selection->column])) {
      return to_fault({base::Fault::notification_request_rejected, entry.name,
                       "the value changes all the time: passive notification is possible, active is not"});
    }
    change_all(all, entry, *selection, tree);
  }
  SetAttributes effect;
  effect.changes.reserve(all.size());
  for (const auto& [parameter, attributes] : all) effect.changes.push_back({parameter, attributes});
  return ask_for(std::move(effect));
}

Outcome finish(const SetParameterAttributes&, const EffectResult& result, const model::Tree&) {
  return answer_done<SetParameterAttributesResponse>(result);
}

}  // namespace proxy::cwmp
