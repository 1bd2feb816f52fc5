// SPDX-License-Identifier: Apache-2.0
#include "proxy/state/reported_values.hpp"

#include "proxy/state/sqlite/statement.hpp"

namespace proxy::state {

std::error_code ReportedValues::put(std::string_view path, std::string_view value) {
  Statement put(database_,
                "INSERT INTO reported_values VALUES (?,?,?,0) ON CONFLICT DO UPDATE SET value=excluded.value,due=0 "
                "WHERE due OR value<>excluded.value",
                {endpoint_, path, value});
  return database_.write(put);
}

std::error_code ReportedValues::put_due(std::string_view path) {
  Statement put(database_, "INSERT OR IGNORE INTO reported_values VALUES (?,?,'',1)", {endpoint_, path});
  return database_.write(put);
}

std::error_code ReportedValues::update(std::string_view path, std::string_view value) {
  Statement update(database_, "UPDATE reported_values SET value=?,due=0 WHERE endpoint=? AND path=?",
                   {value, endpoint_, path});
  return database_.write(update);
}

std::error_code ReportedValues::erase(std::string_view path) {
  Statement erase(database_, "DELETE FROM reported_values WHERE endpoint=? AND path=?", {endpoint_, path});
  return database_.write(erase);
}

std::error_code ReportedValues::erase_below(std::string_view prefix) {
  const std::string end = past(prefix);
  Statement erase(database_, "DELETE FROM reported_values WHERE endpoint=? AND path>=? AND path<?",
                  {endpoint_, prefix, end});
  return database_.write(erase);
}

std::error_code ReportedValues::clear() {
  Statement erase(database_, "DELETE FROM reported_values WHERE endpoint=?", {endpoint_});
  return database_.write(erase);
}

std::optional<ReportedValue> ReportedValues::find(std::string_view path) const {
  Statement select(database_, "SELECT value,due FROM reported_values WHERE endpoint=? AND path=?", {endpoint_, path});
  if (!select.next()) return std::nullopt;
  return ReportedValue{std::string(select.text(0)), select.number(1) != 0};
}

void ReportedValues::all(const std::function<void(std::string_view path)>& each) const {
  Statement select(database_, "SELECT path FROM reported_values WHERE endpoint=? ORDER BY path", {endpoint_});
  while (select.next()) each(select.text(0));
}

}  // namespace proxy::state
