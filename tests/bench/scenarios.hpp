// SPDX-License-Identifier: Apache-2.0
#pragma once
// What the program measures; each adds its rows to the table. README.md says what they mean.
// Thread: the main thread

#include <chrono>
#include <vector>

#include "tests/bench/table.hpp"

namespace tests::bench {

struct Plan {
  std::vector<std::size_t> sizes = {1'000, 10'000, 100'000};  ///< parameters
  int rounds = 25;                                            ///< of one measurement
  int starts = 7;
  int messages = 20'000;  ///< of sensors
  int ingest_rounds = 3;
  std::size_t devices = 500;  ///< that are discovered
  int discoveries = 3;
  std::chrono::seconds rest{5};
};

/// Whatever does not work throws.
void measure_whole_tree(const Plan& plan, Table& table);
void measure_broker_ingest(const Plan& plan, Table& table);
void measure_discovery(const Plan& plan, Table& table);
void measure_at_rest(const Plan& plan, Table& table);

}  // namespace tests::bench
