// SPDX-License-Identifier: Apache-2.0
#include "proxy/state/rows.hpp"

#include "proxy/state/sqlite/statement.hpp"
#include "proxy/state/sqlite/transaction.hpp"

#include <algorithm>
#include <utility>

namespace proxy::state {

Rows::Rows(Database& database, std::string endpoint) : database_(database), endpoint_(std::move(endpoint)) {
  database.add(*this);
}

Rows::~Rows() { database_.remove(*this); }

std::uint32_t Rows::number(std::string_view table, std::string_view identity) {
  write_unwritten();
  const std::optional<StoredRow> known = find(table, identity);
  if (!known) return allot(table, identity);
  if (!known->present) {
    Statement update(database_, "UPDATE table_rows SET present=1 WHERE endpoint=? AND path=? AND identity=?",
                     {endpoint_, table, identity});
    database_.write(update);
  }
  return known->number;
}

std::error_code Rows::put_new(std::string_view table, std::uint32_t number) { return write_number(table, {}, number); }

std::optional<StoredRow> Rows::find(std::string_view table, std::string_view identity) const {
  Statement select(database_,
                   "SELECT number,present FROM table_rows WHERE endpoint=? AND path=? AND identity=? AND identity<>''",
                   {endpoint_, table, identity});
  if (!select.next()) return std::nullopt;
  return StoredRow{std::string(identity), static_cast<std::uint32_t>(select.number(0)), select.number(1) != 0};
}

std::uint32_t Rows::highest(std::string_view table) const {
  Statement select(database_, "SELECT highest FROM row_tables WHERE endpoint=? AND path=?", {endpoint_, table});
  const std::uint32_t written = select.next() ? static_cast<std::uint32_t>(select.number(0)) : 0;
  const auto unwritten = unwritten_.find(table);
  return unwritten == unwritten_.end() ? written : std::max(written, unwritten->second.highest.number);
}

/// Of a row that the file does not know.
std::uint32_t Rows::allot(std::string_view table, std::string_view identity) {
  if (const auto unwritten = unwritten_.find(table); unwritten != unwritten_.end()) {
    const auto row = unwritten->second.rows.find(identity);
    if (row != unwritten->second.rows.end()) return row->second.number;
  }
  const Unwritten row{highest(table) + 1, database_.rollbacks()};
  const std::error_code error = write_number(table, identity, row.number);
  // What is written inside a transaction may yet be rolled back, but the number is out.
  if (error || database_.in_transaction()) {
    UnwrittenTable& unwritten = unwritten_[std::string(table)];
    unwritten.highest = unwritten.rows[std::string(identity)] = row;
  }
  return row.number;
}

std::error_code Rows::write_number(std::string_view table, std::string_view identity, std::uint32_t number) {
  return all_or_none(database_, [&]() -> std::error_code {
    if (const std::error_code error = write_highest(table, number)) return error;
    Statement insert(database_,
                     "INSERT OR IGNORE INTO table_rows (endpoint,path,identity,number,present) VALUES (?,?,?,?,1)",
                     {endpoint_, table, identity});
    insert.bind(std::int64_t{number});
    return database_.write(insert);
  });
}

std::error_code Rows::write_highest(std::string_view table, std::uint32_t number) {
  Statement highest(database_,
                    "INSERT INTO row_tables VALUES (?,?,?) ON CONFLICT DO UPDATE SET "
                    "highest=max(highest,excluded.highest)",
                    {endpoint_, table});
  highest.bind(std::int64_t{number});
  return database_.write(highest);
}

void Rows::write_unwritten() {
  forget_written();
  if (database_.in_transaction() || unwritten_.empty()) return;
  const unsigned rollbacks = database_.rollbacks();
  const std::error_code error = all_or_none(database_, [&]() -> std::error_code {
    for (const auto& [table, unwritten] : unwritten_) {
      if (const std::error_code failed = write_highest(table, unwritten.highest.number)) return failed;
      for (const auto& [identity, row] : unwritten.rows) {
        if (const std::error_code failed = write_number(table, identity, row.number)) return failed;
      }
    }
    return {};
  });
  if (error) return;
  for (auto& [table, unwritten] : unwritten_) {
    unwritten.highest.rollbacks = rollbacks;
    for (auto& [identity, row] : unwritten.rows) row.rollbacks = rollbacks;
  }
  forget_written();
}

/// Does nothing inside of a transaction, whose end is not known yet.
void Rows::forget_written() {
  if (database_.in_transaction()) return;
  const auto is_written = [&](const Unwritten& row) { return row.rollbacks == database_.rollbacks(); };
  for (auto& [table, unwritten] : unwritten_) {
    std::erase_if(unwritten.rows, [&](const auto& row) { return is_written(row.second); });
  }
  std::erase_if(unwritten_,
                [&](const auto& table) { return table.second.rows.empty() && is_written(table.second.highest); });
}

std::vector<StoredRow> Rows::all(std::string_view table) const {
  Statement select(database_,
                   "SELECT identity,number,present FROM table_rows WHERE endpoint=? AND path=? ORDER BY number",
                   {endpoint_, table});
  std::vector<StoredRow> rows;
  while (select.next()) {
    rows.push_back({std::string(select.text(0)), static_cast<std::uint32_t>(select.number(1)), select.number(2) != 0});
  }
  return rows;
}

std::error_code Rows::mark_absent(std::string_view table, std::uint32_t number) {
  Statement update(database_, "UPDATE table_rows SET present=0 WHERE endpoint=? AND path=? AND number=?",
                   {endpoint_, table});
  update.bind(std::int64_t{number});
  return database_.write(update);
}

std::error_code Rows::erase(std::string_view table, std::uint32_t number) {
  if (const auto unwritten = unwritten_.find(table); unwritten != unwritten_.end()) {
    std::erase_if(unwritten->second.rows, [&](const auto& row) { return row.second.number == number; });
  }
  Statement erase(database_, "DELETE FROM table_rows WHERE endpoint=? AND path=? AND number=?", {endpoint_, table});
  erase.bind(std::int64_t{number});
  return database_.write(erase);
}

}  // namespace proxy::state
