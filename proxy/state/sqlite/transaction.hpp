// SPDX-License-Identifier: Apache-2.0
#pragma once
// Writes that belong together: a Transaction writes all of them or none, a Batch gathers independent ones.
// Thread: loop

#include "proxy/state/sqlite/database.hpp"

#include <functional>
#include <system_error>

namespace proxy::state {

/// Makes all writes of its lifetime, by any Store of the Database, one: commit() writes all of them or none, and
/// without commit() none is. Never nested (throws std::logic_error), and never held over a callback. Within a Batch it
/// stands for itself.
class Transaction {
 public:
  explicit Transaction(Database& database);
  ~Transaction();
  Transaction(const Transaction&) = delete;
  Transaction& operator=(const Transaction&) = delete;
  /// Once it returns no error, the writes survive a loss of power.
  [[nodiscard]] std::error_code commit();

 private:
  Database& database_;
  bool open_ = true;
};

/// Gathers the writes of its lifetime, which do not depend on each other, to write them together, at its end at the
/// latest: a write to the flash for many. Each write reports success when it is gathered; if the flash rejects them
/// none is written, which is logged. Within another Batch it adds to that.
class Batch {
 public:
  explicit Batch(Database& database);
  ~Batch();
  Batch(const Batch&) = delete;
  Batch& operator=(const Batch&) = delete;

 private:
  Database& database_;
};

/// Makes the writes within a Transaction of their own, unless one lives already, or a Batch.
std::error_code all_or_none(Database& database, const std::function<std::error_code()>& writes);

}  // namespace proxy::state
