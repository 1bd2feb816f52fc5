// SPDX-License-Identifier: Apache-2.0
#include "proxy/state/attributes.hpp"

#include "proxy/state/sqlite/statement.hpp"

#include <cstdint>

namespace proxy::state {

std::error_code Attributes::put(const StoredAttributes& attributes) {
  Statement put(database_, "INSERT OR REPLACE INTO attributes VALUES (?,?,?,?)", {endpoint_, attributes.path});
  put.bind(std::int64_t{attributes.notification}).bind(std::int64_t{attributes.subscriber_may_write});
  return database_.write(put);
}

std::error_code Attributes::erase_below(std::string_view prefix) {
  const std::string end = past(prefix);
  Statement erase(database_, "DELETE FROM attributes WHERE endpoint=? AND path>=? AND path<?",
                  {endpoint_, prefix, end});
  return database_.write(erase);
}

std::vector<StoredAttributes> Attributes::all(std::string_view prefix) const {
  const std::string end = past(prefix);
  Statement select(database_,
                   "SELECT path,notification,subscriber FROM attributes WHERE endpoint=? AND path>=? AND path<? "
                   "ORDER BY path",
                   {endpoint_, prefix, end});
  std::vector<StoredAttributes> all;
  while (select.next()) {
    all.push_back({std::string(select.text(0)), static_cast<std::uint8_t>(select.number(1)), select.number(2) != 0});
  }
  return all;
}

}  // namespace proxy::state
