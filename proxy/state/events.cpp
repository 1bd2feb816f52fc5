// SPDX-License-Identifier: Apache-2.0
#include "proxy/state/events.hpp"

#include "proxy/state/sqlite/statement.hpp"

namespace proxy::state {

std::error_code Events::add(PendingEvent& event) {
  Statement insert(database_, "INSERT INTO events (endpoint,code,command_key) VALUES (?,?,?)",
                   {endpoint_, event.code, event.command_key});
  const std::error_code error = database_.write(insert);
  event.id = error ? 0 : database_.last_id();
  return error;
}

std::error_code Events::remove(std::int64_t id) {
  Statement erase(database_, "DELETE FROM events WHERE endpoint=? AND id=?", {endpoint_});
  erase.bind(id);
  return database_.write(erase);
}

std::vector<PendingEvent> Events::all() const {
  Statement select(database_, "SELECT id,code,command_key FROM events WHERE endpoint=? ORDER BY id", {endpoint_});
  std::vector<PendingEvent> events;
  while (select.next()) {
    events.push_back({select.number(0), std::string(select.text(1)), std::string(select.text(2))});
  }
  return events;
}

}  // namespace proxy::state
