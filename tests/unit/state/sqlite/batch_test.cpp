// SPDX-License-Identifier: Apache-2.0
// Shows that a batch writes once what it has gathered, and what becomes of a transaction within it.
#include "proxy/state/store.hpp"
#include "tests/support/catch.hpp"
#include "tests/support/sync_count.hpp"
#include "tests/support/temp_dir.hpp"

#include <memory>

using namespace proxy::state;
using tests::support::sync_count;
using tests::support::TempDir;

namespace {

constexpr std::string_view kTable = "Device.X_00D09E_Home.Sensor.";
constexpr int kSyncsOfAWrite = 4;  // of the journal, its header, the file, and the end of the journal

}  // namespace

TEST_CASE("what a batch gathers is one write, with its end") {
  const TempDir folder;
  {
    Database database(folder.path());
    Store store(database);
    const int before = sync_count();
    {
      const Batch batch(store.database);
      for (int i = 1; i <= 2000; ++i) {
        const std::string identity = "device " + std::to_string(i);
        CHECK(store.rows.number(kTable, identity) == static_cast<std::uint32_t>(i));
        CHECK(store.rows.number(std::string(kTable) + std::to_string(i) + ".Part.", "one") == 1);
        CHECK_FALSE(
            store.last_values.save(std::vector<PathValue>{{std::string(kTable) + std::to_string(i) + ".T", "1"}}));
      }
      CHECK_FALSE(store.mark_absent(kTable, 7));
      CHECK(sync_count() == before);
    }
    CHECK(sync_count() > before);
    CHECK(sync_count() <= before + kSyncsOfAWrite);
  }
  Database database(folder.path());
  Store store(database);
  CHECK(store.rows.all(kTable).size() == 2000);
  CHECK(store.rows.number(kTable, "one more") == 2001);
}

TEST_CASE("a batch with nothing in it writes nothing") {
  const TempDir folder;
  Database database(folder.path());
  Store store(database);
  CHECK(store.rows.number(kTable, "hall") == 1);
  const int before = sync_count();
  {
    const Batch batch(store.database);
    CHECK(store.rows.number(kTable, "hall") == 1);
  }
  CHECK(sync_count() == before);
}

TEST_CASE("an inner batch leaves it to the outer one") {
  const TempDir folder;
  Database database(folder.path());
  Store store(database);
  const int before = sync_count();
  {
    const Batch batch(store.database);
    {
      const Batch inner(store.database);
      store.facts.set_parameter_key("one");
    }
    CHECK(sync_count() == before);
  }
  CHECK(sync_count() > before);
}

TEST_CASE("a transaction within a batch stands for itself") {
  const TempDir folder;
  auto database = std::make_unique<Database>(folder.path());
  auto store = std::make_unique<Store>(*database);
  {
    const Batch batch(store->database);
    store->facts.set_parameter_key("before");
    {
      Transaction transaction(store->database);
      store->facts.set_parameter_key("undone");
      CHECK(store->rows.number(kTable, "hall") == 1);
    }
    CHECK(store->facts.parameter_key() == "before");
    CHECK(store->rows.number(kTable, "attic") == 2);
    {
      Transaction transaction(store->database);
      store->facts.set_bootstrap_url("http://acs/");
      CHECK_THROWS_AS(Transaction(store->database), std::logic_error);
      CHECK_FALSE(transaction.commit());
    }
    CHECK(store->rows.number(kTable, "hall") == 1);
  }
  store.reset();
  database.reset();
  database = std::make_unique<Database>(folder.path());
  store = std::make_unique<Store>(*database);
  CHECK(store->facts.parameter_key() == "before");
  CHECK(store->facts.bootstrap_url() == "http://acs/");
  CHECK(store->rows.all(kTable) == std::vector<StoredRow>{{"hall", 1, true}, {"attic", 2, true}});
}

TEST_CASE("a row that leaves and returns in one batch is there") {
  const TempDir folder;
  Database database(folder.path());
  Store store(database);
  {
    const Batch batch(store.database);
    CHECK(store.rows.number(kTable, "hall") == 1);
    CHECK_FALSE(store.mark_absent(kTable, 1));
    CHECK(store.rows.number(kTable, "hall") == 1);
    CHECK_FALSE(store.rows.put_new(kTable, 2));
    CHECK(store.rows.number(kTable, "attic") == 3);
    CHECK_FALSE(store.erase_row(kTable, 3));
    CHECK(store.rows.number(kTable, "attic") == 4);
  }
  CHECK(store.rows.all(kTable) == std::vector<StoredRow>{{"hall", 1, true}, {"", 2, true}, {"attic", 4, true}});
}
