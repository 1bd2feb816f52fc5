// SPDX-License-Identifier: Apache-2.0
#include "proxy/state/scheduled_informs.hpp"

#include "proxy/state/sqlite/statement.hpp"

namespace proxy::state {

std::error_code ScheduledInforms::add(StoredInform& inform) {
  Statement insert(database_, "INSERT INTO scheduled_informs (endpoint,command_key,due,delay) VALUES (?,?,?,?)",
                   {endpoint_, inform.command_key});
  insert.bind(std::int64_t{inform.due.time_since_epoch().count()}).bind(std::int64_t{inform.delay.count()});
  const std::error_code error = database_.write(insert);
  inform.id = error ? 0 : database_.last_id();
  return error;
}

std::error_code ScheduledInforms::move(const StoredInform& inform) {
  Statement update(database_, "UPDATE scheduled_informs SET due=?,delay=? WHERE id=?");
  update.bind(std::int64_t{inform.due.time_since_epoch().count()}).bind(std::int64_t{inform.delay.count()});
  update.bind(inform.id);
  return database_.write(update);
}

std::error_code ScheduledInforms::remove(std::int64_t id) {
  Statement erase(database_, "DELETE FROM scheduled_informs WHERE id=?");
  erase.bind(id);
  return database_.write(erase);
}

std::error_code ScheduledInforms::clear() {
  Statement erase(database_, "DELETE FROM scheduled_informs WHERE endpoint=?", {endpoint_});
  return database_.write(erase);
}

std::vector<StoredInform> ScheduledInforms::all() const {
  Statement select(database_, "SELECT id,command_key,due,delay FROM scheduled_informs WHERE endpoint=? ORDER BY id",
                   {endpoint_});
  std::vector<StoredInform> informs;
  while (select.next()) {
    informs.push_back({select.number(0), std::string(select.text(1)),
                       std::chrono::sys_seconds(std::chrono::seconds(select.number(2))),
                       std::chrono::seconds(select.number(3))});
  }
  return informs;
}

}  // namespace proxy::state
