// SPDX-License-Identifier: Apache-2.0
// Measures a real tr069-proxyd against real peers on loopback, and prints a table. Fails only if something does not
// work: what it measures is for people to judge.
#include <curl/curl.h>
#include <mosquitto.h>

#include <CLI/CLI.hpp>
#include <cstdlib>
#include <exception>
#include <iostream>

#include "tests/bench/scenarios.hpp"

int main(int argc, char** argv) {
  using namespace tests::bench;
  CLI::App app("Measures what tr069-proxyd costs");
  bool quick = false;
  app.add_flag("--quick", quick, "Small and few: shows that the program works");
  CLI11_PARSE(app, argc, argv);

  curl_global_init(CURL_GLOBAL_DEFAULT);
  mosquitto_lib_init();
  Plan plan;
  if (quick) {
    plan = {.sizes = {1'000},
            .rounds = 2,
            .starts = 1,
            .messages = 500,
            .ingest_rounds = 1,
            .devices = 20,
            .discoveries = 1,
            .rest = std::chrono::seconds{1}};
  }
  Table table;
  try {
    measure_whole_tree(plan, table);
    measure_broker_ingest(plan, table);
    measure_discovery(plan, table);
    measure_at_rest(plan, table);
  } catch (const std::exception& error) {
    table.print(std::cout);
    std::cerr << "bench: " << error.what() << '\n';
    return EXIT_FAILURE;
  }
  table.print(std::cout);
  return EXIT_SUCCESS;
}
