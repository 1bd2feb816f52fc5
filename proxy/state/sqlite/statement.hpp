// SPDX-License-Identifier: Apache-2.0
#pragma once
// One prepared SQL statement, its parameters and its rows. The database keeps those that were used last.
// Thread: loop

#include "proxy/state/sqlite/database.hpp"

#include <cstdint>
#include <initializer_list>
#include <string>
#include <string_view>

namespace proxy::state {

class Statement {
 public:
  Statement(const Database& database, const char* sql);
  Statement(const Database& database, const char* sql, std::initializer_list<std::string_view> texts);
  ~Statement();
  Statement(const Statement&) = delete;
  Statement& operator=(const Statement&) = delete;

  /// Binds the next parameter; the text must live until the statement has run.
  Statement& bind(std::string_view text);
  Statement& bind(std::int64_t number);
  /// Ready to bind and run again.
  void reset();

  /// True while there is a row. A failure is logged and ends the rows.
  bool next();
  /// Runs a statement without rows; SQLite's code.
  int run();
  /// SQLite's code of the first failure so far.
  int code() const { return code_; }

  /// Of the present row, valid until the next call of next().
  std::string_view text(int column) const;
  std::int64_t number(int column) const;

 private:
  const Database& database_;
  int code_ = 0;
  Database::Prepared statement_;
  int bound_ = 0;
};

/// The first text after all those that begin with `prefix`: paths hold no byte 0xff.
inline std::string past(std::string_view prefix) { return std::string(prefix) + '\xff'; }

}  // namespace proxy::state
