// SPDX-License-Identifier: Apache-2.0
#pragma once
// The tables of state.db, as the steps that lead from one version of them to the next. A new version adds a step; none
// that has been released is changed.
// Thread: any

#include <array>

namespace proxy::state {

inline constexpr std::array<const char*, 4> kSchemaSteps = {
    R"sql(
CREATE TABLE texts (
  endpoint TEXT NOT NULL, name TEXT NOT NULL, value TEXT NOT NULL,
  PRIMARY KEY (endpoint, name)) WITHOUT ROWID;
CREATE TABLE set_values (
  endpoint TEXT NOT NULL, path TEXT NOT NULL, value TEXT NOT NULL, configured TEXT NOT NULL, pending INTEGER NOT NULL,
  PRIMARY KEY (endpoint, path)) WITHOUT ROWID;
CREATE TABLE attributes (
  endpoint TEXT NOT NULL, path TEXT NOT NULL, notification INTEGER NOT NULL, subscriber INTEGER NOT NULL,
  PRIMARY KEY (endpoint, path)) WITHOUT ROWID;
CREATE TABLE row_tables (
  endpoint TEXT NOT NULL, path TEXT NOT NULL, highest INTEGER NOT NULL,
  PRIMARY KEY (endpoint, path)) WITHOUT ROWID;
CREATE TABLE table_rows (
  endpoint TEXT NOT NULL, path TEXT NOT NULL, number INTEGER NOT NULL, identity TEXT NOT NULL, present INTEGER NOT NULL,
  PRIMARY KEY (endpoint, path, number)) WITHOUT ROWID;
CREATE UNIQUE INDEX row_identities ON table_rows (endpoint, path, identity) WHERE identity <> '';
CREATE TABLE device_values (
  endpoint TEXT NOT NULL, path TEXT NOT NULL, value TEXT NOT NULL,
  PRIMARY KEY (endpoint, path)) WITHOUT ROWID;
CREATE TABLE events (
  id INTEGER PRIMARY KEY AUTOINCREMENT, endpoint TEXT NOT NULL, code TEXT NOT NULL, command_key TEXT NOT NULL);
PRAGMA user_version = 1;
)sql",
    R"sql(
CREATE TABLE transfers (
  id INTEGER PRIMARY KEY AUTOINCREMENT, endpoint TEXT NOT NULL, kind INTEGER NOT NULL, autonomous INTEGER NOT NULL,
  command_key TEXT NOT NULL, file_type TEXT NOT NULL, url TEXT NOT NULL, username TEXT NOT NULL, password TEXT NOT NULL,
  file_size INTEGER NOT NULL, target_file_name TEXT NOT NULL, windows TEXT NOT NULL, accepted INTEGER NOT NULL,
  state INTEGER NOT NULL, current_window INTEGER NOT NULL, tries INTEGER NOT NULL, fault_code INTEGER NOT NULL,
  fault_string TEXT NOT NULL, start_time INTEGER NOT NULL, complete_time INTEGER NOT NULL, refusals INTEGER NOT NULL);
CREATE TABLE scheduled_informs (
  id INTEGER PRIMARY KEY AUTOINCREMENT, endpoint TEXT NOT NULL, command_key TEXT NOT NULL, due INTEGER NOT NULL);
PRAGMA user_version = 2;
)sql",
    R"sql(
CREATE TABLE reported_values (
  endpoint TEXT NOT NULL, path TEXT NOT NULL, value TEXT NOT NULL, due INTEGER NOT NULL,
  PRIMARY KEY (endpoint, path)) WITHOUT ROWID;
PRAGMA user_version = 3;
)sql",
    // An Inform of an older version has no delay: the longest that an ACS may ask for bounds it.
    R"sql(
ALTER TABLE scheduled_informs ADD COLUMN delay INTEGER NOT NULL DEFAULT 4294967295;
ALTER TABLE transfers ADD COLUMN passed INTEGER NOT NULL DEFAULT 0;
ALTER TABLE transfers ADD COLUMN unreported INTEGER NOT NULL DEFAULT 0;
ALTER TABLE transfers ADD COLUMN unanswered INTEGER NOT NULL DEFAULT 0;
PRAGMA user_version = 4;
)sql"};

inline constexpr int kSchemaVersion = static_cast<int>(kSchemaSteps.size());

}  // namespace proxy::state
