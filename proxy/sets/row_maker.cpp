// SPDX-License-Identifier: Apache-2.0
#include "proxy/sets/row_maker.hpp"

#include "proxy/base/log.hpp"

#include <algorithm>
#include <utility>

namespace proxy::sets {

using base::Error;
using base::Fault;
using model::Creation;

model::Table* RowMaker::find_table(const std::string& path) const {
  const auto selection = tree_.select(path);
  return selection ? selection->table : nullptr;
}

model::Row* RowMaker::find(const Made& made) const {
  const model::Table* const table = find_table(made.table);
  return table ? table->find(made.number) : nullptr;
}

void RowMaker::make(std::vector<Creation> creations, std::function<void(std::optional<Error>)> done) {
  creations_ = std::move(creations);
  done_ = std::move(done);
  make_next();
}

void RowMaker::make_next() {
  if (made_.size() == creations_.size()) return finish(std::nullopt);
  model::Table* const table = find_table(creations_[made_.size()].table);
  if (table && table->source()) {
    return table->source()->add_row(
        *table, origin_, [self = shared_from_this()](const base::Result<model::Row*>& row) { self->made(row); });
  }
  tree_.when_thawed([self = shared_from_this()] { self->make_in_tree(); });
}

void RowMaker::make_in_tree() {
  const Creation& creation = creations_[made_.size()];
  model::Table* const table = find_table(creation.table);
  if (!table) return finish(Error{Fault::invalid_parameter_name, creation.asked, "its table was removed meanwhile"});
  // The store does not know yet the rows that this set made before.
  const std::uint32_t behind_last = table->rows().empty() ? 1 : table->rows().back()->number() + 1;
  made(tree_.add_row(*table, std::max(store_.rows.next_number(creation.table), behind_last), origin_));
}

void RowMaker::made(const base::Result<model::Row*>& row) {
  if (row.has_error()) return finish(row.error());
  made_.push_back({creations_[made_.size()].table, (*row)->number()});
  make_next();
}

std::vector<model::Assignment> RowMaker::assignments() const {
  std::vector<model::Assignment> all;
  for (std::size_t i = 0; i < made_.size(); ++i) {
    model::Row* const row = find(made_[i]);
    if (!row) continue;
    const auto assign = [&](model::ColumnIndex column, const std::string& value, const std::string& asked) {
      const model::ParameterRef parameter{row, column};
      if (column < row->shape().columns.size()) all.push_back({parameter, tree_.path(parameter), value, asked});
    };
    const Creation& creation = creations_[i];
    const model::ColumnIndex alias = row->parent()->alias_column();
    const bool sets_alias =
        std::ranges::find(creation.values, alias, &Creation::Value::column) != creation.values.end();
    if (!creation.alias.empty() && !sets_alias) assign(alias, creation.alias, creation.asked + "Alias");
    for (const Creation::Value& value : creation.values) assign(value.column, value.value, value.asked);
  }
  return all;
}

std::vector<std::uint32_t> RowMaker::numbers() const {
  std::vector<std::uint32_t> all;
  for (const Made& made : made_) all.push_back(made.number);
  return all;
}

std::error_code RowMaker::store() {
  for (const Made& made : made_) {
    const model::Table* const table = find_table(made.table);
    if (!table || table->source()) continue;
    if (const std::error_code error = store_.rows.put_new(made.table, made.number)) return error;
  }
  return {};
}

void RowMaker::take_back(std::function<void()> done) {
  if (made_.empty()) return done();
  const Made last = std::move(made_.back());
  made_.pop_back();
  model::Row* const row = find(last);
  if (!row) return take_back(std::move(done));
  if (model::DataSource* const source = row->parent()->source()) {
    return source->remove_row(
        *row, origin_, [self = shared_from_this(), done = std::move(done)](base::Result<model::SetStatus> status) {
          if (status.has_error()) {
            base::log::error("sets.row.rollback_failed", "a row that a failed set has created could not be deleted: {}",
                             base::to_string(status.error()));
          }
          self->take_back(done);
        });
  }
  tree_.when_thawed([self = shared_from_this(), last, done = std::move(done)]() mutable {
    if (model::Row* const there = self->find(last)) self->tree_.remove_row(*there, self->origin_);
    (void)self->store_.erase_row(last.table, last.number);  // nothing to erase if it has not come as far as that
    self->take_back(std::move(done));
  });
}

}  // namespace proxy::sets
