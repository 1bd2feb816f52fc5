// SPDX-License-Identifier: Apache-2.0
// The part of the Store that gives rows their numbers.
#include "proxy/state/statement.hpp"
#include "proxy/state/store.hpp"

#include <fmt/format.h>

#include <algorithm>

namespace proxy::state {

std::uint32_t Store::row_number(std::string_view table, std::string_view identity) {
  write_unwritten();
  const std::optional<StoredRow> known = find_row(table, identity);
  if (!known) return allot(table, identity);
  if (!known->present) {
    Statement update(database_, "UPDATE table_rows SET present=1 WHERE endpoint=? AND path=? AND identity=?",
                     {endpoint_, table, identity});
    write(update);
  }
  return known->number;
}

std::error_code Store::put_new_row(std::string_view table, std::uint32_t number) {
  return write_row(table, {}, number);
}

std::optional<StoredRow> Store::find_row(std::string_view table, std::string_view identity) const {
  Statement select(database_,
                   "SELECT number,present FROM table_rows WHERE endpoint=? AND path=? AND identity=? AND identity<>''",
                   {endpoint_, table, identity});
  if (!select.next()) return std::nullopt;
  return StoredRow{std::string(identity), static_cast<std::uint32_t>(select.number(0)), select.number(1) != 0};
}

std::uint32_t Store::highest_number(std::string_view table) const {
  Statement select(database_, "SELECT highest FROM row_tables WHERE endpoint=? AND path=?", {endpoint_, table});
  const std::uint32_t written = select.next() ? static_cast<std::uint32_t>(select.number(0)) : 0;
  const auto unwritten = unwritten_.find(table);
  return unwritten == unwritten_.end() ? written : std::max(written, unwritten->second.highest.number);
}

/// Of a row that the file does not know.
std::uint32_t Store::allot(std::string_view table, std::string_view identity) {
  if (const auto unwritten = unwritten_.find(table); unwritten != unwritten_.end()) {
    const auto row = unwritten->second.rows.find(identity);
    if (row != unwritten->second.rows.end()) return row->second.number;
  }
  const Unwritten row{highest_number(table) + 1, database_.rollbacks_};
  const std::error_code error = write_row(table, identity, row.number);
  // What is written inside a transaction may yet be rolled back, but the number is out.
  if (error || database_.in_transaction_) {
    UnwrittenTable& unwritten = unwritten_[std::string(table)];
    unwritten.highest = unwritten.rows[std::string(identity)] = row;
  }
  return row.number;
}

std::error_code Store::write_row(std::string_view table, std::string_view identity, std::uint32_t number) {
  return all_or_none([&]() -> std::error_code {
    if (const std::error_code error = write_highest(table, number)) return error;
    Statement insert(database_,
                     "INSERT OR IGNORE INTO table_rows (endpoint,path,identity,number,present) VALUES (?,?,?,?,1)",
                     {endpoint_, table, identity});
    insert.bind(std::int64_t{number});
    return write(insert);
  });
}

std::error_code Store::write_highest(std::string_view table, std::uint32_t number) {
  Statement highest(database_,
                    "INSERT INTO row_tables VALUES (?,?,?) ON CONFLICT DO UPDATE SET "
                    "highest=max(highest,excluded.highest)",
                    {endpoint_, table});
  highest.bind(std::int64_t{number});
  return write(highest);
}

void Store::write_unwritten() {
  forget_written();
  if (database_.in_transaction_ || unwritten_.empty()) return;
  const unsigned rollbacks = database_.rollbacks_;
  const std::error_code error = all_or_none([&]() -> std::error_code {
    for (const auto& [table, unwritten] : unwritten_) {
      if (const std::error_code failed = write_highest(table, unwritten.highest.number)) return failed;
      for (const auto& [identity, row] : unwritten.rows) {
        if (const std::error_code failed = write_row(table, identity, row.number)) return failed;
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

/// Outside of a transaction: of what is inside of one nobody knows yet.
void Store::forget_written() {
  if (database_.in_transaction_) return;
  const auto is_written = [&](const Unwritten& row) { return row.rollbacks == database_.rollbacks_; };
  for (auto& [table, unwritten] : unwritten_) {
    std::erase_if(unwritten.rows, [&](const auto& row) { return is_written(row.second); });
  }
  std::erase_if(unwritten_,
                [&](const auto& table) { return table.second.rows.empty() && is_written(table.second.highest); });
}

std::vector<StoredRow> Store::rows(std::string_view table) const {
  Statement select(database_,
                   "SELECT identity,number,present FROM table_rows WHERE endpoint=? AND path=? ORDER BY number",
                   {endpoint_, table});
  std::vector<StoredRow> rows;
  while (select.next()) {
    rows.push_back({std::string(select.text(0)), static_cast<std::uint32_t>(select.number(1)), select.number(2) != 0});
  }
  return rows;
}

std::error_code Store::mark_absent(std::string_view table, std::uint32_t number) {
  const std::string path = fmt::format("{}{}.", table, number);
  return all_or_none([&]() -> std::error_code {
    Statement update(database_, "UPDATE table_rows SET present=0 WHERE endpoint=? AND path=? AND number=?",
                     {endpoint_, table});
    update.bind(std::int64_t{number});
    if (const std::error_code error = write(update)) return error;
    return erase_prefix("DELETE FROM device_values WHERE endpoint=? AND path>=? AND path<?", path);
  });
}

std::error_code Store::erase_row(std::string_view table, std::uint32_t number) {
  if (const auto unwritten = unwritten_.find(table); unwritten != unwritten_.end()) {
    std::erase_if(unwritten->second.rows, [&](const auto& row) { return row.second.number == number; });
  }
  const std::string path = fmt::format("{}{}.", table, number);
  return all_or_none([&]() -> std::error_code {
    Statement erase(database_, "DELETE FROM table_rows WHERE endpoint=? AND path=? AND number=?", {endpoint_, table});
    erase.bind(std::int64_t{number});
    if (const std::error_code error = write(erase)) return error;
    return erase_below(path);
  });
}

}  // namespace proxy::state
