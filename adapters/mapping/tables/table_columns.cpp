// SPDX-License-Identifier: Apache-2.0
#include "adapters/mapping/tables/table_columns.hpp"

#include <string>

namespace adapters::mapping {
namespace {

const char* text_or_null(const std::string& text) { return text.empty() ? nullptr : text.c_str(); }

}  // namespace

void TableColumns::declare(const std::vector<sdk::Table>& tables) {
  shows_presence_.resize(tables.size());
  for (const Parameter& parameter : mapping_.parameters()) {
    const bool is_column = !mapping_.is_of_devices(parameter.table);
    const sdk::Column column = is_column ? declare_one(parameter, tables) : sdk::Column{};
    if (column && parameter.report) give_report(host_, {}, column, *parameter.report);
    if (column) parameter_of_.emplace(column.value, columns_.size());
    if (is_column && parameter.from_availability) shows_presence_[parameter.table].push_back(columns_.size());
    columns_.push_back(column);
  }
}

sdk::Column TableColumns::declare_one(const Parameter& parameter, const std::vector<sdk::Table>& tables) const {
  const std::string minimum = text_of(parameter.range.minimum);
  const std::string maximum = text_of(parameter.range.maximum);
  const std::vector<const char*> words = words_of(parameter);
  sdk::ColumnRules rules{parameter.path.c_str()};
  rules.type = parameter.conversion.type;
  rules.notify = parameter.notify.value_or(ADAPTER_NOTIFY_OFF);
  rules.minimum = text_or_null(minimum);
  rules.maximum = text_or_null(maximum);
  rules.max_length = parameter.range.max_length;
  if (parameter.sink) {
    if (parameter.conversion.type != ADAPTER_BOOLEAN) rules.words = words;
    rules.flags = ADAPTER_WRITABLE;
    rules.confirm_timeout_ms = parameter.sink->confirm_timeout_ms;
  }
  if (parameter.source && parameter.source->refresh) rules.flags |= ADAPTER_LIVE;
  if (parameter.table == kNoTable) return host_.declare(sdk::kMount, rules);
  return host_.declare(tables[parameter.table], rules);
}

std::optional<std::size_t> TableColumns::parameter_of(sdk::Column column) const {
  const auto found = parameter_of_.find(column.value);
  return found == parameter_of_.end() ? std::nullopt : std::optional(found->second);
}

}  // namespace adapters::mapping
