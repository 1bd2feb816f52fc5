// SPDX-License-Identifier: Apache-2.0
// Shows that a process killed in the middle of its writes leaves all that was committed, and no half of a transaction.
#include "proxy/state/store.hpp"
#include "tests/support/catch.hpp"
#include "tests/support/temp_dir.hpp"

#include <sys/wait.h>
#include <unistd.h>

#include <csignal>

using namespace proxy::state;

namespace {

constexpr int kRounds = 30;

/// Writes the next number to several places in one transaction, and tells of it once it is committed.
[[noreturn]] void write_for_ever(const std::filesystem::path& folder, int acknowledge) {
  Database database(folder);
  Store store(database);
  int number = std::stoi("0" + store.facts.parameter_key());
  for (;;) {
    const std::string text = std::to_string(++number);
    Transaction transaction(store.database);
    store.facts.set_parameter_key(text);
    store.set_values.put("Device.A", text, "", false);
    std::vector<PathValue> values;
    for (int i = 0; i < 50; ++i) values.push_back({"Device.S." + std::to_string(i) + ".T", text});
    store.last_values.save(values);
    store.rows.number("Device.S.", text);
    if (transaction.commit()) ::_exit(1);
    if (::write(acknowledge, &number, sizeof number) != sizeof number) ::_exit(1);
  }
}

}  // namespace

TEST_CASE("what was committed survives SIGKILL") {
  const tests::support::TempDir folder;
  int acknowledged = 0;
  for (int round = 0; round < kRounds; ++round) {
    int ends[2];
    REQUIRE(::pipe(ends) == 0);
    const pid_t child = ::fork();
    if (child == 0) write_for_ever(folder.path(), ends[1]);
    ::close(ends[1]);
    for (int i = 0; i <= round % 5; ++i) {
      REQUIRE(::read(ends[0], &acknowledged, sizeof acknowledged) == sizeof acknowledged);
    }
    // The child is at some point of its next transactions by now, a different one each round.
    ::usleep(static_cast<useconds_t>(round * 137));
    ::kill(child, SIGKILL);
    while (::read(ends[0], &acknowledged, sizeof acknowledged) == sizeof acknowledged) {
    }
    ::close(ends[0]);
    int status = 0;
    REQUIRE(::waitpid(child, &status, 0) == child);
    REQUIRE(WIFSIGNALED(status));

    Database database(folder.path());
    Store store(database);
    const std::string found = store.facts.parameter_key();
    CAPTURE(round, acknowledged, found);
    CHECK((found == std::to_string(acknowledged) || found == std::to_string(acknowledged + 1)));
    CHECK(store.set_values.find("Device.A")->value == found);
    int values = 0;
    store.last_values.load("Device.S.", [&](std::string_view, std::string_view value) { values += value == found; });
    CHECK(values == 50);
    CHECK(store.rows.all("Device.S.").size() == std::stoul(found));
  }
  CHECK_FALSE(std::filesystem::exists(folder.path() / "state.db.damaged-1"));
}
