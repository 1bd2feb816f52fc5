// SPDX-License-Identifier: Apache-2.0
// Shows that a download is done in whole or not at all whenever the daemon is killed, and is reported once.
#include <chrono>
#include <filesystem>
#include <fstream>
#include <iterator>
#include <random>
#include <string>
#include <thread>
#include <vector>

#include "tests/acs/http/file_server.hpp"
#include "tests/integration/fixture/gateway_under_test.hpp"
#include "tests/integration/fixture/transfer_pump.hpp"
#include "tests/support/catch.hpp"

using namespace std::chrono_literals;
using namespace tests;
using namespace tests::integration;

namespace {

constexpr int kRounds = 50;

std::string configuration(int round) {
  return "adapters:\n  - { name: example, plugin: example_c, mount: Device.X_00D09E_Example., interval_ms: " +
         std::to_string(60'000 + round) + " }\n" + std::string(50'000, '#') + "\n";
}

// Of which round the whole file is that is there; 0 if there is none, -1 for a part of one.
int round_of(const Gateway& gateway) {
  std::ifstream file(std::filesystem::path(gateway.folder().file("state")) / "adapters.yaml");
  const std::string text{std::istreambuf_iterator<char>(file), {}};
  if (text.empty()) return file.is_open() ? -1 : 0;
  const std::string key = "interval_ms: ";
  const auto at = text.find(key);
  if (at == std::string::npos || !text.ends_with("\n")) return -1;
  return std::stoi(text.substr(at + key.size())) - 60'000;
}

}  // namespace

TEST_CASE("a download that is cut by kill -9 at any moment is done once and reported once", "[resilience_transfers]") {
  acs::FileServer server;
  Gateway gateway;
  gateway.first_contact();
  std::mt19937 random(4711);  // a seed that stays: what fails once can be looked at
  for (int round = 1; round <= kRounds; ++round) {
    INFO("round " << round);
    const std::string key = "round-" + std::to_string(round);
    server.give("/conf.yaml", configuration(round));
    gateway.ask(acs::download({.command_key = key, .url = server.url("/conf.yaml")})).with_argument("Status", "1");
    // A moment, not an event: between the answer and the report anything may be under way.
    std::this_thread::sleep_for(std::chrono::microseconds(random() % 40'000));
    gateway.kill();
    const int left = round_of(gateway);
    CHECK((left == round - 1 || left == round));
    gateway.start();
    CHECK(hear_reports(gateway, 1) == std::vector<std::string>{key + " 0"});
    CHECK(round_of(gateway) == round);
  }
  gateway.acs().expect_silence(200ms);
  CHECK(gateway.ctl({"events"}).output == "none\n");
  CHECK(std::filesystem::is_empty(std::filesystem::path(gateway.folder().file("state")) / "transfers"));
}
