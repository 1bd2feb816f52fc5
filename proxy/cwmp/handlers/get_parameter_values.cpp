// SPDX-License-Identifier: Apache-2.0
#include "proxy/cwmp/handlers/get_parameter_values.hpp"

#include "proxy/model/cursor.hpp"

#include <algorithm>
#include <utility>
#include <vector>

namespace proxy::cwmp {
namespace {

base::Result<std::vector<model::Selection>> select_all(const GetParameterValues& request, const model::Tree& tree) {
  std::vector<model::Selection> selections;
  for (const std::string& name : request.parameter_names) {
    auto selection = select(tree, name);
    if (!selection) return selection.error();
    selections.push_back(std::move(*selection));
  }
  return selections;
}

/// Each once, however often it was asked for.
std::vector<model::ParameterRef> live_parameters(const std::vector<model::Selection>& selections,
                                                 const model::Tree& tree) {
  std::vector<model::ParameterRef> live;
  for (const model::Selection& selection : selections) {
    model::Cursor cursor(tree, selection, model::Cursor::Depth::all);
    while (const auto* item = cursor.next()) {
      if (item->kind == model::Cursor::Item::Kind::parameter && item->parameter.info().live) {
        live.push_back(item->parameter);
      }
    }
  }
  std::sort(live.begin(), live.end());
  live.erase(std::unique(live.begin(), live.end()), live.end());
  return live;
}

}  // namespace

Outcome handle(const GetParameterValues& request, const model::Tree& tree) {
  auto selections = select_all(request, tree);
  if (!selections) return to_fault(selections.error());
  if (auto live = live_parameters(*selections, tree); !live.empty()) return ask_for(ReadLive{std::move(live)});
  return answer(GetParameterValuesResponse{std::move(*selections)});
}

Outcome finish(const GetParameterValues& request, const EffectResult& result, const model::Tree& tree) {
  if (!std::holds_alternative<Done>(result)) return wrong_result();
  // Selected again: rows may have come and gone meanwhile.
  auto selections = select_all(request, tree);
  if (!selections) return to_fault(selections.error());
  return answer(GetParameterValuesResponse{std::move(*selections)});
}

}  // namespace proxy::cwmp
