// SPDX-License-Identifier: Apache-2.0
// The part of the Store that gives rows their numbers.
#include "proxy/state/statement.hpp"
#include "proxy/state/store.hpp"

#include <fmt/format.h>

#include <algorithm>

namespace proxy::state {

std::uint32_t Store::row_number(std::string_view table, std::string_view identity) {
  write_unwritten();
  const auto waiting = std::find_if(unwritten_.begin(), unwritten_.end(), [&](const Unwritten& row) {
    return row.table == table && row.identity == identity && !row.erased;
  });
  if (waiting != unwritten_.end()) return waiting->number;
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
  return write_row({std::string(table), {}, number, database_.rollbacks_});
}

std::optional<StoredRow> Store::find_row(std::string_view table, std::string_view identity) const {
  Statement select(database_,
                   "SELECT number,present FROM table_rows WHERE endpoint=? AND path=? AND identity=? AND identity<>''",
                   {endpoint_, table, identity});
  if (!select.next()) return std::nullopt;
  return StoredRow{std::string(identity), static_cast<std::uint32_t>(select.number(0)), select.number(1) != 0};
}

std::uint32_t Store::highest_number(std::string_view table) const {
  std::uint32_t highest = 0;
  Statement select(database_, "SELECT highest FROM row_tables WHERE endpoint=? AND path=?", {endpoint_, table});
  if (select.next()) highest = static_cast<std::uint32_t>(select.number(0));
  for (const Unwritten& row : unwritten_) {
    if (row.table == table) highest = std::max(highest, row.number);
  }
  return highest;
}

std::uint32_t Store::allot(std::string_view table, std::string_view identity) {
  const Unwritten row{std::string(table), std::string(identity), highest_number(table) + 1, database_.rollbacks_};
  const std::error_code error = write_row(row);
  // What is written inside a transaction may yet be rolled back, but the number is out.
  if (error || database_.in_transaction_) unwritten_.push_back(row);
  return row.number;
}

std::error_code Store::write_row(const Unwritten& row) {
  return all_or_none([&]() -> std::error_code {
    Statement highest(database_,
                      "INSERT INTO row_tables VALUES (?,?,?) ON CONFLICT DO UPDATE SET "
                      "highest=max(highest,excluded.highest)",
                      {endpoint_, row.table});
    highest.bind(std::int64_t{row.number});
    if (const std::error_code error = write(highest)) return error;
    if (row.erased) return {};
    Statement insert(database_,
                     "INSERT OR IGNORE INTO table_rows (endpoint,path,identity,number,present) VALUES (?,?,?,?,1)",
                     {endpoint_, row.table, row.identity});
    insert.bind(std::int64_t{row.number});
    return write(insert);
  });
}

void Store::write_unwritten() {
  if (database_.in_transaction_ || unwritten_.empty()) return;
  std::erase_if(unwritten_, [&](const Unwritten& row) { return row.rollbacks == database_.rollbacks_; });
  // The first shows whether the file can be written at all.
  if (unwritten_.empty() || write_row(unwritten_.back())) return;
  const std::error_code error = all_or_none([&] {
    for (const Unwritten& row : unwritten_) {
      if (const std::error_code failed = write_row(row)) return failed;
    }
    return std::error_code{};
  });
  if (!error) unwritten_.clear();
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
  for (Unwritten& row : unwritten_) {
    if (row.table == table && row.number == number) row.erased = true;
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
