// SPDX-License-Identifier: Apache-2.0
#include "proxy/state/sqlite/transaction.hpp"

#include <stdexcept>

namespace proxy::state {

Transaction::Transaction(Database& database) : database_(database) {
  database.end_batch();
  if (database.in_transaction()) throw std::logic_error("nested transaction on state.db");
  database.begin();
}

Transaction::~Transaction() {
  if (open_) database_.end(false);
}

std::error_code Transaction::commit() {
  open_ = false;
  return database_.end(true);
}

Batch::Batch(Database& database) : database_(database) { ++database.batches_; }

Batch::~Batch() {
  if (--database_.batches_ == 0) database_.end_batch();
}

std::error_code all_or_none(Database& database, const std::function<std::error_code()>& writes) {
  if (database.in_transaction() || database.in_batch()) return writes();
  Transaction transaction(database);
  if (const std::error_code error = writes()) return error;
  return transaction.commit();
}

}  // namespace proxy::state
