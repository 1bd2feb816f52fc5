// SPDX-License-Identifier: Apache-2.0
#include "proxy/plugin/overview/adapter_rows.hpp"

namespace proxy::plugin {

model::Row* AdapterRows::find(std::string_view adapter) const {
  const auto number = numbers_.find(adapter);
  return number == numbers_.end() ? nullptr : table_->find(number->second);
}

model::Row& AdapterRows::add(model::Table& table, const std::string& adapter) {
  table_ = &table;
  const std::uint32_t number = numbers_[adapter] = store_.rows.number(path_, adapter);
  return *tree_.add_row(table, number, model::Origin::local).value();
}

Remembered AdapterRows::restore(model::Row& row) {
  Remembered remembered(store_);
  remembered.load(tree_.path(row));
  remembered.restore_row(tree_, store_, row);
  return remembered;
}

void AdapterRows::remove(std::string_view adapter) {
  const auto known = numbers_.find(adapter);
  if (known == numbers_.end()) return;
  if (model::Row* const row = table_->find(known->second)) tree_.remove_row(*row, model::Origin::local);
  store_.mark_absent(path_, known->second);
  numbers_.erase(known);
}

}  // namespace proxy::plugin
