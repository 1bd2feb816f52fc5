// SPDX-License-Identifier: Apache-2.0
#pragma once
// The tables of state.db. A new version of them adds its number, and the statements that lead from the one before.
// Thread: any

namespace proxy::state {

inline constexpr int kSchemaVersion = 1;

inline constexpr const char* kSchema = R"sql(
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
)sql";

}  // namespace proxy::state
