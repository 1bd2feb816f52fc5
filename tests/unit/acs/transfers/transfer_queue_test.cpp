// SPDX-License-Identifier: Apache-2.0
// Shows when a transfer is due: delays, windows, retries, one at a time; and what of it survives a restart.
#include "proxy/acs/transfers/transfer_queue.hpp"

#include <algorithm>
#include <chrono>
#include <string>
#include <vector>

#include "tests/support/catch.hpp"
#include "tests/unit/acs/manual_clock.hpp"
#include "tests/unit/acs/state_folder.hpp"

using namespace std::chrono_literals;
using proxy::acs::TransferQueue;
using proxy::acs::TransferWindow;
using proxy::base::Fault;
using State = proxy::state::StoredTransfer::State;

namespace {

struct Waiting {
  StateFolder state;
  ManualClock clock;
  std::optional<TransferQueue> queue;

  Waiting() { queue.emplace(state.store->transfers); }
  proxy::acs::Now now() const { return {clock.steady, clock.system}; }
  std::int64_t add(const std::string& key, std::vector<TransferWindow> windows = {{}}) {
    REQUIRE(queue->add({.command_key = key, .password = "secret"}, std::move(windows), now()));
    return queue->transfers().back().id;
  }
  std::int64_t add_after(const std::string& key, std::chrono::seconds delay) { return add(key, {{.start = delay}}); }
  /// The key of what is due; "" for nothing.
  std::string due() const {
    const auto id = queue->due(clock.steady);
    return id ? queue->find(*id)->command_key : "";
  }
  std::chrono::seconds next() const {
    return std::chrono::duration_cast<std::chrono::seconds>(queue->next_due().value() - clock.steady);
  }
  void restart(std::chrono::seconds away = 0s) {
    queue.reset();
    state.reopen();
    clock.system += away;
    clock.steady = proxy::base::SteadyTime(5min);  // begins anew
    queue.emplace(state.store->transfers);
    queue->restart(now());
  }
  const TransferQueue::Transfer& at(std::int64_t id) const { return *queue->find(id); }
};

}  // namespace

TEST_CASE("transfers are carried out one at a time, the one that waits longest first") {
  Waiting waiting;
  CHECK_FALSE(waiting.queue->next_due());
  waiting.add_after("later", 20s);
  waiting.add_after("sooner", 10s);
  CHECK(waiting.due().empty());
  CHECK(waiting.next() == 10s);
  waiting.clock.advance(9s);
  CHECK(waiting.due().empty());
  waiting.clock.advance(20s);
  REQUIRE(waiting.due() == "sooner");
  const auto first = *waiting.queue->due(waiting.clock.steady);
  waiting.queue->began(first, waiting.now());
  CHECK(waiting.queue->running() == first);
  CHECK(waiting.due().empty());
  CHECK_FALSE(waiting.queue->next_due());
  CHECK_FALSE(waiting.queue->try_again(first, waiting.clock.steady));  // one try
  waiting.queue->complete(first, Fault::cannot_access_file, "HTTP 404", waiting.now());
  CHECK(waiting.at(first).fault_code == 9016);
  CHECK(waiting.at(first).password.empty());
  CHECK(waiting.due() == "later");
}

TEST_CASE("the queue holds sixteen, whatever has become of them") {
  Waiting waiting;
  for (int i = 0; i < 16; ++i) waiting.add(std::to_string(i));
  waiting.queue->complete(waiting.queue->transfers().front().id, std::nullopt, "", waiting.now());
  const auto refused = waiting.queue->add({.command_key = "17"}, {{}}, waiting.now());
  CHECK(refused.error().fault == Fault::resources_exceeded);
  waiting.queue->erase(waiting.queue->transfers().front().id);
  CHECK(waiting.queue->add({.command_key = "17"}, {{}}, waiting.now()));
}

TEST_CASE("a delay goes on over a restart, by the time of day") {
  Waiting waiting;
  waiting.add_after("k", 100s);
  waiting.clock.advance(30s);
  waiting.restart(20s);
  CHECK(waiting.next() == 50s);
  waiting.restart(1h);
  CHECK(waiting.due() == "k");
}

TEST_CASE("a clock that was not set makes no delay longer, and one that is set shortens it") {
  Waiting waiting;
  waiting.add_after("k", 100s);
  const auto right = waiting.clock.system;
  waiting.clock.system = proxy::base::SystemTime{};
  waiting.restart();
  CHECK(waiting.next() == 100s);
  waiting.clock.advance(10s);
  CHECK(waiting.next() == 90s);
  waiting.clock.system = right + 40s;
  waiting.queue->clock_moved(waiting.now());
  CHECK(waiting.next() == 60s);
  waiting.clock.system = proxy::base::SystemTime{};
  waiting.queue->clock_moved(waiting.now());
  CHECK(waiting.next() == 60s);
  // A transfer that was asked for since then does not care.
  waiting.add_after("new", 5s);
  waiting.clock.system = right + 1000h;
  waiting.queue->clock_moved(waiting.now());
  CHECK(waiting.due() == "k");
  CHECK(waiting.next() < 0s);
}

TEST_CASE("no window is later than it was asked for, however wrong the clock is after a restart") {
  for (const auto wrong : {proxy::base::SystemTime{}, ManualClock().system - 72h}) {
    Waiting waiting;
    waiting.add("k", {{.start = 5s, .end = 60s}, {.start = 3600s, .end = 7200s}});
    waiting.clock.advance(2s);
    const auto right = waiting.clock.system;
    waiting.clock.system = wrong;
    waiting.restart();
    CHECK(waiting.next() == 5s);
    waiting.clock.advance(2s);
    CHECK(waiting.next() == 3s);
    waiting.clock.system = right + 2s;
    waiting.queue->clock_moved(waiting.now());
    CHECK(waiting.next() == 1s);
    waiting.clock.system = right + 100s;  // it was off for longer
    waiting.queue->clock_moved(waiting.now());
    CHECK(waiting.queue->out_of_time(waiting.clock.steady).empty());
    CHECK(waiting.next() == 3498s);
    waiting.clock.system = wrong;  // the next start begins with that clock again, and has not lost what had passed
    waiting.restart();
    CHECK(waiting.queue->out_of_time(waiting.clock.steady).empty());
    CHECK(waiting.next() == 3498s);
  }
}

TEST_CASE("a window that was asked for before the clock was set is not over once it is") {
  Waiting waiting;
  waiting.clock.system = proxy::base::SystemTime(3s);
  const auto id = waiting.add("k", {{.start = 60s, .end = 120s}});
  SECTION("it is set while the process runs") {
    waiting.clock.advance(10s);
    waiting.clock.system = ManualClock().system;
    waiting.queue->clock_moved(waiting.now());
    CHECK(waiting.next() == 50s);
    waiting.restart(5s);
    CHECK(waiting.next() == 45s);
  }
  SECTION("it is set while the process does not run, or later") {
    const bool is_later = GENERATE(false, true);
    if (!is_later) waiting.clock.system = ManualClock().system;
    waiting.restart();
    waiting.clock.system = ManualClock().system;
    waiting.queue->clock_moved(waiting.now());
    CHECK(waiting.next() == 60s);
  }
  CHECK(waiting.queue->out_of_time(waiting.clock.steady).empty());
  waiting.clock.advance(60s);
  CHECK(waiting.queue->due(waiting.clock.steady) == id);
}

TEST_CASE("a transfer is tried again within its window, as often as that allows") {
  Waiting waiting;
  const auto id = waiting.add("k", {{.start = 60s, .end = 600s, .retries = 2}});
  waiting.clock.advance(60s);
  for (const auto wait : {10s, 20s}) {
    REQUIRE(waiting.due() == "k");
    waiting.queue->began(id, waiting.now());
    CHECK(waiting.queue->try_again(id, waiting.clock.steady));
    CHECK(waiting.due().empty());
    CHECK(waiting.next() == wait);
    waiting.clock.advance(wait);
  }
  waiting.restart();
  REQUIRE(waiting.due() == "k");
  waiting.queue->began(id, waiting.now());
  CHECK_FALSE(waiting.queue->try_again(id, waiting.clock.steady));
}

TEST_CASE("after the first window comes the second, and then the end") {
  Waiting waiting;
  const auto id =
      waiting.add("k", {{.start = 0s, .end = 60s, .retries = 9}, {.start = 100s, .end = 200s, .retries = 0}});
  REQUIRE(waiting.due() == "k");
  waiting.queue->began(id, waiting.now());
  CHECK(waiting.next() == 60s);  // a window ends for a transfer under way as well
  waiting.clock.advance(60s);
  CHECK(waiting.queue->out_of_time(waiting.clock.steady).empty());
  CHECK_FALSE(waiting.queue->running());
  CHECK(waiting.due().empty());
  CHECK(waiting.next() == 40s);
  waiting.clock.advance(40s);
  CHECK(waiting.due() == "k");
  waiting.clock.advance(100s);
  CHECK(waiting.queue->out_of_time(waiting.clock.steady) == std::vector<std::int64_t>{id});
  waiting.restart();
  CHECK(waiting.queue->out_of_time(waiting.clock.steady) == std::vector<std::int64_t>{id});
  CHECK(waiting.due().empty());
}

TEST_CASE("a try that used up one window leaves the next") {
  Waiting waiting;
  const auto id = waiting.add("k", {{.start = 0s, .end = 60s}, {.start = 100s, .end = 200s}});
  waiting.queue->began(id, waiting.now());
  CHECK(waiting.queue->try_again(id, waiting.clock.steady));
  CHECK(waiting.next() == 100s);
  waiting.restart();
  CHECK(waiting.next() == 100s);
}

TEST_CASE("the last try has no other window: it is over with its own") {
  Waiting waiting;
  const auto id = waiting.add("k", {{.start = 0s, .end = 60s, .retries = 9}, {.start = 100s, .end = 200s}});
  waiting.queue->began(id, waiting.now());
  waiting.queue->make_last_try(id);
  SECTION("it fails") { CHECK_FALSE(waiting.queue->try_again(id, waiting.clock.steady)); }
  SECTION("it fails after a restart, in which it was being installed") {
    CHECK_FALSE(waiting.queue->installing(id, 4711));
    waiting.restart();
    CHECK_FALSE(waiting.queue->try_again(id, waiting.clock.steady));
  }
  SECTION("its window ends") {
    waiting.clock.advance(60s);
    CHECK(waiting.queue->out_of_time(waiting.clock.steady) == std::vector<std::int64_t>{id});
  }
  CHECK(waiting.due().empty());
}

TEST_CASE("a retry expects the size that was asked for, not that of the try before") {
  Waiting waiting;
  const auto id = waiting.add("k", {{.start = 0s, .end = 60s}, {.start = 100s, .end = 200s}});
  const auto asked = waiting.queue->find(id)->file_size;
  waiting.queue->began(id, waiting.now());
  CHECK_FALSE(waiting.queue->installing(id, 4711));
  CHECK(waiting.queue->find(id)->file_size == 4711);
  CHECK(waiting.queue->try_again(id, waiting.clock.steady));
  CHECK(waiting.queue->find(id)->file_size == asked);
}

TEST_CASE("what is being installed is not given up when its window ends") {
  Waiting waiting;
  const auto id = waiting.add("k", {{.start = 0s, .end = 60s}});
  waiting.queue->began(id, waiting.now());
  CHECK_FALSE(waiting.queue->installing(id, 4711));
  waiting.clock.advance(61s);
  CHECK(waiting.queue->out_of_time(waiting.clock.steady).empty());
  CHECK(waiting.queue->running() == id);
  waiting.restart();
  CHECK(waiting.at(id).state == State::installing);
  CHECK(waiting.at(id).file_size == 4711);
  CHECK(waiting.queue->out_of_time(waiting.clock.steady).empty());
  CHECK(waiting.due().empty());
}

TEST_CASE("the end of a transfer is kept until it is erased, and how often nobody would hear of it") {
  Waiting waiting;
  const auto id = waiting.add("k");
  waiting.queue->began(id, waiting.now());
  waiting.clock.advance(7s);
  waiting.queue->complete(id, std::nullopt, "", waiting.now());
  waiting.restart();
  CHECK(waiting.at(id).state == State::completed);
  CHECK(waiting.at(id).complete_time - waiting.at(id).start_time == 7);
  CHECK(waiting.queue->refused(id) == 1);
  waiting.restart();
  CHECK(waiting.queue->refused(id) == 2);
  waiting.queue->erase(id);
  waiting.restart();
  CHECK(waiting.queue->transfers().empty());
}

TEST_CASE("windows are kept as text") {
  const std::vector<TransferWindow> windows = {{.start = 0s, .end = 4294967295s, .retries = 3}, {.start = 7s}};
  CHECK(proxy::acs::windows_from_text(to_text(windows)) == windows);
  for (const char* text : {"", "1", "1 2", "1 2 3", "1 2 x ", "1 2 3 4 ", "-1 2 3 ", "4294967296 0 0 "}) {
    INFO(text);
    CHECK(proxy::acs::windows_from_text(text).empty());
  }
}
