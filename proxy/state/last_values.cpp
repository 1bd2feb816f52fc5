// SPDX-License-Identifier: Apache-2.0
#include "proxy/state/last_values.hpp"

#include "proxy/state/sqlite/statement.hpp"
#include "proxy/state/sqlite/transaction.hpp"

namespace proxy::state {

std::error_code LastValues::save(std::span<const PathValue> values) {
  return all_or_none(database_, [&]() -> std::error_code {
    // A value that is the same costs no write to the flash.
    Statement put(database_,
                  "INSERT INTO device_values VALUES (?,?,?) ON CONFLICT DO UPDATE SET value=excluded.value "
                  "WHERE value<>excluded.value");
    for (const PathValue& value : values) {
      put.reset();
      put.bind(endpoint_).bind(value.path).bind(value.value);
      if (const std::error_code error = database_.write(put)) return error;
    }
    return {};
  });
}

void LastValues::load(std::string_view prefix,
                      const std::function<void(std::string_view path, std::string_view value)>& value) const {
  const std::string end = past(prefix);
  Statement select(database_,
                   "SELECT path,value FROM device_values WHERE endpoint=? AND path>=? AND path<? ORDER BY path",
                   {endpoint_, prefix, end});
  while (select.next()) value(select.text(0), select.text(1));
}

std::error_code LastValues::erase_below(std::string_view prefix) {
  const std::string end = past(prefix);
  Statement erase(database_, "DELETE FROM device_values WHERE endpoint=? AND path>=? AND path<?",
                  {endpoint_, prefix, end});
  return database_.write(erase);
}

}  // namespace proxy::state
