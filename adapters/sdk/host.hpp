// SPDX-License-Identifier: Apache-2.0
#pragma once
// What an adapter calls: strong handles for what the host gives, and a Host with the functions of struct adapter_host.
// Include adapter.hpp, which includes this.
//
// Thread: a Host is copied freely and may be called from any thread between the call of Adapter::start() and the return
// of stop(); log() from the constructor of the adapter on.

#include <cstddef>
#include <cstdint>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "adapters/sdk/adapter_abi.h"

namespace adapters::sdk {

/// An opaque handle that the host gives; false without one. Handles of different kinds do not mix.
template <class Kind>
struct Handle {
  adapter_handle value = ADAPTER_NONE;
  explicit operator bool() const { return value != ADAPTER_NONE; }
  bool operator==(const Handle&) const = default;
};
using Row = Handle<struct RowKind>;
using Column = Handle<struct ColumnKind>;
using Table = Handle<struct TableKind>;
using Device = Handle<struct DeviceKind>;
using Token = adapter_token;

/// The object at which the adapter is mounted: a row like any other.
inline constexpr Row kMount{ADAPTER_MOUNT};

/// struct adapter_column with its defaults. The texts must live during declare() only.
struct ColumnRules {
  const char* name;
  adapter_type type = ADAPTER_STRING;
  uint32_t flags = 0;  ///< enum adapter_column_flags
  adapter_notify notify = ADAPTER_NOTIFY_OFF;
  const char* default_value = nullptr;
  const char* minimum = nullptr;
  const char* maximum = nullptr;
  uint32_t max_length = 0;
  std::span<const char* const> words = {};
  uint32_t confirm_timeout_ms = 0;
};

/// In the row of a capability, the column of its value.
inline constexpr Column kValue{ADAPTER_VALUE};

/// One item of get(), check() or apply(); `value` is valid during the call.
struct Item {
  Token token;
  Row row;
  Column column;
  std::string_view value;
};
using Items = std::span<const Item>;

/// Values for one publish(). It keeps references: the texts must live until then.
class Batch {
 public:
  void add(Row row, Column column, std::string_view text) {
    values_.push_back({row.value, column.value, {text.data(), text.size()}});
  }
  bool empty() const { return values_.empty(); }
  std::size_t size() const { return values_.size(); }
  void clear() { values_.clear(); }

 private:
  friend class Host;
  std::vector<adapter_value> values_;
};

/// What an adapter may call. Each function is the one of struct adapter_host with the same name.
class Host {
 public:
  explicit Host(const adapter_host& host) : host_(&host) {}

  std::string_view name() const { return host_->name; }
  std::string_view oui() const { return host_->oui; }
  std::string_view config_dir() const { return host_->config_dir; }

  /// Logs one line: "adapter.<name>", then `id`, then the message. The id is the adapter's own name for the event, such
  /// as "meter.port.missing": component, thing, event. It never changes, so that a search for it finds the line.
  /// The message may be given in parts, each a text: the line is put together once.
  template <class... Parts>
  void log(std::string_view id, adapter_log_level level, const Parts&... message) const {
    std::string line;
    line.reserve(id.size() + (std::size_t{1} + ... + std::string_view(message).size()));
    line.append(id).append(1, ' ');
    (line.append(std::string_view(message)), ...);
    log(level, line);
  }
  /// The same for a line that begins with its id already.
  void log(adapter_log_level level, const std::string& line) const { log_text(level, line.c_str()); }
  void log_text(adapter_log_level level, const char* line) const { host_->log(host_->context, level, line); }

  Device device(const adapter_device& device) const { return {host_->device(host_->context, &device)}; }
  void remove_device(Device device) const { host_->remove_device(host_->context, device.value); }
  Table declare_table(Row parent, const char* name, bool creatable = false) const {
    const adapter_table table{name, creatable ? 1U : 0U};
    return {host_->declare_table(host_->context, parent.value, &table)};
  }
  /// A parameter of the mount, or of one row.
  Column declare(Row parent, const ColumnRules& column) const { return declare_below(parent.value, column); }
  /// A column of all rows of the table.
  Column declare(Table parent, const ColumnRules& column) const { return declare_below(parent.value, column); }

  Row add_row(Table table, const std::string& identity, Device device = {}) const {
    return {host_->add_row(host_->context, table.value, device.value, identity.c_str())};
  }
  void remove_row(Row row) const { host_->remove_row(host_->context, row.value); }

  void publish(Row row, Column column, std::string_view text) const {
    const adapter_value value{row.value, column.value, {text.data(), text.size()}};
    host_->publish(host_->context, &value, 1);
  }
  /// `are_retained`: publish_retained(), where the host has it.
  void publish(const Batch& batch, bool are_retained = false) const {
    if (!batch.empty()) publish(batch.values_.data(), batch.values_.size(), are_retained);
  }
  void publish_retained(Row row, Column column, std::string_view text) const {
    const adapter_value value{row.value, column.value, {text.data(), text.size()}};
    publish(&value, 1, true);
  }
  void presence(Row row, adapter_presence presence) const { host_->presence(host_->context, row.value, presence); }
  void presence(Device device, adapter_presence presence) const {
    host_->presence(host_->context, device.value, presence);
  }
  Row show_device(Device device, const adapter_device_facts& facts) const {
    return {host_->show_device(host_->context, device.value, &facts)};
  }
  Row capability(Device device, const adapter_capability& capability) const {
    return {host_->capability(host_->context, device.value, &capability)};
  }
  /// None with a host of an earlier release, which has no such function.
  Row known_capability(Device device, const adapter_capability& capability) const {
    if (host_->struct_size <= offsetof(adapter_host, known_capability)) return {};
    return {host_->known_capability(host_->context, device.value, &capability)};
  }
  void skipped(const std::string& identity, const std::string& reason) const {
    host_->skipped(host_->context, identity.c_str(), reason.c_str());
  }
  /// An older daemon does without the next two.
  void notify_online(Device device, adapter_notify notify) const {
    if (host_->struct_size <= offsetof(adapter_host, notify_online)) return;
    host_->notify_online(host_->context, device.value, static_cast<uint32_t>(notify));
  }
  void report(Row row, Column column, const adapter_report_rule* rule) const {
    if (host_->struct_size <= offsetof(adapter_host, report)) return;
    host_->report(host_->context, row.value, column.value, rule);
  }
  /// Nothing with a host of an earlier release, which has no such function.
  void contact(Device device) const {
    if (host_->struct_size > offsetof(adapter_host, contact)) host_->contact(host_->context, device.value);
  }
  void rejected(const std::string& reason) const { host_->rejected(host_->context, reason.c_str()); }
  /// No effect in an older daemon.
  void status(adapter_condition condition, const std::string& text = {}) const {
    if (host_->struct_size > offsetof(adapter_host, status)) host_->status(host_->context, condition, text.c_str());
  }
  void broker(const adapter_broker& broker) const {
    if (host_->struct_size > offsetof(adapter_host, broker)) host_->broker(host_->context, &broker);
  }
  void max_packet(std::uint32_t bytes) const {
    if (host_->struct_size > offsetof(adapter_host, max_packet)) host_->max_packet(host_->context, bytes);
  }

  void reply(Token token, adapter_status status) const { host_->reply(host_->context, token, status, nullptr); }
  void reply(Token token, adapter_status status, const std::string& detail) const {
    host_->reply(host_->context, token, status, detail.c_str());
  }
  void reply_row(Token token, Row row) const { host_->reply_row(host_->context, token, row.value); }

  /// Runs (adapter.*Function)() on the loop thread: host().post<&Meter::tick>(*this). Defined in adapter.hpp.
  template <auto Function, class Class>
  void post(Class& adapter) const;

 private:
  void publish(const adapter_value* values, std::size_t count, bool are_retained) const {
    const bool has_retained =
        host_->struct_size > offsetof(adapter_host, publish_retained) && host_->publish_retained != nullptr;
    const auto function = are_retained && has_retained ? host_->publish_retained : host_->publish;
    function(host_->context, values, count);
  }
  Column declare_below(adapter_handle parent, const ColumnRules& rules) const {
    const adapter_column column{rules.name,
                                static_cast<uint32_t>(rules.type),
                                rules.flags,
                                static_cast<uint32_t>(rules.notify),
                                rules.default_value,
                                rules.minimum,
                                rules.maximum,
                                rules.max_length,
                                rules.words.data(),
                                rules.words.size(),
                                rules.confirm_timeout_ms};
    return {host_->declare(host_->context, parent, &column)};
  }

  const adapter_host* host_;
};

}  // namespace adapters::sdk
