// SPDX-License-Identifier: Apache-2.0
#include "proxy/state/set_values.hpp"

#include "proxy/state/sqlite/statement.hpp"

#include <cstdint>

namespace proxy::state {

std::error_code SetValues::put(std::string_view path, std::string_view value, std::string_view configured,
                               bool pending) {
  Statement put(database_, "INSERT OR REPLACE INTO set_values VALUES (?,?,?,?,?)",
                {endpoint_, path, value, configured});
  put.bind(std::int64_t{pending});
  return database_.write(put);
}

std::error_code SetValues::confirm(std::string_view path) {
  Statement update(database_, "UPDATE set_values SET pending=0 WHERE endpoint=? AND path=? AND pending",
                   {endpoint_, path});
  return database_.write(update);
}

std::error_code SetValues::erase(std::string_view path) {
  Statement erase(database_, "DELETE FROM set_values WHERE endpoint=? AND path=?", {endpoint_, path});
  return database_.write(erase);
}

std::error_code SetValues::erase_below(std::string_view prefix) {
  const std::string end = past(prefix);
  Statement erase(database_, "DELETE FROM set_values WHERE endpoint=? AND path>=? AND path<?",
                  {endpoint_, prefix, end});
  return database_.write(erase);
}

std::optional<SetValue> SetValues::find(std::string_view path) const {
  Statement select(database_, "SELECT value,configured,pending FROM set_values WHERE endpoint=? AND path=?",
                   {endpoint_, path});
  if (!select.next()) return std::nullopt;
  return SetValue{std::string(path), std::string(select.text(0)), std::string(select.text(1)), select.number(2) != 0};
}

std::vector<SetValue> SetValues::all(std::string_view prefix) const {
  const std::string end = past(prefix);
  Statement select(database_,
                   "SELECT path,value,configured,pending FROM set_values WHERE endpoint=? AND path>=? AND path<? "
                   "ORDER BY path",
                   {endpoint_, prefix, end});
  std::vector<SetValue> values;
  while (select.next()) {
    values.push_back(
        {std::string(select.text(0)), std::string(select.text(1)), std::string(select.text(2)), select.number(3) != 0});
  }
  return values;
}

}  // namespace proxy::state
