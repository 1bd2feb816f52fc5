// SPDX-License-Identifier: Apache-2.0
#include "proxy/state/sqlite/statement.hpp"

#include "proxy/base/log.hpp"

#include <sqlite3.h>

#include <cstddef>
#include <utility>

namespace proxy::state {

Statement::Statement(const Database& database, const char* sql)
    : database_(database), statement_(database.prepare(sql, code_)) {}

Statement::Statement(const Database& database, const char* sql, std::initializer_list<std::string_view> texts)
    : Statement(database, sql) {
  for (const std::string_view text : texts) bind(text);
}

Statement::~Statement() { database_.keep(std::move(statement_)); }

Statement& Statement::bind(std::string_view text) {
  const char* begin = text.data() == nullptr ? "" : text.data();
  const int code = sqlite3_bind_text64(statement_.get(), ++bound_, begin, text.size(), SQLITE_STATIC, SQLITE_UTF8);
  if (code_ == SQLITE_OK) code_ = code;
  return *this;
}

Statement& Statement::bind(std::int64_t number) {
  const int code = sqlite3_bind_int64(statement_.get(), ++bound_, number);
  if (code_ == SQLITE_OK) code_ = code;
  return *this;
}

void Statement::reset() {
  sqlite3_reset(statement_.get());
  bound_ = 0;
}

bool Statement::next() {
  if (code_ == SQLITE_OK) {
    const int code = sqlite3_step(statement_.get());
    if (code == SQLITE_ROW) return true;
    if (code == SQLITE_DONE) return false;
    code_ = code;
  }
  base::log::error("state.read.failed", "cannot read from the database: {}",
                   sqlite3_errmsg(database_.connection_.get()));
  return false;
}

int Statement::run() {
  if (code_ != SQLITE_OK) return code_;
  const int code = sqlite3_step(statement_.get());
  return code == SQLITE_DONE ? SQLITE_OK : code;
}

std::string_view Statement::text(int column) const {
  const auto* begin = reinterpret_cast<const char*>(sqlite3_column_text(statement_.get(), column));
  if (begin == nullptr) return {};
  return {begin, static_cast<std::size_t>(sqlite3_column_bytes(statement_.get(), column))};
}

std::int64_t Statement::number(int column) const { return sqlite3_column_int64(statement_.get(), column); }

}  // namespace proxy::state
