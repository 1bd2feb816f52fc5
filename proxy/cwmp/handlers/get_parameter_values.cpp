// SPDX-License-Identifier: Apache-2.0
#include "proxy/cwmp/handlers/get_parameter_values.hpp"

#include "proxy/model/matches.hpp"

#include <algorithm>
#include <string_view>
#include <utility>
#include <vector>

namespace proxy::cwmp {
namespace {

/// Without a cursor, which would make a path for each parameter of the tree to find the few that are live.
void add_live(model::Row& row, std::string_view prefix, std::vector<model::ParameterRef>& live) {
  const model::Shape& shape = row.shape();
  for (const model::ColumnIndex column : shape.by_name) {
    const model::Parameter& info = shape.columns[column];
    if (info.live && info.name.starts_with(prefix)) live.push_back({&row, column});
  }
  for (const auto& table : row.tables()) {
    if (!table->name().starts_with(prefix)) continue;
    for (const auto& inner : table->rows()) add_live(*inner, {}, live);
  }
}

void add_live(const model::Tree& tree, const model::Selection& selection, std::vector<model::ParameterRef>& live) {
  switch (selection.kind) {
    case model::Selection::Kind::parameter: {
      const model::ParameterRef parameter{selection.row, selection.column};
      if (parameter.info().live) live.push_back(parameter);
      break;
    }
    case model::Selection::Kind::table:
      for (const auto& row : selection.table->rows()) add_live(*row, {}, live);
      break;
    case model::Selection::Kind::row:
    case model::Selection::Kind::object: add_live(*selection.row, selection.object, live); break;
    case model::Selection::Kind::pattern: {
      model::Matches matches(tree, selection.path, model::Naming::numbers);
      while (const auto match = matches.next()) add_live(tree, *match, live);
      break;
    }
  }
}

/// Each once, however often it was asked for.
std::vector<model::ParameterRef> live_parameters(const model::Tree& tree,
                                                 const std::vector<model::Selection>& selections) {
  std::vector<model::ParameterRef> live;
  for (const model::Selection& selection : selections) add_live(tree, selection, live);
  std::sort(live.begin(), live.end());
  live.erase(std::unique(live.begin(), live.end()), live.end());
  return live;
}

}  // namespace

Outcome handle(const GetParameterValues& request, const model::Tree& tree) {
  auto selections = select_with_wildcards(tree, request.parameter_names);
  if (!selections) return to_fault(selections.error());
  if (auto live = live_parameters(tree, *selections); !live.empty()) return ask_for(ReadLive{std::move(live)});
  return answer(GetParameterValuesResponse{std::move(*selections)});
}

Outcome finish(const GetParameterValues& request, const EffectResult& result, const model::Tree& tree) {
  if (!std::holds_alternative<Done>(result)) return wrong_result();
  // Selected again: rows may have come and gone meanwhile.
  auto selections = select_with_wildcards(tree, request.parameter_names);
  if (!selections) return to_fault(selections.error());
  return answer(GetParameterValuesResponse{std::move(*selections)});
}

}  // namespace proxy::cwmp
