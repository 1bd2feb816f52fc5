// SPDX-License-Identifier: Apache-2.0
#pragma once
// Whether a database has the tables that its version says: one of them may be gone, or another program's, and each page
// be sound all the same.
// Thread: any one at a time

struct sqlite3;

namespace proxy::state {

/// Whether the database has each table and index of the present schema, each with its columns. What is there beside
/// them does not count.
bool has_present_schema(sqlite3* connection);

}  // namespace proxy::state
