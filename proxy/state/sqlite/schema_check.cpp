// SPDX-License-Identifier: Apache-2.0
#include "proxy/state/sqlite/schema_check.hpp"

#include "proxy/state/sqlite/schema.hpp"

#include <sqlite3.h>

#include <algorithm>
#include <set>
#include <string>

namespace proxy::state {
namespace {

/// One text for each column of a table or an index.
using Columns = std::set<std::string>;

// By pragma_table_info, not by the text of CREATE TABLE, which depends on the way that a table was altered.
constexpr const char* kColumns =
    "SELECT m.type||' '||m.name||' '||c.cid||' '||coalesce(c.name,'')||' '||c.type||' '||c.\"notnull\"||' '||c.pk "
    "FROM sqlite_master m JOIN pragma_table_info(m.name) c WHERE m.type='table' "
    "UNION ALL SELECT 'index '||name||' '||tbl_name FROM sqlite_master WHERE type='index'";

Columns columns_of(sqlite3* connection) {
  Columns columns;
  const auto add = [](void* to, int, char** texts, char**) {
    if (texts[0] != nullptr) static_cast<Columns*>(to)->insert(texts[0]);
    return 0;
  };
  if (sqlite3_exec(connection, kColumns, add, &columns, nullptr) != SQLITE_OK) columns.clear();
  return columns;
}

}  // namespace

bool has_present_schema(sqlite3* connection) {
  sqlite3* fresh = nullptr;
  int code = sqlite3_open(":memory:", &fresh);
  for (const char* step : kSchemaSteps) {
    if (code == SQLITE_OK) code = sqlite3_exec(fresh, step, nullptr, nullptr, nullptr);
  }
  const Columns expected = columns_of(fresh);
  sqlite3_close(fresh);
  // Without memory for a fresh one nothing can be said.
  return code != SQLITE_OK || std::ranges::includes(columns_of(connection), expected);
}

}  // namespace proxy::state
