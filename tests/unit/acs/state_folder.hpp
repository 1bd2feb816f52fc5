// SPDX-License-Identifier: Apache-2.0
#pragma once
// A store of its own for one test, which can be opened again as after a restart.

#include "proxy/state/store.hpp"

#include <memory>

#include "tests/support/temp_dir.hpp"

struct StateFolder {
  tests::support::TempDir folder;
  std::unique_ptr<proxy::state::Database> database = std::make_unique<proxy::state::Database>(folder.path());
  std::unique_ptr<proxy::state::Store> store = std::make_unique<proxy::state::Store>(*database);

  void reopen() {
    store.reset();
    database.reset();
    database = std::make_unique<proxy::state::Database>(folder.path());
    store = std::make_unique<proxy::state::Store>(*database);
  }
};
