// SPDX-License-Identifier: Apache-2.0
#include "proxy/state/store.hpp"

#include "proxy/state/sqlite/statement.hpp"

#include <fmt/format.h>

namespace proxy::state {

Store::Store(Database& opened, std::string endpoint)
    : database(opened),
      facts(opened, endpoint),
      set_values(opened, endpoint),
      attributes(opened, endpoint),
      rows(opened, endpoint),
      last_values(opened, endpoint),
      reported_values(opened, endpoint),
      events(opened, endpoint),
      scheduled_informs(opened, endpoint),
      transfers(opened, endpoint),
      endpoint_(std::move(endpoint)) {}

std::error_code Store::mark_absent(std::string_view table, std::uint32_t number) {
  return all_or_none(database, [&]() -> std::error_code {
    const std::string path = fmt::format("{}{}.", table, number);
    if (const std::error_code error = rows.mark_absent(table, number)) return error;
    if (const std::error_code error = reported_values.erase_below(path)) return error;
    return last_values.erase_below(path);
  });
}

std::error_code Store::erase_row(std::string_view table, std::uint32_t number) {
  const std::string path = fmt::format("{}{}.", table, number);
  return all_or_none(database, [&]() -> std::error_code {
    if (const std::error_code error = rows.erase(table, number)) return error;
    if (const std::error_code error = last_values.erase_below(path)) return error;
    if (const std::error_code error = reported_values.erase_below(path)) return error;
    if (const std::error_code error = set_values.erase_below(path)) return error;
    return attributes.erase_below(path);
  });
}

std::error_code Store::forget_reports() {
  return all_or_none(database, [&]() -> std::error_code {
    if (const std::error_code error = facts.forget_acknowledged_values()) return error;
    return reported_values.clear();
  });
}

std::error_code Store::factory_reset() {
  return all_or_none(database, [&] {
    if (const std::error_code error = facts.factory_reset()) return error;
    if (const std::error_code error = scheduled_informs.clear()) return error;
    if (const std::error_code error = reported_values.clear()) return error;
    for (const char* sql : {"DELETE FROM set_values WHERE endpoint=?", "DELETE FROM attributes WHERE endpoint=?",
                            "DELETE FROM events WHERE endpoint=?", "DELETE FROM transfers WHERE endpoint=?",
                            "DELETE FROM table_rows WHERE endpoint=? AND identity=''"}) {
      Statement erase(database, sql, {endpoint_});
      if (const std::error_code error = database.write(erase)) return error;
    }
    return std::error_code{};
  });
}

}  // namespace proxy::state
