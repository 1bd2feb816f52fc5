// SPDX-License-Identifier: Apache-2.0
#include "proxy/state/store.hpp"

#include "proxy/base/log.hpp"
#include "proxy/state/statement.hpp"

#include <fmt/format.h>
#include <sqlite3.h>

#include <charconv>
#include <random>
#include <stdexcept>

namespace proxy::state {
namespace {

constexpr std::string_view kParameterKey = "parameter_key";
constexpr std::string_view kConnectionRequestPath = "connection_request_path";
constexpr std::string_view kBootstrapUrl = "bootstrap_url";
constexpr std::string_view kAgreedVersion = "agreed_version";  // "1.2 http://acs.example/"
constexpr std::string_view kRebootedAt = "rebooted_at";

std::string acknowledged(std::string_view path) { return "acknowledged:" + std::string(path); }

std::string random_path() {
  std::random_device random;
  std::string path;
  for (int word = 0; word < 4; ++word) path += fmt::format("{:08x}", random());
  return path;
}

/// The first text after all those that begin with `prefix`: paths hold no byte 0xff.
std::string past(std::string_view prefix) { return std::string(prefix) + '\xff'; }

}  // namespace

// ---- transactions ----

Transaction::Transaction(Store& store) : store_(store) {
  Database& database = store.database_;
  database.end_batch();
  if (database.in_transaction_) throw std::logic_error("nested transaction on state.db");
  database.begin();
}

Transaction::~Transaction() {
  if (open_) store_.database_.end(false);
}

std::error_code Transaction::commit() {
  open_ = false;
  const std::error_code error = store_.database_.end(true);
  store_.forget_written();
  return error;
}

Batch::Batch(Store& store) : store_(store) { ++store_.database_.batches_; }

Batch::~Batch() {
  if (--store_.database_.batches_ != 0) return;
  store_.database_.end_batch();
  store_.forget_written();
}

std::error_code Store::write(Statement& statement) { return database_.write(statement); }

std::error_code Store::all_or_none(const std::function<std::error_code()>& writes) {
  if (database_.in_transaction_ || database_.batches_ != 0) return writes();
  Transaction transaction(*this);
  if (const std::error_code error = writes()) return error;
  return transaction.commit();
}

// ---- the endpoint itself ----

Store::Store(Database& database, std::string endpoint) : database_(database), endpoint_(std::move(endpoint)) {}

std::optional<std::string> Store::text(std::string_view name) const {
  Statement select(database_, "SELECT value FROM texts WHERE endpoint=? AND name=?", {endpoint_, name});
  if (!select.next()) return std::nullopt;
  return std::string(select.text(0));
}

std::error_code Store::put_text(std::string_view name, std::string_view value) {
  Statement put(database_, "INSERT OR REPLACE INTO texts VALUES (?,?,?)", {endpoint_, name, value});
  return write(put);
}

std::string Store::parameter_key() const { return text(kParameterKey).value_or(""); }
std::error_code Store::set_parameter_key(std::string_view key) { return put_text(kParameterKey, key); }

const std::string& Store::connection_request_path() {
  if (connection_request_path_.empty()) connection_request_path_ = text(kConnectionRequestPath).value_or("");
  if (connection_request_path_.empty()) {
    connection_request_path_ = random_path();
    put_text(kConnectionRequestPath, connection_request_path_);
  }
  return connection_request_path_;
}

std::string Store::bootstrap_url() const { return text(kBootstrapUrl).value_or(""); }
std::error_code Store::set_bootstrap_url(std::string_view acs_url) { return put_text(kBootstrapUrl, acs_url); }

std::string Store::agreed_version(std::string_view acs_url) const {
  const std::string both = text(kAgreedVersion).value_or("");
  const std::size_t space = both.find(' ');
  if (space == std::string::npos || both.substr(space + 1) != acs_url) return {};
  return both.substr(0, space);
}

std::error_code Store::set_agreed_version(std::string_view acs_url, std::string_view version) {
  return put_text(kAgreedVersion, fmt::format("{} {}", version, acs_url));
}

std::optional<std::string> Store::acknowledged_value(std::string_view path) const { return text(acknowledged(path)); }
std::error_code Store::set_acknowledged_value(std::string_view path, std::string_view value) {
  return put_text(acknowledged(path), value);
}

// ---- set values ----

std::error_code Store::put_set_value(std::string_view path, std::string_view value, std::string_view configured,
                                     bool pending) {
  Statement put(database_, "INSERT OR REPLACE INTO set_values VALUES (?,?,?,?,?)",
                {endpoint_, path, value, configured});
  put.bind(std::int64_t{pending});
  return write(put);
}

std::error_code Store::confirm(std::string_view path) {
  Statement update(database_, "UPDATE set_values SET pending=0 WHERE endpoint=? AND path=? AND pending",
                   {endpoint_, path});
  return write(update);
}

std::error_code Store::erase_set_value(std::string_view path) {
  Statement erase(database_, "DELETE FROM set_values WHERE endpoint=? AND path=?", {endpoint_, path});
  return write(erase);
}

std::optional<SetValue> Store::set_value(std::string_view path) const {
  Statement select(database_, "SELECT value,configured,pending FROM set_values WHERE endpoint=? AND path=?",
                   {endpoint_, path});
  if (!select.next()) return std::nullopt;
  return SetValue{std::string(path), std::string(select.text(0)), std::string(select.text(1)), select.number(2) != 0};
}

std::vector<SetValue> Store::set_values(std::string_view prefix) const {
  const std::string end = past(prefix);
  Statement select(database_,
                   "SELECT path,value,configured,pending FROM set_values WHERE endpoint=? AND path>=? AND path<? "
                   "ORDER BY path",
                   {endpoint_, prefix, end});
  std::vector<SetValue> values;
  while (select.next()) {
    values.push_back(
        {std::string(select.text(0)), std::string(select.text(1)), std::string(select.text(2)), select.number(3) != 0});
  }
  return values;
}

// ---- attributes ----

std::error_code Store::put_attributes(const StoredAttributes& attributes) {
  Statement put(database_, "INSERT OR REPLACE INTO attributes VALUES (?,?,?,?)", {endpoint_, attributes.path});
  put.bind(std::int64_t{attributes.notification}).bind(std::int64_t{attributes.subscriber_may_write});
  return write(put);
}

std::error_code Store::erase_attributes(std::string_view path) {
  Statement erase(database_, "DELETE FROM attributes WHERE endpoint=? AND path=?", {endpoint_, path});
  return write(erase);
}

std::vector<StoredAttributes> Store::attributes(std::string_view prefix) const {
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

// ---- last values ----

std::error_code Store::save_values(std::span<const PathValue> values) {
  return all_or_none([&]() -> std::error_code {
    // A value that is the same costs no write to the flash.
    Statement put(database_,
                  "INSERT INTO device_values VALUES (?,?,?) ON CONFLICT DO UPDATE SET value=excluded.value "
                  "WHERE value<>excluded.value");
    for (const PathValue& value : values) {
      put.reset();
      put.bind(endpoint_).bind(value.path).bind(value.value);
      if (const std::error_code error = write(put)) return error;
    }
    return {};
  });
}

void Store::load_values(std::string_view prefix,
                        const std::function<void(std::string_view path, std::string_view value)>& value) const {
  const std::string end = past(prefix);
  Statement select(database_,
                   "SELECT path,value FROM device_values WHERE endpoint=? AND path>=? AND path<? ORDER BY path",
                   {endpoint_, prefix, end});
  while (select.next()) value(select.text(0), select.text(1));
}

std::error_code Store::erase_prefix(const char* sql, std::string_view prefix) {
  const std::string end = past(prefix);
  Statement erase(database_, sql, {endpoint_, prefix, end});
  return write(erase);
}

std::error_code Store::erase_below(std::string_view prefix) {
  return all_or_none([&] {
    for (const char* sql : {"DELETE FROM device_values WHERE endpoint=? AND path>=? AND path<?",
                            "DELETE FROM set_values WHERE endpoint=? AND path>=? AND path<?",
                            "DELETE FROM attributes WHERE endpoint=? AND path>=? AND path<?"}) {
      if (const std::error_code error = erase_prefix(sql, prefix)) return error;
    }
    return std::error_code{};
  });
}

// ---- events ----

std::error_code Store::add_event(PendingEvent& event) {
  Statement insert(database_, "INSERT INTO events (endpoint,code,command_key) VALUES (?,?,?)",
                   {endpoint_, event.code, event.command_key});
  const std::error_code error = write(insert);
  event.id = error ? 0 : sqlite3_last_insert_rowid(database_.connection_.get());
  return error;
}

std::error_code Store::remove_event(std::int64_t id) {
  Statement erase(database_, "DELETE FROM events WHERE endpoint=? AND id=?", {endpoint_});
  erase.bind(id);
  return write(erase);
}

std::vector<PendingEvent> Store::events() const {
  Statement select(database_, "SELECT id,code,command_key FROM events WHERE endpoint=? ORDER BY id", {endpoint_});
  std::vector<PendingEvent> events;
  while (select.next()) {
    events.push_back({select.number(0), std::string(select.text(1)), std::string(select.text(2))});
  }
  return events;
}

// ---- scheduled Informs ----

std::error_code Store::add_scheduled_inform(StoredInform& inform) {
  Statement insert(database_, "INSERT INTO scheduled_informs (endpoint,command_key,due) VALUES (?,?,?)",
                   {endpoint_, inform.command_key});
  insert.bind(std::int64_t{inform.due.time_since_epoch().count()});
  const std::error_code error = write(insert);
  inform.id = error ? 0 : sqlite3_last_insert_rowid(database_.connection_.get());
  return error;
}

std::error_code Store::move_scheduled_inform(std::int64_t id, std::chrono::sys_seconds due) {
  Statement update(database_, "UPDATE scheduled_informs SET due=? WHERE id=?");
  update.bind(std::int64_t{due.time_since_epoch().count()}).bind(id);
  return write(update);
}

std::error_code Store::remove_scheduled_inform(std::int64_t id) {
  Statement erase(database_, "DELETE FROM scheduled_informs WHERE id=?");
  erase.bind(id);
  return write(erase);
}

std::vector<StoredInform> Store::scheduled_informs() const {
  Statement select(database_, "SELECT id,command_key,due FROM scheduled_informs WHERE endpoint=? ORDER BY id",
                   {endpoint_});
  std::vector<StoredInform> informs;
  while (select.next()) {
    informs.push_back({select.number(0), std::string(select.text(1)),
                       std::chrono::sys_seconds(std::chrono::seconds(select.number(2)))});
  }
  return informs;
}

std::optional<std::chrono::sys_seconds> Store::rebooted_at() const {
  const auto stored = text(kRebootedAt);
  if (!stored) return std::nullopt;
  std::int64_t seconds = 0;
  std::from_chars(stored->data(), stored->data() + stored->size(), seconds);
  return std::chrono::sys_seconds(std::chrono::seconds(seconds));
}

std::error_code Store::set_rebooted_at(std::chrono::sys_seconds time) {
  return put_text(kRebootedAt, std::to_string(time.time_since_epoch().count()));
}

std::error_code Store::factory_reset() {
  return all_or_none([&] {
    Statement texts(database_, "DELETE FROM texts WHERE endpoint=? AND name<>?", {endpoint_, kConnectionRequestPath});
    if (const std::error_code error = write(texts)) return error;
    for (const char* sql : {"DELETE FROM set_values WHERE endpoint=?", "DELETE FROM attributes WHERE endpoint=?",
                            "DELETE FROM events WHERE endpoint=?", "DELETE FROM transfers WHERE endpoint=?",
                            "DELETE FROM scheduled_informs WHERE endpoint=?",
                            "DELETE FROM table_rows WHERE endpoint=? AND identity=''"}) {
      Statement erase(database_, sql, {endpoint_});
      if (const std::error_code error = write(erase)) return error;
    }
    return std::error_code{};
  });
}

}  // namespace proxy::state
