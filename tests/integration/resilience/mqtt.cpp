// SPDX-License-Identifier: Apache-2.0
// Shows that nothing that comes from a broker lets the daemon grow: floods, documents without end, keys and topics that
// nobody knows, rows that nobody wants; and that the ACS is served all the while.
#include "tests/integration/fixture/mqtt_home.hpp"
#include "tests/support/catch.hpp"
#include "tests/support/sanitized.hpp"

#include <boost/json.hpp>

#include <atomic>
#include <functional>
#include <string>
#include <thread>

using namespace tests::acs;
using namespace tests::integration;
using tests::support::kSanitized;

namespace {

// A home with one plug, and what it weighs.
struct Weighed {
  Weighed() {
    home.start();
    home.publish("plug/one", R"({"state":"ON","power":1})");
    home.fence();
    before = home.private_memory_kb();
  }
  // What it has grown by since then, at most.
  void expect_growth(std::int64_t most_kb) {
    const std::int64_t now = home.private_memory_kb();
    WARN("private memory: " << before << " kB before, " << now << " kB after");
    if (!kSanitized) CHECK(now - before < most_kb);
    CHECK(home.adapter().at("state") == "running");
    CHECK(home.acs().violations().empty());
  }
  Home home;
  std::int64_t before = 0;
};

// The ACS reads, again and again, while the devices talk.
int read_all_the_while(Home& home, const std::function<void()>& talk) {
  Session session = home.session();
  Exchange last = session.expect_empty_post();
  std::atomic<bool> over = false;
  std::thread devices([&] {
    talk();
    over = true;
  });
  int reads = 0;
  try {
    while (!over || reads < 2) {
      last = session.ask(last, get_parameter_values({"Device.DeviceInfo."}));
      ++reads;
    }
  } catch (...) {
    devices.join();
    throw;
  }
  devices.join();
  last.reply_no_content();
  session.expect_end();
  return reads;
}

}  // namespace

TEST_CASE("100,000 messages leave the last value and no weight", "[resilience_mqtt]") {
  constexpr int kMessages = kSanitized ? 10'000 : 100'000;
  Weighed gateway;
  Home& home = gateway.home;
  const int reads = read_all_the_while(home, [&] {
    for (int i = 1; i <= kMessages; ++i) {
      home.device().publish("plug/one", R"({"state":"ON","power":)" + std::to_string(i) + "}", 0);
    }
  });
  home.wait_for_value(home.row_of("one") + "Power", std::to_string(kMessages));
  CHECK(reads >= 2);
  gateway.expect_growth(8 * 1024);

  home.stop_broker();
  home.start_broker();
  home.publish("plug/one", R"({"state":"ON","power":7})");
  home.wait_for_value(home.row_of("one") + "Power", "7");
}

TEST_CASE("documents that are too long are counted and dropped", "[resilience_mqtt]") {
  Weighed gateway;
  Home& home = gateway.home;
  const std::int64_t rejected = home.rejected();
  const std::string note(1'500'000, 'x');
  const std::string large(5'000'000, 'x');
  read_all_the_while(home, [&] {
    for (int i = 0; i < 5; ++i) {
      home.publish("plug/one", R"({"note":")" + note + "\"}");
      home.publish("plug/one",
                   R"({"power": 5, "note":")" + large + "\"}");  // above twice the limit: the broker drops it
    }
  });
  home.fence();
  CHECK(home.rejected() == rejected + 5);
  CHECK(home.value(home.row_of("one") + "Power") == "1");
  gateway.expect_growth(24 * 1024);  // one of them, as the library has read it, and what the allocator keeps of it
}

TEST_CASE("a device with another key in each message does not grow", "[resilience_mqtt]") {
  constexpr int kKeys = 10'000;
  Weighed gateway;
  Home& home = gateway.home;
  read_all_the_while(home, [&] {
    for (int i = 0; i < kKeys; ++i) {
      home.device().publish("plug/one", R"({"state":"ON","power":1,"key)" + std::to_string(i) + R"(":{"a":[1,2,3]}})",
                            0);
    }
  });
  home.fence();
  gateway.expect_growth(2 * 1024);
}

TEST_CASE("10,000 names in topics make no more rows than there may be", "[resilience_mqtt]") {
  constexpr int kNames = 10'000;
  constexpr std::int64_t kMaxRows = 1000;
  Weighed gateway;
  Home& home = gateway.home;
  const int reads = read_all_the_while(home, [&] {
    for (int i = 0; i < kNames; ++i) {
      if (i % 4 == 0) home.device().publish("plug/away-" + std::to_string(i) + "/availability", "online", 0);
      home.device().publish("plug/" + std::to_string(i), R"({"state":"ON","power":1,"note":"here"})", 0);
    }
  });
  home.fence();
  CHECK(reads >= 2);
  CHECK(home.value("Device.X_00D09E_Home.PlugNumberOfEntries") == std::to_string(kMaxRows));
  CHECK(home.rejected() >= kNames - kMaxRows + kNames / 4 - kMaxRows);
  gateway.expect_growth(16 * 1024);
}
