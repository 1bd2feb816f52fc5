// SPDX-License-Identifier: Apache-2.0
#pragma once
// The file state.db: opened for one process alone, checked, brought to the present schema; and transactions on it.
// It is made for flash: a rollback journal that is overwritten in place, no shared memory, few pages in memory.
// Thread: loop

#include <cstdint>
#include <filesystem>
#include <memory>
#include <string_view>
#include <system_error>
#include <vector>

struct sqlite3;
struct sqlite3_stmt;

namespace proxy::state {

class Statement;

class Database {
 public:
  /// Opens state.db in this folder, both made as needed (0700, 0600). A damaged file, or one of a newer version, is set
  /// aside as state.db.damaged-<n> and a fresh one begins. Where a fresh one cannot be written, the state is kept in
  /// memory until it can. Throws std::runtime_error when the folder cannot be used or another process uses it.
  explicit Database(const std::filesystem::path& state_dir);
  ~Database();
  Database(const Database&) = delete;
  Database& operator=(const Database&) = delete;

  const std::filesystem::path& file() const { return file_; }

  /// In a transaction that has failed nothing more is tried.
  std::error_code write(Statement& statement);
  /// The id of the row that was inserted last.
  std::int64_t last_id() const;
  bool in_transaction() const { return in_transaction_; }
  bool in_batch() const { return batches_ != 0; }
  /// How often a transaction came to nothing.
  unsigned rollbacks() const { return rollbacks_; }

  /// Is called after each transaction, whether it was written or not.
  struct Listener {
    virtual void transaction_ended() = 0;

   protected:
    ~Listener() = default;
  };
  void add(Listener& listener) { listeners_.push_back(&listener); }
  void remove(Listener& listener) { std::erase(listeners_, &listener); }

 private:
  friend class Statement;
  friend class Transaction;
  friend class Batch;

  struct Close {
    void operator()(sqlite3* connection) const;
  };
  struct Finalize {
    void operator()(sqlite3_stmt* statement) const;
  };
  using Prepared = std::unique_ptr<sqlite3_stmt, Finalize>;

  enum class Opening { ready, damaged };
  void open_file();
  void begin_in_memory(std::string_view why);
  void move_to_file() noexcept;
  bool takes_more();
  bool is_skipped();
  void note_try(bool successful);
  Opening open();
  Opening prepare_schema();
  Opening damaged_or_throw(int code);
  void set_aside();
  int execute(const char* sql);
  /// Notes what a write came to; logs the first failure of a row of them, and their end.
  std::error_code written(int code);
  std::error_code run(const char* sql) { return written(execute(sql)); }
  void begin();
  std::error_code end(bool commit);
  /// Writes what the batch has gathered, if there is one.
  std::error_code end_batch();
  /// A statement that keep() has kept, or a new one; on a failure null, and SQLite's code.
  Prepared prepare(const char* sql, int& code) const;
  void keep(Prepared statement) const;

  std::filesystem::path file_;
  std::unique_ptr<sqlite3, Close> connection_;
  mutable std::vector<Prepared> prepared_;  ///< to be used again, the one that was used last at the end
  unsigned batches_ = 0;                    ///< that live, one within the other
  bool in_batch_ = false;                   ///< the transaction is that of the batch
  bool in_transaction_ = false;
  unsigned rollbacks_ = 0;
  std::error_code transaction_error_;  ///< of the first write that failed in it: the rest are not tried
  bool failing_ = false;
  bool is_fresh_ = false;            ///< nothing was ever stored in the file
  bool is_in_memory_ = false;        ///< the file cannot be made yet
  mutable unsigned statements_ = 0;  ///< that live
  unsigned skip_ = 1, skipped_ = 0;  ///< what may succeed again is not tried so many times
  std::vector<Listener*> listeners_;
};

}  // namespace proxy::state
