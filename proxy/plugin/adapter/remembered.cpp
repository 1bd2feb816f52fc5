// SPDX-License-Identifier: Apache-2.0
#include "proxy/plugin/adapter/remembered.hpp"

#include "proxy/base/log.hpp"
#include "proxy/model/aliases.hpp"

namespace proxy::plugin {
namespace {

template <class Map>
std::optional<typename Map::mapped_type> take(Map& map, const std::string& path) {
  auto node = map.extract(path);
  return node.empty() ? std::nullopt : std::optional(std::move(node.mapped()));
}

}  // namespace

void Remembered::load(std::string_view prefix) {
  store_.last_values.load(
      prefix, [this](std::string_view path, std::string_view value) { values_[std::string(path)] = value; });
  for (state::SetValue& set : store_.set_values.all(prefix)) sets_[set.path] = set;
  for (const state::StoredAttributes& stored : store_.attributes.all(prefix)) {
    attributes_[stored.path] = {static_cast<model::Notification>(stored.notification), stored.subscriber_may_write};
  }
}

const std::string* Remembered::value(const std::string& path) const {
  const auto found = values_.find(path);
  return found == values_.end() ? nullptr : &found->second;
}

std::optional<std::string> Remembered::take_value(const std::string& path) { return take(values_, path); }
std::optional<state::SetValue> Remembered::take_set(const std::string& path) { return take(sets_, path); }
std::optional<model::Attributes> Remembered::take_attributes(const std::string& path) {
  return take(attributes_, path);
}

void Remembered::restore_alias(model::Tree& tree, sets::SetJournal& journal, model::Row& row) {
  const model::ColumnIndex column = row.parent()->alias_column();
  if (empty() || column == model::kNoColumn) return;
  const model::ParameterRef parameter{&row, column};
  const std::string path = tree.path(parameter);
  if (const auto attributes = take_attributes(path)) tree.set_attributes(parameter, *attributes);
  const auto set = take_set(path);
  if (!set) return;
  if (model::check_aliases(std::vector<model::Assignment>{{parameter, path, set->value}}).empty()) {
    tree.set_value(parameter, set->value, model::Origin::start);
  } else {
    base::log::warning("plugin.alias.taken", "{}: the stored alias {} is dropped: another row has it now", path,
                       set->value);
    journal.outdated(path);
  }
}

void Remembered::restore_row(model::Tree& tree, state::Store& store, model::Row& row) {
  sets::SetJournal journal(store);
  restore_alias(tree, journal, row);
  for (model::ColumnIndex column = 0; column < row.shape().columns.size(); ++column) {
    const model::ParameterRef parameter{&row, column};
    if (const auto attributes = take_attributes(tree.path(parameter))) tree.set_attributes(parameter, *attributes);
  }
}

}  // namespace proxy::plugin
