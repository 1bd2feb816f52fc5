// SPDX-License-Identifier: Apache-2.0
// Shows who may read the file, that one process alone uses it, that a damaged one is set aside, and what a full disk
// does.
#include "proxy/base/log.hpp"
#include "proxy/state/sqlite/schema.hpp"
#include "proxy/state/store.hpp"
#include "tests/support/catch.hpp"
#include "tests/support/temp_dir.hpp"

#include <fcntl.h>
#include <sqlite3.h>
#include <sys/resource.h>
#include <sys/stat.h>
#include <sys/wait.h>
#include <unistd.h>

#include <algorithm>
#include <csignal>
#include <cstdio>
#include <filesystem>
#include <fstream>
#include <optional>
#include <stdexcept>

using namespace proxy::state;
using tests::support::TempDir;

namespace {

/// Standard error goes into a file for as long as this lives.
class Captured {
 public:
  Captured() : before_(::dup(2)) {
    proxy::base::log::configure({proxy::base::log::Level::info, proxy::base::log::Target::standard_error});
    const int file = ::open(folder_.file("stderr").c_str(), O_WRONLY | O_CREAT | O_TRUNC, 0600);
    std::fflush(stderr);
    ::dup2(file, 2);
    ::close(file);
  }
  ~Captured() {
    std::fflush(stderr);
    ::dup2(before_, 2);
    ::close(before_);
  }
  std::string text() const {
    std::fflush(stderr);
    return tests::support::read_text(folder_.path() / "stderr");
  }

 private:
  TempDir folder_;
  int before_;
};

mode_t mode(const std::filesystem::path& path) {
  struct stat information = {};
  return ::stat(path.c_str(), &information) == 0 ? information.st_mode & 0777U : 0;
}

void overwrite(const std::filesystem::path& file, std::streamoff offset, const std::string& text) {
  std::fstream stream(file, std::ios::in | std::ios::out | std::ios::binary);
  stream.seekp(offset);
  stream << text;
}

/// No file of this process grows past the limit for as long as this lives, which is how a full disk shows.
class FullDisk {
 public:
  explicit FullDisk(rlim_t size) : signal_(std::signal(SIGXFSZ, SIG_IGN)) {
    ::getrlimit(RLIMIT_FSIZE, &before_);
    const rlimit limit{size, before_.rlim_max};
    ::setrlimit(RLIMIT_FSIZE, &limit);
  }
  ~FullDisk() {
    ::setrlimit(RLIMIT_FSIZE, &before_);
    std::signal(SIGXFSZ, signal_);
  }

 private:
  rlimit before_{};
  void (*signal_)(int);
};

/// As another program would.
void execute(const std::filesystem::path& file, const char* sql) {
  sqlite3* connection = nullptr;
  REQUIRE(sqlite3_open(file.c_str(), &connection) == SQLITE_OK);
  REQUIRE(sqlite3_exec(connection, sql, nullptr, nullptr, nullptr) == SQLITE_OK);
  REQUIRE(sqlite3_close(connection) == SQLITE_OK);
}

}  // namespace

TEST_CASE("folder and file are made for us alone") {
  const TempDir folder;
  const auto state_dir = folder.path() / "a" / "b";
  Database database(state_dir);
  Store store(database);
  store.facts.set_parameter_key("x");
  CHECK(mode(state_dir) == 0700);
  CHECK(mode(state_dir / "state.db") == 0600);
  CHECK(mode(state_dir / "state.db-journal") == 0600);
}

TEST_CASE("a folder named without its parent is made where we are") {
  const TempDir folder;
  const auto before = std::filesystem::current_path();
  std::filesystem::current_path(folder.path());
  { const Database database("state"); }
  std::filesystem::current_path(before);
  CHECK(std::filesystem::exists(folder.path() / "state" / "state.db"));
}

TEST_CASE("a folder that cannot be made is an error with its name") {
  const TempDir folder;
  folder.write("file", "");
  CHECK_THROWS_WITH(Database(folder.path() / "file" / "state"), Catch::Matchers::ContainsSubstring("file"));
  std::filesystem::create_directory(folder.path() / "state.db");
  CHECK_THROWS_AS(Database(folder.path()), std::runtime_error);
}

TEST_CASE("a second process cannot use the same file") {
  const TempDir folder;
  int ready[2];
  int stop[2];
  REQUIRE(::pipe(ready) == 0);
  REQUIRE(::pipe(stop) == 0);
  const pid_t child = ::fork();
  if (child == 0) {
    char byte = 'r';
    ::close(stop[1]);
    const Database database(folder.path());
    if (::write(ready[1], &byte, 1) != 1 || ::read(stop[0], &byte, 1) < 0) ::_exit(1);
    ::_exit(0);
  }
  char byte = 0;
  ::close(ready[1]);
  REQUIRE(::read(ready[0], &byte, 1) == 1);
  CHECK_THROWS_WITH(Database(folder.path()), Catch::Matchers::ContainsSubstring("another tr069-proxyd"));
  ::close(stop[1]);
  int status = 0;
  REQUIRE(::waitpid(child, &status, 0) == child);
  CHECK(status == 0);
  CHECK_NOTHROW(Database(folder.path()));
  CHECK_FALSE(std::filesystem::exists(folder.path() / "state.db.damaged-1"));
  ::close(ready[0]);
  ::close(stop[0]);
}

TEST_CASE("a damaged file is set aside and a fresh one begins") {
  const TempDir folder;
  const auto file = folder.path() / "state.db";
  {
    Database database(folder.path());
    Store store(database);
    store.facts.set_parameter_key("before");
    std::vector<PathValue> values;
    for (int i = 0; i < 2000; ++i) values.push_back({"Device.A." + std::to_string(i), "0123456789"});
    store.last_values.save(values);
  }
  SECTION("no database at all") { overwrite(file, 0, "this is no database"); }
  SECTION("pages in the middle overwritten") { overwrite(file, 4096 * 6, std::string(4096 * 8, 'x')); }
  SECTION("cut short") { std::filesystem::resize_file(file, 4096 * 5); }
  SECTION("of a newer version") { overwrite(file, 60, std::string("\0\0\0\x63", 4)); }
  SECTION("tables of somebody else") { overwrite(file, 60, std::string("\0\0\0\0", 4)); }

  const Captured captured;
  Database database(folder.path());
  Store store(database);
  const std::string log = captured.text();
  CHECK(std::count(log.begin(), log.end(), '\n') == 1);
  CHECK_THAT(log, Catch::Matchers::ContainsSubstring("state.db.damaged-1"));
  CHECK(std::filesystem::exists(folder.path() / "state.db.damaged-1"));
  CHECK(store.facts.parameter_key().empty());
  CHECK_FALSE(store.facts.set_parameter_key("after"));
  CHECK(store.facts.parameter_key() == "after");
}

TEST_CASE("a file of an older version is brought up to date, with what it holds") {
  TempDir folder;
  for (std::size_t version = 1; version < kSchemaSteps.size(); ++version) {
    const std::filesystem::path file = folder.path() / std::to_string(version) / "state.db";
    std::filesystem::create_directory(file.parent_path());
    sqlite3* connection = nullptr;
    REQUIRE(sqlite3_open(file.c_str(), &connection) == SQLITE_OK);
    for (std::size_t step = 0; step < version; ++step)
      REQUIRE(sqlite3_exec(connection, kSchemaSteps[step], nullptr, nullptr, nullptr) == SQLITE_OK);
    REQUIRE(sqlite3_exec(connection, "INSERT INTO texts VALUES ('','parameter_key','before')", nullptr, nullptr,
                         nullptr) == SQLITE_OK);
    REQUIRE(sqlite3_close(connection) == SQLITE_OK);

    for (int start = 0; start < 2; ++start) {
      Database database(file.parent_path());
      CHECK(Store(database).facts.parameter_key() == "before");
    }
    CHECK_FALSE(std::filesystem::exists(file.string() + ".damaged-1"));
  }
}

TEST_CASE("each damaged file is kept") {
  const TempDir folder;
  const Captured captured;
  for (int i = 0; i < 3; ++i) {
    folder.write("state.db", "damaged once more, and long enough to be looked at as a database header");
    CHECK_NOTHROW(Database(folder.path()));
  }
  CHECK(std::filesystem::exists(folder.path() / "state.db.damaged-3"));
}

TEST_CASE("a full disk is an error that costs nothing written before") {
  const TempDir folder;
  {
    Database database(folder.path());
    Store store(database);
    store.facts.set_parameter_key("before");
    CHECK(store.rows.number("Device.S.", "hall") == 1);
    const Captured captured;
    {
      const FullDisk full(4096);
      CHECK(store.facts.set_parameter_key("lost"));
      CHECK(store.set_values.put("Device.A", "1", "", false));
      CHECK(store.rows.number("Device.S.", "attic") == 2);
      CHECK(store.rows.number("Device.S.", "attic") == 2);
      CHECK(store.rows.number("Device.S.", "cellar") == 3);
      Transaction transaction(store.database);
      store.facts.set_bootstrap_url("http://acs/");
      CHECK(transaction.commit());
    }
    CHECK(store.facts.parameter_key() == "before");
    CHECK(store.facts.bootstrap_url().empty());
    CHECK_FALSE(store.facts.set_bootstrap_url("http://acs/2"));
    const std::string log = captured.text();
    CHECK(std::count(log.begin(), log.end(), '\n') == 2);
    CHECK_THAT(
        log, Catch::Matchers::ContainsSubstring("cannot write") && Catch::Matchers::ContainsSubstring("written again"));
    CHECK(store.rows.number("Device.S.", "garage") == 4);
  }
  Database database(folder.path());
  Store store(database);
  CHECK(store.facts.parameter_key() == "before");
  CHECK(store.facts.bootstrap_url() == "http://acs/2");
  CHECK(store.rows.all("Device.S.") ==
        std::vector<StoredRow>{{"hall", 1, true}, {"attic", 2, true}, {"cellar", 3, true}, {"garage", 4, true}});
}

TEST_CASE("numbers of a batch that the disk does not take hold, and are written with the next one") {
  const TempDir folder;
  {
    Database database(folder.path());
    Store store(database);
    CHECK(store.rows.number("Device.S.", "hall") == 1);
    const Captured captured;
    {
      const FullDisk full(4096);
      for (const std::uint32_t round : {0U, 1U}) {
        const Batch batch(store.database);
        for (std::uint32_t i = 2; i <= 50; ++i) {
          CHECK(store.rows.number("Device.S.", std::to_string(i)) == i);
        }
        CHECK(store.rows.number("Device.S.", "round " + std::to_string(round)) == 51 + round);
      }
      CHECK(store.rows.all("Device.S.").size() == 1);
    }
    {
      const Batch batch(store.database);
      CHECK(store.rows.number("Device.S.", "50") == 50);
    }
    CHECK(store.rows.all("Device.S.").size() == 52);
    CHECK(store.rows.number("Device.S.", "garage") == 53);
  }
  Database database(folder.path());
  Store store(database);
  CHECK(store.rows.all("Device.S.").size() == 53);
  CHECK(store.rows.number("Device.S.", "round 1") == 52);
}

TEST_CASE("a folder in memory is warned of") {
  if (::access("/dev/shm", W_OK) != 0) return;
  char name[] = "/dev/shm/state-test-XXXXXX";
  REQUIRE(::mkdtemp(name) != nullptr);
  {
    const Captured captured;
    const Database database(name);
    CHECK_THAT(captured.text(), Catch::Matchers::ContainsSubstring("in memory"));
  }
  std::filesystem::remove_all(name);
}

TEST_CASE("a table that is damaged although each page is sound heals as a damaged file does") {
  const TempDir folder;
  const auto file = folder.path() / "state.db";
  {
    Database database(folder.path());
    Store(database).facts.set_parameter_key("before");
  }
  const auto damage = GENERATE("DROP TABLE attributes", "ALTER TABLE set_values DROP COLUMN pending",
                               "DROP TABLE events; CREATE TABLE events (id INTEGER PRIMARY KEY, name TEXT)",
                               "DROP INDEX row_identities", "DROP TABLE transfers; PRAGMA user_version = 1");
  CAPTURE(damage);
  execute(file, damage);

  const Captured captured;
  Database database(folder.path());
  Store store(database);
  CHECK_THAT(captured.text(), Catch::Matchers::ContainsSubstring("state.db.damaged-1"));
  CHECK(store.facts.parameter_key().empty());
  CHECK_FALSE(store.facts.set_parameter_key("after"));
  CHECK_FALSE(store.set_values.put("Device.A", "1", "", false));
}

TEST_CASE("a table of another program beside ours does no harm") {
  const TempDir folder;
  { Database(folder.path()); }
  execute(folder.path() / "state.db", "CREATE TABLE more (a); ANALYZE");
  { Database(folder.path()); }
  CHECK_FALSE(std::filesystem::exists(folder.path() / "state.db.damaged-1"));
}

TEST_CASE("the log does not say that a full disk can be written again") {
  const TempDir folder;
  Database database(folder.path());
  Store store(database);
  CHECK(store.rows.number("Device.S.", "hall") == 1);
  const Captured captured;
  {
    const FullDisk full(std::filesystem::file_size(folder.path() / "state.db"));
    for (int i = 0; i < 2000 && !store.set_values.put("Device.A" + std::to_string(i), "1", "", false); ++i) continue;
    // None of these needs a new page.
    CHECK_FALSE(store.set_values.put("Device.A0", "2", "", false));
    CHECK_FALSE(store.set_values.erase("Device.A0"));
    CHECK_FALSE(Transaction(store.database).commit());
    for (int i = 0; i < 3; ++i) CHECK(store.facts.set_parameter_key(std::string(20'000, 'x')));
    CHECK_THAT(captured.text(), !Catch::Matchers::ContainsSubstring("written again"));
    CHECK_THAT(captured.text(), Catch::Matchers::ContainsSubstring("cannot write"));
  }
  for (int i = 0; i < 100; ++i) CHECK_FALSE(store.facts.set_parameter_key("after " + std::to_string(i)));
  CHECK_THAT(captured.text(), Catch::Matchers::ContainsSubstring("written again"));
}

TEST_CASE("a full disk at the first start keeps the state in memory until there is room") {
  const TempDir folder;
  const Captured captured;
  {
    std::optional<FullDisk> full(std::in_place, GENERATE(1024, 4096, 8192));
    Database database(folder.path());
    Store store(database);
    CHECK_FALSE(store.facts.set_parameter_key("first"));
    for (unsigned i = 0; i < 40; ++i) CHECK(store.rows.number("Device.S.", std::to_string(i)) == i + 1);
    {
      Transaction transaction(store.database);
      store.facts.set_bootstrap_url("http://acs/");
      CHECK_FALSE(transaction.commit());
    }
    CHECK(store.facts.parameter_key() == "first");
    std::string log = captured.text();
    CHECK(std::count(log.begin(), log.end(), '\n') == 1);
    CHECK_THAT(log, Catch::Matchers::ContainsSubstring("state.write.failed"));
    full.reset();
    for (int i = 0; i < 100; ++i) {
      Transaction transaction(store.database);
      store.facts.set_bootstrap_url("http://acs/" + std::to_string(i));
      CHECK_FALSE(transaction.commit());
    }
    log = captured.text();
    CHECK(std::count(log.begin(), log.end(), '\n') == 2);
    CHECK_THAT(log, Catch::Matchers::ContainsSubstring("state.write.recovered"));
    CHECK_FALSE(store.facts.set_parameter_key("last"));
  }
  CHECK(mode(folder.path() / "state.db") == 0600);
  Database database(folder.path());
  Store store(database);
  CHECK(store.facts.parameter_key() == "last");
  CHECK(store.facts.bootstrap_url() == "http://acs/99");
  CHECK(store.rows.all("Device.S.").size() == 40);
  CHECK_FALSE(std::filesystem::exists(folder.path() / "state.db.damaged-1"));
}

TEST_CASE("a state in memory is written at the end, where there is room by then") {
  const TempDir folder;
  const Captured captured;
  {
    std::optional<FullDisk> full(std::in_place, 0);
    Database database(folder.path());
    Store(database).facts.set_parameter_key("kept");
    full.reset();
  }
  Database database(folder.path());
  CHECK(Store(database).facts.parameter_key() == "kept");
}
