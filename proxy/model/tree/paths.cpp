// SPDX-License-Identifier: Apache-2.0
#include "proxy/model/tree/paths.hpp"

#include <utility>

namespace proxy::model {
namespace {

base::Error no_such(std::string_view path) {
  return {base::Fault::invalid_parameter_name, std::string(path), "no such parameter or object"};
}

/// Longer than a message can carry.
bool is_too_long(std::string_view path) { return path.size() > kMaxPathLength && characters(path) > kMaxPathLength; }

}  // namespace

base::Result<Selection> Paths::select(std::string_view path) const {
  // The tree hands out what may be changed through it; select() itself changes nothing.
  auto* root = const_cast<Row*>(&root_);
  if (path.empty() || path == kRoot) return Selection{.row = root, .path = std::string(kRoot)};
  if (!path.starts_with(kRoot)) return no_such(path);
  auto selection = select(*root, path.substr(kRoot.size()), nullptr);
  if (!selection) return no_such(path);
  selection->path = path;
  return selection;
}

base::Result<Selection> Paths::select(Row& from, std::string_view path, Wildcard* wildcard) const {
  Row* row = &from;
  std::string_view rest = path;
  if (rest.empty()) return Selection{.row = row};
  while (Table* table = row->table_towards(rest)) {
    rest.remove_prefix(table->name().size());
    if (rest.empty()) return Selection{.kind = Selection::Kind::table, .row = row, .table = table};
    const auto identifier = leading_instance(rest);
    if (identifier && identifier->is_wildcard && wildcard) *wildcard = {table, path.size() - rest.size()};
    row = identifier ? table->find(*identifier) : nullptr;
    if (!row) return no_such(path);
    rest.remove_prefix(identifier->length);
    if (rest.empty()) return Selection{.row = row};
  }
  if (rest.ends_with('.')) {
    if (!row->shape().has_prefix(rest) && !row->has_table_prefix(rest)) return no_such(path);
    return Selection{.kind = Selection::Kind::object, .row = row, .object = std::string(rest)};
  }
  const ColumnIndex column = row->shape().find(rest);
  if (column == kNoColumn) return no_such(path);
  return Selection{.kind = Selection::Kind::parameter, .row = row, .column = column};
}

base::Result<ParameterRef> Paths::find(std::string_view path) const {
  const auto selection = select(path);
  if (!selection) return selection.error();
  if (selection->kind != Selection::Kind::parameter) return no_such(path);
  return ParameterRef{selection->row, selection->column};
}

std::string Paths::path(const Table& table) const { return path(table.parent()) + table.name(); }

std::string Paths::path(const Selection& selection) const {
  switch (selection.kind) {
    case Selection::Kind::row: return path(*selection.row);
    case Selection::Kind::object: return path(*selection.row) + selection.object;
    case Selection::Kind::table: return path(*selection.table);
    case Selection::Kind::parameter: return path(ParameterRef{selection.row, selection.column});
    case Selection::Kind::pattern: break;
  }
  return selection.path;
}

std::string Paths::path(const Row& row, Naming naming) const {
  if (!row.parent()) return std::string(kRoot);
  std::string whole = path(row.parent()->parent(), naming) + row.parent()->name();
  row.append_identifier(whole, naming);
  return whole;
}

std::string Paths::path(ParameterRef parameter, Naming naming) const {
  std::string whole = path(*parameter.row, naming) + parameter.info().name;
  // Aliases may have made it longer than a message can carry.
  return is_too_long(whole) ? path(parameter) : whole;
}

std::string Paths::with_aliases(std::string_view reference) const {
  const auto selection = select(std::string(reference) + ".");
  if (reference.empty() || !selection || selection->kind != Selection::Kind::row) return std::string(reference);
  std::string named = path(*selection->row, Naming::aliases);
  named.pop_back();
  return is_too_long(named) ? std::string(reference) : named;
}

}  // namespace proxy::model
