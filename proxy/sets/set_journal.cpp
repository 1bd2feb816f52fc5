// SPDX-License-Identifier: Apache-2.0
#include "proxy/sets/set_journal.hpp"

#include "proxy/base/log.hpp"

namespace proxy::sets {

std::error_code SetJournal::store(const std::string& path, const std::string& value, const StoredAs& as) {
  return store_.set_values.put(path, value, as.configured, as.pending);
}

void SetJournal::roll_back(std::span<const Before> befores) {
  for (const auto& [path, value] : befores) {
    if (value) {
      (void)store_.set_values.put(path, value->value, value->configured, value->pending);
    } else {
      erase(path);
    }
  }
}

void SetJournal::applied(const std::string& path) {
  const auto stored = store_.set_values.find(path);
  if (stored && stored->pending) (void)store_.set_values.confirm(path);
}

void SetJournal::ended(std::span<const SetEnd> ends) {
  state::Transaction transaction(store_.database);
  for (const SetEnd& end : ends) write(end);
  if (const auto error = transaction.commit()) {
    base::log::error("sets.outcome.not_stored", "the outcome of a set could not be stored: {}", error.message());
  }
}

void SetJournal::write(const SetEnd& end) {
  switch (end.kind) {
    case SetEnd::Kind::confirmed: return erase(end.path);
    case SetEnd::Kind::pending: return void(store_.set_values.put(end.path, end.value, {}, true));
    case SetEnd::Kind::kept: return void(store_.set_values.put(end.path, end.value, end.configured, false));
  }
}

}  // namespace proxy::sets
