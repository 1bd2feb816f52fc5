// SPDX-License-Identifier: Apache-2.0
#pragma once
// A host for tests: gives out handles and writes down every call as a line.

#include <map>
#include <set>
#include <string>
#include <utility>
#include <vector>

#include "adapters/sdk/adapter_abi.h"

namespace test {

class FakeHost {
 public:
  FakeHost() {
    table_.abi_version = ADAPTER_ABI_VERSION;
    table_.struct_size = sizeof(adapter_host);
    table_.context = this;
    table_.name = "test";
    table_.oui = "00D09E";
    table_.config_dir = "/nowhere";
    table_.log = log;
    table_.device = device;
    table_.remove_device = remove_device;
    table_.declare_table = table;
    table_.declare = declare;
    table_.add_row = add_row;
    table_.remove_row = remove_row;
    table_.publish = publish;
    table_.presence = presence;
    table_.reply = reply;
    table_.reply_row = reply_row;
    table_.post = post;
    table_.rejected = rejected;
    table_.show_device = show_device;
    table_.capability = capability;
    table_.skipped = skipped;
    table_.publish_retained = publish_retained;
    table_.notify_online = notify_online;
    table_.report = report;
    table_.contact = contact;
    table_.known_capability = known_capability;
    table_.status = status;
    table_.broker = broker;
    table_.max_packet = [](void*, std::uint32_t) {};
  }
  FakeHost(const FakeHost&) = delete;

  const adapter_host& api() const { return table_; }
  /// The calls since the last take().
  std::vector<std::string> take() { return std::exchange(calls_, {}); }
  /// From now on calls of report() are written down too, and the attribute of each capability.
  void note_reports() { notes_reports_ = true; }
  /// The devices of contact() since the last call of this function; take() leaves them out.
  std::vector<adapter_handle> take_contacts() { return std::exchange(contacts_, {}); }
  /// The lines at debug since the last call of this function; take() leaves them out.
  std::vector<std::string> take_conversation() { return std::exchange(conversation_, {}); }
  /// It shows capabilities of this identity from an earlier run.
  void know(const std::string& identity) { known_.insert(identity); }
  std::vector<std::string> take_statuses() { return std::exchange(statuses_, {}); }
  void refuse_rows() { refuse_rows_ = true; }
  void run_posted() {
    for (const auto& [function, argument] : std::exchange(posted_, {})) function(argument);
  }

 private:
  static FakeHost& self(void* context) { return *static_cast<FakeHost*>(context); }
  static std::string number(uint64_t value) { return std::to_string(value); }
  adapter_handle note(const std::string& call) {
    const adapter_handle handle = next_++;
    calls_.push_back(call + " -> " + number(handle));
    return handle;
  }

  static void log(void* context, uint32_t level, const char* message) {
    if (level == ADAPTER_LOG_DEBUG) return self(context).conversation_.emplace_back(message), void();
    self(context).calls_.push_back("log " + number(level) + " " + message);
  }
  static adapter_handle device(void* context, const adapter_device* device) {
    return self(context).note(std::string("device ") + device->controller + " " + device->identity);
  }
  static void remove_device(void* context, adapter_handle device) {
    self(context).calls_.push_back("remove_device " + number(device));
  }
  static adapter_handle table(void* context, adapter_handle parent, const adapter_table* table) {
    return self(context).note("table " + number(parent) + " " + table->name);
  }
  static adapter_handle declare(void* context, adapter_handle parent, const adapter_column* column) {
    std::string call = "declare " + number(parent) + " " + column->name + " type " + number(column->type);
    if (column->flags != 0) call += " flags " + number(column->flags);
    if (column->notify != 0) call += " notify " + number(column->notify);
    if (column->minimum != nullptr) call += std::string(" min ") + column->minimum;
    if (column->maximum != nullptr) call += std::string(" max ") + column->maximum;
    if (column->max_length != 0) call += " length " + number(column->max_length);
    for (size_t i = 0; i < column->word_count; ++i) call += std::string(" word ") + column->words[i];
    if (column->confirm_timeout_ms != 0) call += " confirm " + number(column->confirm_timeout_ms);
    return self(context).note(call);
  }
  static adapter_handle add_row(void* context, adapter_handle table, adapter_handle, const char* identity) {
    if (self(context).refuse_rows_) return ADAPTER_NONE;
    return self(context).note("add_row " + number(table) + " " + identity);
  }
  static void remove_row(void* context, adapter_handle row) {
    self(context).calls_.push_back("remove_row " + number(row));
  }
  static void publish(void* context, const adapter_value* values, size_t count) {
    note_values(context, "publish", values, count);
  }
  static void publish_retained(void* context, const adapter_value* values, size_t count) {
    note_values(context, "publish_retained", values, count);
  }
  static void note_values(void* context, std::string call, const adapter_value* values, size_t count) {
    for (size_t i = 0; i < count; ++i) {
      call += " " + number(values[i].row) + "/" + number(values[i].column) + "=" +
              std::string(values[i].text.data, values[i].text.size);
    }
    self(context).calls_.push_back(call);
  }
  static void presence(void* context, adapter_handle row, uint32_t presence) {
    self(context).calls_.push_back("presence " + number(row) + " " + number(presence));
  }
  static void reply(void* context, adapter_token token, uint32_t status, const char* detail) {
    std::string call = "reply " + number(token) + " " + number(status);
    if (detail != nullptr) call += std::string(" ") + detail;
    self(context).calls_.push_back(call);
  }
  static void reply_row(void* context, adapter_token token, adapter_handle row) {
    self(context).calls_.push_back("reply_row " + number(token) + " " + number(row));
  }
  static void post(void* context, void (*function)(void*), void* argument) {
    self(context).posted_.emplace_back(function, argument);
  }
  // Apart from the other calls: most tests are about these.
  static void status(void* context, uint32_t condition, const char* text) {
    self(context).statuses_.push_back(number(condition) + " " + text);
  }
  static void broker(void* context, const adapter_broker* broker) {
    self(context).statuses_.push_back("broker " + number(broker->status) + " " + broker->address + ":" +
                                      number(broker->port));
  }
  static void rejected(void* context, const char* reason) {
    self(context).calls_.push_back(std::string("rejected ") + reason);
  }

  static adapter_handle show_device(void* context, adapter_handle device, const adapter_device_facts* facts) {
    return self(context).note("show " + number(device) + " '" + facts->name + "' '" + facts->type + "' '" +
                              facts->description + "'");
  }
  // Of one device and identity it is one row.
  static adapter_handle capability(void* context, adapter_handle device, const adapter_capability* given) {
    FakeHost& host = self(context);
    if (host.refuse_rows_) return ADAPTER_NONE;
    std::string call = "capability " + number(device) + " " + given->identity + " class " +
                       number(given->capability_class) + " '" + given->name + "' '" + given->type + "' '" +
                       given->unit + "'";
    if (*given->minimum != '\0') call += std::string(" min ") + given->minimum;
    if (*given->maximum != '\0') call += std::string(" max ") + given->maximum;
    for (size_t i = 0; i < given->word_count; ++i) call += std::string(" word ") + given->words[i];
    if (host.notes_reports_) call += " notify " + number(given->notify);
    const std::string key = number(device) + " " + number(given->capability_class) + " " + given->identity;
    const auto known = host.capabilities_.find(key);
    if (known == host.capabilities_.end()) return host.capabilities_[key] = host.note(call);
    host.calls_.push_back(call + " -> " + number(known->second));
    return known->second;
  }
  // Those of know() alone.
  static adapter_handle known_capability(void* context, adapter_handle device, const adapter_capability* given) {
    return self(context).known_.contains(given->identity) ? capability(context, device, given) : ADAPTER_NONE;
  }
  static void skipped(void* context, const char* identity, const char* reason) {
    self(context).calls_.push_back(std::string("skipped ") + identity + " '" + reason + "'");
  }
  static void notify_online(void* context, adapter_handle device, uint32_t notify) {
    self(context).calls_.push_back("notify_online " + number(device) + " " + number(notify));
  }
  // Temperature and humidity, which have a shipped rule, are in most homes: only what the test's home asks for is
  // noted.
  static void report(void* context, adapter_handle row, adapter_handle column, const adapter_report_rule* rule) {
    FakeHost& host = self(context);
    if (!host.notes_reports_) return;
    std::string call = "report " + number(row) + "/" + number(column);
    if (rule == nullptr) call += " none";
    if (rule != nullptr && rule->min_change != nullptr) call += std::string(" min ") + rule->min_change;
    if (rule != nullptr && rule->min_change_is_percent != 0) call += "%";
    if (rule != nullptr) call += " every " + number(rule->min_interval_s) + " to " + number(rule->max_interval_s);
    host.calls_.push_back(call);
  }
  static void contact(void* context, adapter_handle device) { self(context).contacts_.push_back(device); }

  adapter_host table_{};
  std::vector<std::string> calls_, statuses_;
  std::vector<adapter_handle> contacts_;
  std::vector<std::string> conversation_;
  std::vector<std::pair<void (*)(void*), void*>> posted_;
  adapter_handle next_ = ADAPTER_MOUNT + 1;
  std::map<std::string, adapter_handle> capabilities_;
  std::set<std::string> known_;
  bool refuse_rows_ = false;
  bool notes_reports_ = false;
};

}  // namespace test
