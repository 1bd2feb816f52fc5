// SPDX-License-Identifier: Apache-2.0
// Shows that an instance number belongs to its identity over leaving, returning and restarts, and is never given twice.
#include "proxy/state/store.hpp"
#include "tests/support/catch.hpp"
#include "tests/support/temp_dir.hpp"

using namespace proxy::state;

namespace {
constexpr std::string_view kTable = "Device.X_00D09E_Home.Sensor.";
}

TEST_CASE("numbers are found again or one more than the highest") {
  const tests::support::TempDir folder;
  {
    Database database(folder.path());
    Store store(database);
    CHECK(store.rows.number(kTable, "kitchen") == 1);
    CHECK(store.rows.number(kTable, "hall") == 2);
    CHECK(store.rows.number(kTable, "kitchen") == 1);
    CHECK(store.rows.number("Device.Other.", "hall") == 1);
    CHECK_FALSE(store.mark_absent(kTable, 2));
  }
  Database database(folder.path());
  Store store(database);
  CHECK(store.rows.all(kTable) == std::vector<StoredRow>{{"kitchen", 1, true}, {"hall", 2, false}});
  CHECK(store.rows.number(kTable, "attic") == 3);
  CHECK(store.rows.number(kTable, "hall") == 2);
  CHECK(store.rows.all(kTable)[1].present);
}

TEST_CASE("the number of an erased row is never given again") {
  const tests::support::TempDir folder;
  {
    Database database(folder.path());
    Store store(database);
    for (const std::uint32_t number : {1U, 2U}) {
      CHECK(store.rows.next_number(kTable) == number);
      CHECK_FALSE(store.rows.put_new(kTable, number));
    }
    CHECK(store.rows.number(kTable, "hall") == 3);
    CHECK(store.rows.all(kTable) == std::vector<StoredRow>{{"", 1, true}, {"", 2, true}, {"hall", 3, true}});
    CHECK_FALSE(store.erase_row(kTable, 2));
    CHECK_FALSE(store.erase_row(kTable, 3));
  }
  Database database(folder.path());
  Store store(database);
  CHECK(store.rows.all(kTable) == std::vector<StoredRow>{{"", 1, true}});
  CHECK(store.rows.next_number(kTable) == 4);
  CHECK_FALSE(store.rows.put_new(kTable, 4));
  CHECK(store.rows.number(kTable, "hall") == 5);
}

TEST_CASE("what is stored below a row goes with it") {
  const tests::support::TempDir folder;
  Database database(folder.path());
  Store store(database);
  const std::string first = std::string(kTable) + "1.T";
  const std::string tenth = std::string(kTable) + "10.T";
  const auto count = [&] {
    int values = 0;
    store.last_values.load(kTable, [&](std::string_view, std::string_view) { ++values; });
    return values;
  };
  CHECK(store.rows.number(kTable, "hall") == 1);
  store.last_values.save(std::vector<PathValue>{{first, "1"}, {tenth, "2"}});
  store.set_values.put(first, "1", "", false);
  store.attributes.put({first, 2, true});

  SECTION("a row that left loses its values") {
    store.mark_absent(kTable, 1);
    CHECK(count() == 1);
    CHECK(store.set_values.all().size() == 1);
    CHECK(store.attributes.all().size() == 1);
  }
  SECTION("a row that is gone loses all") {
    store.erase_row(kTable, 1);
    CHECK(count() == 1);
    CHECK(store.set_values.all().empty());
    CHECK(store.attributes.all().empty());
  }
}

TEST_CASE("a number given out in a transaction that is rolled back stays given") {
  const tests::support::TempDir folder;
  {
    Database database(folder.path());
    Store store(database);
    {
      Transaction transaction(store.database);
      CHECK(store.rows.number(kTable, "hall") == 1);
      CHECK(store.rows.number(kTable, "cellar") == 2);
      CHECK(store.rows.number(kTable, "hall") == 1);
    }
    CHECK(store.rows.number(kTable, "attic") == 3);
    CHECK(store.rows.number(kTable, "hall") == 1);
  }
  Database database(folder.path());
  Store store(database);
  CHECK(store.rows.number(kTable, "hall") == 1);
  CHECK(store.rows.all(kTable).size() == 3);
}

TEST_CASE("numbers of a committed transaction are in the file") {
  const tests::support::TempDir folder;
  {
    Database database(folder.path());
    Store store(database);
    Transaction transaction(store.database);
    for (int i = 1; i <= 300; ++i) {
      CHECK(store.rows.number(kTable, "device " + std::to_string(i)) == static_cast<std::uint32_t>(i));
    }
    CHECK_FALSE(transaction.commit());
  }
  Database database(folder.path());
  Store store(database);
  CHECK(store.rows.all(kTable).size() == 300);
  CHECK(store.rows.number(kTable, "one more") == 301);
}
