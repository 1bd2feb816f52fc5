// SPDX-License-Identifier: Apache-2.0
// From the start of the process to its first Inform, and what the daemon does when there is nothing to do.
#include <thread>

#include "tests/bench/gateway.hpp"
#include "tests/bench/scenarios.hpp"

namespace tests::bench {
namespace {

using Seconds = std::chrono::duration<double>;

void measure_start(const Plan& plan, Table& table) {
  std::vector<std::chrono::nanoseconds> first, again;
  for (int i = 0; i < plan.starts; ++i) {
    Gateway gateway({.parameters = 1000});
    first.push_back(gateway.start());
    gateway.settle();
    gateway.stop();
    again.push_back(gateway.start());
    gateway.stop();
  }
  table.heading("Start, with 1000 parameters");
  table.row("process to first Inform, nothing known, median", Seconds(median(first)).count() * 1e3, 1, "ms", "300 ms");
  table.row("process to first Inform, nothing known, best", Seconds(least(first)).count() * 1e3, 1, "ms");
  table.row("process to first Inform, all rows known, median", Seconds(median(again)).count() * 1e3, 1, "ms", "300 ms");
  table.row("process to first Inform, all rows known, best", Seconds(least(again)).count() * 1e3, 1, "ms");
}

void measure_rest(const Plan& plan, Table& table) {
  Gateway gateway({.parameters = 1000, .mqtt = true});
  gateway.start();
  gateway.settle();
  std::this_thread::sleep_for(std::chrono::milliseconds{500});  // the end of the session before
  const Activity before = activity_of(gateway.pid());
  const auto begin = std::chrono::steady_clock::now();
  std::this_thread::sleep_for(plan.rest);
  const Activity after = activity_of(gateway.pid());
  const double seconds = Seconds(std::chrono::steady_clock::now() - begin).count();
  gateway.stop();
  table.heading("At rest, with 1000 parameters and a broker");
  table.row("CPU", Seconds(after.cpu - before.cpu).count() / seconds * 100, 2, "%", "0 %");
  table.row("voluntary context switches, all threads",
            static_cast<double>(after.voluntary_switches - before.voluntary_switches) / seconds, 1, "/s", "2 /s");
}

}  // namespace

void measure_at_rest(const Plan& plan, Table& table) {
  measure_start(plan, table);
  measure_rest(plan, table);
}

}  // namespace tests::bench
