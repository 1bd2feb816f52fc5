// SPDX-License-Identifier: Apache-2.0
// Shows that transfers are kept as they are, apart from other endpoints' and together with what else is written.
#include "proxy/state/store.hpp"

#include <memory>

#include "tests/support/catch.hpp"
#include "tests/support/temp_dir.hpp"

using namespace proxy::state;

namespace {

struct Reopened {
  tests::support::TempDir folder;
  std::unique_ptr<Database> database;
  std::unique_ptr<Store> store;
  std::unique_ptr<Transfers> transfers;

  Reopened() { open(); }
  void open() {
    transfers.reset();
    store.reset();
    database.reset();
    database = std::make_unique<Database>(folder.path());
    store = std::make_unique<Store>(*database);
    transfers = std::make_unique<Transfers>(*database, "");
  }
};

StoredTransfer sample() {
  return {.kind = StoredTransfer::Kind::schedule_download,
          .autonomous = true,
          .command_key = "key",
          .file_type = "1 Firmware Upgrade Image",
          .url = "http://files/\xC3\xA4",
          .username = "user",
          .password = "secret",
          .file_size = 4294967295,
          .target_file_name = "fw.bin",
          .windows = "0 60 3 ",
          .accepted = 1'790'000'000};
}

}  // namespace

TEST_CASE("a transfer is kept as it is, and as it becomes") {
  Reopened state;
  StoredTransfer transfer = sample();
  REQUIRE_FALSE(state.transfers->add(transfer));
  CHECK(transfer.id != 0);
  state.open();
  CHECK(state.transfers->all() == std::vector{transfer});
  transfer.state = StoredTransfer::State::completed;
  transfer.password.clear();
  transfer.file_size = 100;
  transfer.current_window = 1;
  transfer.tries = 2;
  transfer.fault_code = 9016;
  transfer.fault_string = "no such file";
  transfer.start_time = 1'790'000'100;
  transfer.complete_time = 1'790'000'200;
  transfer.refusals = 1;
  transfer.accepted = 1'700'000'000;
  transfer.passed = 4711;
  transfer.unreported = true;
  transfer.unanswered = 3;
  REQUIRE_FALSE(state.transfers->update(transfer));
  state.open();
  CHECK(state.transfers->all() == std::vector{transfer});
  REQUIRE_FALSE(state.transfers->erase(transfer.id));
  CHECK(state.transfers->all().empty());
  StoredTransfer next = sample();
  REQUIRE_FALSE(state.transfers->add(next));
  CHECK(next.id > transfer.id);
}

TEST_CASE("endpoints do not see each other's transfers, and a factory reset forgets them") {
  Reopened state;
  StoredTransfer transfer = sample();
  REQUIRE_FALSE(state.transfers->add(transfer));
  Store device(*state.database, "device");
  Transfers& others = device.transfers;
  CHECK(others.all().empty());
  StoredTransfer other = sample();
  REQUIRE_FALSE(others.add(other));
  CHECK_FALSE(device.factory_reset());
  CHECK(others.all().empty());
  CHECK(state.transfers->all().size() == 1);
}

TEST_CASE("the end of a transfer and its event are written together or not at all") {
  Reopened state;
  StoredTransfer transfer = sample();
  REQUIRE_FALSE(state.transfers->add(transfer));
  transfer.state = StoredTransfer::State::completed;
  PendingEvent event{.code = "M ScheduleDownload", .command_key = "key"};
  {
    Transaction transaction(state.store->database);
    CHECK_FALSE(state.transfers->update(transfer));
    CHECK_FALSE(state.store->events.add(event));
  }
  CHECK(state.transfers->all().at(0).state == StoredTransfer::State::waiting);
  CHECK(state.store->events.all().empty());
  {
    Transaction transaction(state.store->database);
    CHECK_FALSE(state.transfers->update(transfer));
    CHECK_FALSE(state.store->events.add(event));
    REQUIRE_FALSE(transaction.commit());
  }
  state.open();
  CHECK(state.transfers->all().at(0).state == StoredTransfer::State::completed);
  CHECK(state.store->events.all().size() == 1);
}
