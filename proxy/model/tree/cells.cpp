// SPDX-License-Identifier: Apache-2.0
#include "proxy/model/tree/cells.hpp"

#include <utility>

namespace proxy::model {

Cells::Observer::Observer(Cells& cells) : cells_(cells) { cells_.observers_.push_back(this); }
Cells::Observer::~Observer() { std::erase(cells_.observers_, this); }

Cell& Cells::cell(ParameterRef parameter) {
  auto& cells = parameter.row->cells_;
  if (cells.size() <= parameter.column) {
    cells.reserve(parameter.row->shape_->columns.size());
    cells.resize(parameter.column + 1);
  }
  return cells[parameter.column];
}

const Cell* Cells::find_cell(ParameterRef parameter) {
  const auto& cells = parameter.row->cells_;
  return parameter.column < cells.size() ? &cells[parameter.column] : nullptr;
}

bool Cells::set_value(ParameterRef parameter, std::string value, Origin origin) {
  if (refuses("set_value")) return false;
  Cell& target = cell(parameter);
  const bool is_of_source = origin != Origin::start && origin != Origin::acs;
  const Arrival arrival{.origin = origin,
                        .changed = stored_value(parameter) != value,
                        .is_first = is_of_source && !target.is_current,
                        .was_known = target.has_value};
  target.is_current = target.is_current || is_of_source;
  Table* const table = parameter.row->parent_;
  const bool is_alias = arrival.changed && table != nullptr && table->alias_column_ == parameter.column;
  if (is_alias) table->aliases_.remove(*parameter.row);
  target.has_value = true;
  target.value = CellText(value);
  if (is_alias) table->aliases_.add(*parameter.row);
  if (arrival.changed || arrival.is_first) notify(parameter, arrival);
  return arrival.changed;
}

void Cells::notify(ParameterRef parameter, const Arrival& arrival) {
  const bool is_of_device = arrival.origin == Origin::device || arrival.origin == Origin::retained;
  const Origin origin = is_of_device && arrival.is_first ? Origin::start : arrival.origin;
  for (Observer* observer : observers_) {
    observer->value_arrived(parameter, arrival);
    if (arrival.changed) observer->value_changed(parameter, origin);
  }
}

void Cells::set_attributes(ParameterRef parameter, Attributes attributes) {
  if (refuses("set_attributes")) return;
  Cell& target = cell(parameter);
  target.notification = static_cast<std::int8_t>(attributes.notification);
  target.subscriber_may_write = attributes.subscriber_may_write;
  for (Observer* observer : observers_) observer->attributes_changed(parameter);
}

void Cells::set_report_rule(ParameterRef parameter, std::shared_ptr<const ReportRule> rule) {
  if (refuses("set_report_rule")) return;
  if (rule) {
    rules_[parameter] = std::move(rule);
  } else {
    rules_.erase(parameter);
  }
}

std::string_view Cells::stored_value(ParameterRef parameter) const {
  const Cell* found = find_cell(parameter);
  return found && found->has_value ? found->value.view() : parameter.info().initial_value();
}

std::string_view Cells::value(ParameterRef parameter) const {
  return parameter.info().hidden ? std::string_view{} : stored_value(parameter);
}

bool Cells::has_value(ParameterRef parameter) const {
  const Cell* found = find_cell(parameter);
  return found && found->has_value;
}

Attributes Cells::attributes(ParameterRef parameter) const {
  const Parameter& info = parameter.info();
  const Cell* found = find_cell(parameter);
  Attributes attributes{info.notification, true};
  if (found) {
    if (found->notification >= 0) attributes.notification = static_cast<Notification>(found->notification);
    attributes.subscriber_may_write = found->subscriber_may_write;
  }
  if (info.forced_active) attributes.notification = Notification::active;
  return attributes;
}

const ReportRule* Cells::report_rule(ParameterRef parameter) const {
  const auto own = rules_.find(parameter);
  return own != rules_.end() ? own->second.get() : parameter.info().report.get();
}

void Cells::forget(ParameterRef parameter) {
  for (Observer* observer : observers_) observer->parameter_removed(parameter);
  rules_.erase(parameter);
  auto& cells = parameter.row->cells_;
  if (parameter.column < cells.size()) cells[parameter.column] = Cell{};
}

void Cells::forget(Row& row) {
  for (const auto& table : row.tables()) {
    for (const auto& inner : table->rows()) forget(*inner);
  }
  for (Observer* observer : observers_) observer->row_removed(row);
  rules_.erase(rules_.lower_bound({&row, 0}), rules_.upper_bound({&row, kNoColumn}));
}

}  // namespace proxy::model
