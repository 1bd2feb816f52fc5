// SPDX-License-Identifier: Apache-2.0
#include "proxy/state/sqlite/database.hpp"

#include "proxy/base/log.hpp"
#include "proxy/state/sqlite/schema.hpp"
#include "proxy/state/sqlite/schema_check.hpp"
#include "proxy/state/sqlite/statement.hpp"

#include <fmt/format.h>
#include <sqlite3.h>

#include <fcntl.h>
#include <linux/magic.h>
#include <sys/stat.h>
#include <sys/statfs.h>
#include <unistd.h>

#include <algorithm>
#include <cerrno>
#include <cstddef>
#include <span>
#include <stdexcept>
#include <string>
#include <utility>

namespace proxy::state {
namespace {

// Rollback journal, because flash file systems know no shared memory maps. PERSIST: its file is overwritten and not
// made again for each transaction. Pages in memory: 32 KiB, in a transaction up to 1 MiB, since each one that has to
// leave before the end waits for the flash.
constexpr const char* kSettings =
    "PRAGMA locking_mode=EXCLUSIVE;"
    "PRAGMA journal_mode=PERSIST;"
    "PRAGMA journal_size_limit=65536;"
    "PRAGMA synchronous=FULL;"
    "PRAGMA temp_store=MEMORY;"
    "PRAGMA cache_size=-32;"
    "PRAGMA cache_spill=256;";
constexpr std::size_t kMaxPrepared = 8;
constexpr unsigned kMaxSkipped = 1024;

std::error_code to_error_code(int code) {
  switch (code & 0xff) {
    case SQLITE_OK:
    case SQLITE_DONE: return {};
    case SQLITE_FULL: return std::make_error_code(std::errc::no_space_on_device);
    case SQLITE_READONLY: return std::make_error_code(std::errc::read_only_file_system);
    case SQLITE_NOMEM: return std::make_error_code(std::errc::not_enough_memory);
    default: return std::make_error_code(std::errc::io_error);
  }
}

[[noreturn]] void cannot(const char* what, const std::filesystem::path& path, std::string_view why) {
  throw std::runtime_error(fmt::format("cannot {} {}: {}", what, path.string(), why));
}

/// A file that is not there yet cannot be written: the disk is full, or the flash fails.
struct NoRoom : std::runtime_error {
  using std::runtime_error::runtime_error;
};

[[noreturn]] void cannot(const char* what, const std::filesystem::path& path, const std::error_code& error) {
  const bool is_full =
      error == std::errc::no_space_on_device || error == std::errc::file_too_large || error.value() == EDQUOT;
  if (is_full) throw NoRoom(error.message());
  cannot(what, path, error.message());
}

std::error_code last_error() { return {errno, std::generic_category()}; }

void make_folder(const std::filesystem::path& folder) {
  std::error_code error;
  if (std::filesystem::is_directory(folder, error)) return;
  error.clear();  // that it is not there yet
  if (folder.has_parent_path()) std::filesystem::create_directories(folder.parent_path(), error);
  if (error) cannot("create", folder.parent_path(), error);
  if (::mkdir(folder.c_str(), 0700) != 0) cannot("create", folder, last_error());
}

void warn_if_volatile(const std::filesystem::path& folder) {
  struct statfs information = {};
  if (::statfs(folder.c_str(), &information) != 0) return;
  const auto type = static_cast<unsigned long>(information.f_type);
  if (type != TMPFS_MAGIC && type != RAMFS_MAGIC) return;
  base::log::warning("state.folder.volatile",
                     "state_dir {} is in memory: a restart of the gateway loses everything in it", folder.string());
}

// Before SQLite makes it, so that no other user can ever read it. An existing file is not touched: closing a file drops
// every lock that this process has on it.
void make_file(const std::filesystem::path& file) {
  const int descriptor = ::open(file.c_str(), O_RDWR | O_CREAT | O_EXCL | O_CLOEXEC, 0600);
  if (descriptor >= 0) ::close(descriptor);
  if (descriptor < 0 && errno != EEXIST) cannot("create", file, last_error());
}

}  // namespace

void Database::Close::operator()(sqlite3* connection) const { sqlite3_close_v2(connection); }
void Database::Finalize::operator()(sqlite3_stmt* statement) const { sqlite3_finalize(statement); }

Database::Database(const std::filesystem::path& state_dir) : file_(state_dir / "state.db") {
  try {
    open_file();
  } catch (const NoRoom& error) {
    begin_in_memory(error.what());
  }
  warn_if_volatile(state_dir);
}

Database::~Database() {
  skipped_ = 0;
  if (is_in_memory_) move_to_file();
}

void Database::open_file() {
  make_folder(file_.parent_path());
  if (open() == Opening::ready) return;
  set_aside();
  if (open() != Opening::ready) cannot("use", file_, "a fresh one is damaged too");
}

// ---- while a first file cannot be written ---------------------------------------------------------------------------

void Database::begin_in_memory(std::string_view why) {
  base::log::error("state.write.failed", "cannot write {}: {}; the state is kept in memory until it can",
                   file_.string(), why);
  failing_ = is_in_memory_ = true;
  prepared_.clear();
  sqlite3* connection = nullptr;
  int code = sqlite3_open_v2(":memory:", &connection, SQLITE_OPEN_READWRITE | SQLITE_OPEN_NOMUTEX, nullptr);
  connection_.reset(connection);
  for (const char* step : kSchemaSteps) {
    if (code == SQLITE_OK) code = execute(step);
  }
  if (code != SQLITE_OK) cannot("make", "a database in memory", sqlite3_errstr(code));
}

void Database::move_to_file() noexcept {
  if (is_skipped()) return;
  std::unique_ptr<sqlite3, Close> memory = std::move(connection_);
  prepared_.clear();
  bool is_moved = false;
  try {
    open_file();
    sqlite3_backup* copy = sqlite3_backup_init(connection_.get(), "main", memory.get(), "main");
    if (copy != nullptr) sqlite3_backup_step(copy, -1);
    is_moved = copy != nullptr && sqlite3_backup_finish(copy) == SQLITE_OK;
  } catch (const std::exception&) {
    is_moved = false;
  }
  prepared_.clear();
  note_try(is_moved);
  if (!is_moved) {
    connection_ = std::move(memory);
    return;
  }
  failing_ = is_in_memory_ = false;
  base::log::info("state.write.recovered", "{} can be written again", file_.string());
}

int Database::execute(const char* sql) { return sqlite3_exec(connection_.get(), sql, nullptr, nullptr, nullptr); }

Database::Opening Database::open() {
  make_file(file_);
  std::error_code none;
  is_fresh_ = std::filesystem::file_size(file_, none) == 0;
  sqlite3* connection = nullptr;
  const int opened = sqlite3_open_v2(file_.c_str(), &connection, SQLITE_OPEN_READWRITE | SQLITE_OPEN_NOMUTEX, nullptr);
  connection_.reset(connection);
  if (opened != SQLITE_OK) cannot("open", file_, sqlite3_errstr(opened));
  sqlite3_extended_result_codes(connection, 1);
  sqlite3_db_config(connection, SQLITE_DBCONFIG_LOOKASIDE, nullptr, 0, 0);

  int code = execute(kSettings);
  // Takes the lock, which exclusive locking keeps, and rolls back what a crash has left.
  if (code == SQLITE_OK) code = execute("BEGIN EXCLUSIVE");
  if (code == SQLITE_OK) {
    const Opening opening = prepare_schema();
    if (opening == Opening::damaged) execute("ROLLBACK");
    if (opening == Opening::ready) code = execute("COMMIT");
    if (code == SQLITE_OK) return opening;
  }
  return damaged_or_throw(code);
}

Database::Opening Database::damaged_or_throw(int code) {
  switch (code & 0xff) {
    case SQLITE_NOTADB:
    case SQLITE_CORRUPT: return Opening::damaged;
    case SQLITE_BUSY:
    case SQLITE_LOCKED: cannot("use", file_, "another tr069-proxyd uses this state_dir");
    case SQLITE_FULL:
    case SQLITE_IOERR:
    case SQLITE_CANTOPEN:
      if (is_fresh_) throw NoRoom(sqlite3_errstr(code));
      [[fallthrough]];
    default: cannot("use", file_, sqlite3_errstr(code));
  }
}

Database::Opening Database::prepare_schema() {
  Statement check(*this, "PRAGMA integrity_check(1)");
  Statement version(*this, "PRAGMA user_version");
  Statement tables(*this, "SELECT count(*) FROM sqlite_master");
  for (Statement* statement : {&check, &version, &tables}) {
    if (!statement->next()) return damaged_or_throw(statement->code());
  }
  const bool sound = check.text(0) == "ok";
  const auto present = version.number(0);
  const bool ours = present == 0 ? tables.number(0) == 0 : present > 0 && present <= kSchemaVersion;
  for (Statement* statement : {&check, &version, &tables}) statement->reset();
  if (!sound || !ours) return Opening::damaged;
  for (const char* step : std::span(kSchemaSteps).subspan(static_cast<std::size_t>(present))) {
    const int code = execute(step);
    if ((code & 0xff) == SQLITE_ERROR) return Opening::damaged;  // a table is missing, or there already
    if (code != SQLITE_OK) return damaged_or_throw(code);
  }
  return has_present_schema(connection_.get()) ? Opening::ready : Opening::damaged;
}

void Database::set_aside() {
  prepared_.clear();
  connection_.reset();
  std::filesystem::path aside;
  int number = 0;
  do {
    aside = fmt::format("{}.damaged-{}", file_.string(), ++number);
  } while (std::filesystem::exists(aside));
  std::filesystem::rename(file_, aside);
  // The journal goes with its file: beside a fresh one it would be rolled back into it.
  std::error_code none;
  std::filesystem::rename(file_.string() + "-journal", aside.string() + "-journal", none);
  base::log::error("state.database.replaced",
                   "{} is damaged or of another version: it is kept as {}, and an empty database replaces it",
                   file_.string(), aside.filename().string());
}

// ---- statements -----------------------------------------------------------------------------------------------------

Database::Prepared Database::prepare(const char* sql, int& code) const {
  ++statements_;
  const auto kept = std::find_if(prepared_.begin(), prepared_.end(), [sql](const Prepared& statement) {
    return sqlite3_sql(statement.get()) == std::string_view(sql);
  });
  if (kept != prepared_.end()) {
    Prepared statement = std::move(*kept);
    prepared_.erase(kept);
    return statement;
  }
  sqlite3_stmt* statement = nullptr;
  code = sqlite3_prepare_v2(connection_.get(), sql, -1, &statement, nullptr);
  return Prepared(statement);
}

void Database::keep(Prepared statement) const {
  --statements_;
  if (!statement) return;
  sqlite3_reset(statement.get());
  sqlite3_clear_bindings(statement.get());
  if (prepared_.size() == kMaxPrepared) prepared_.erase(prepared_.begin());
  prepared_.push_back(std::move(statement));
}

// ---- writing --------------------------------------------------------------------------------------------------------

void Database::begin() {
  if (is_in_memory_ && statements_ == 0) move_to_file();
  in_transaction_ = true;
  transaction_error_.clear();
  run("BEGIN");
}

std::error_code Database::end(bool commit) {
  if (commit && !transaction_error_) run("COMMIT");
  const std::error_code error = transaction_error_;
  if (!commit || error) ++rollbacks_;
  // After some failures SQLite has rolled back already.
  if (sqlite3_get_autocommit(connection_.get()) == 0) execute("ROLLBACK");
  in_transaction_ = false;
  for (Listener* listener : listeners_) listener->transaction_ended();
  return error;
}

std::error_code Database::end_batch() { return std::exchange(in_batch_, false) ? end(true) : std::error_code{}; }

std::int64_t Database::last_id() const { return sqlite3_last_insert_rowid(connection_.get()); }

std::error_code Database::write(Statement& statement) {
  if (batches_ != 0 && !in_transaction_) {
    begin();
    in_batch_ = true;
  }
  if (in_transaction_ && transaction_error_) return transaction_error_;
  return written(statement.run());
}

std::error_code Database::written(int code) {
  const std::error_code error = to_error_code(code);
  if (error && !failing_) {
    base::log::error("state.write.failed", "cannot write {}: {}; a restart may lose changes made now", file_.string(),
                     sqlite3_errmsg(connection_.get()));
  }
  const bool recovered = !error && failing_ && !is_in_memory_ && takes_more();
  if (recovered) base::log::info("state.write.recovered", "{} can be written again", file_.string());
  failing_ = error || (failing_ && !recovered);
  if (error && in_transaction_ && !transaction_error_) transaction_error_ = error;
  return error;
}

/// A full disk takes what needs no new page, and a transaction that changes nothing: only a write that needs some shows
/// that it is not full any more. Inside a transaction nothing has reached the file yet.
bool Database::takes_more() {
  if (sqlite3_get_autocommit(connection_.get()) == 0 || is_skipped()) return false;
  const bool is_taken = execute("INSERT OR REPLACE INTO texts VALUES ('', '.room', hex(zeroblob(16384)))") == SQLITE_OK;
  execute("DELETE FROM texts WHERE endpoint = '' AND name = '.room'");
  note_try(is_taken);
  return is_taken;
}

/// Tries come less and less often as long as they fail.
bool Database::is_skipped() {
  if (skipped_ == 0) return false;
  --skipped_;
  return true;
}

void Database::note_try(bool successful) {
  skip_ = successful ? 1 : std::min(skip_ * 2, kMaxSkipped);
  skipped_ = successful ? 0 : skip_;
}

}  // namespace proxy::state
