// SPDX-License-Identifier: Apache-2.0
#pragma once
// C++20 over adapter_abi.h: strong handles, a Host to call, a class Adapter to derive from, and ADAPTER_PLUGIN, which
// exports it. No exception of an adapter crosses the boundary: the SDK logs it and answers ADAPTER_FAILED.
//
// Thread: the functions of Adapter run on the host's loop thread and return at once. A Host is copied freely and may
// be called from any thread between the call of start() and the return of stop(); log() from the constructor on.

#include <algorithm>
#include <cstddef>
#include <cstdint>
#include <exception>
#include <memory>
#include <span>
#include <string>
#include <string_view>
#include <type_traits>
#include <vector>

#include "adapters/sdk/adapter_abi.h"
#include "adapters/sdk/config.hpp"
#include "adapters/sdk/option.hpp"

namespace adapters::sdk {

// ---- types ----------------------------------------------------------------------------------------------------------

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

// ---- the host -------------------------------------------------------------------------------------------------------

/// What an adapter may call. Each function is the one of struct adapter_host with the same name.
class Host {
 public:
  explicit Host(const adapter_host& host) : host_(&host) {}

  std::string_view name() const { return host_->name; }
  std::string_view oui() const { return host_->oui; }
  std::string_view config_dir() const { return host_->config_dir; }

  /// Logs one line: "adapter.<name>", then `id`, then the message. The id is the adapter's own name for the event, such
  /// as "meter.port.missing": component, thing, event. It never changes, so that a search for it finds the line.
  void log(std::string_view id, adapter_log_level level, std::string_view message) const {
    log(level, std::string(id).append(1, ' ').append(message));
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

  /// Runs (adapter.*Function)() on the loop thread: host().post<&Meter::tick>(*this).
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

/// Receives one line of text for people.
class Say {
 public:
  Say(adapter_say say, void* context) : say_(say), context_(context) {}
  void operator()(const std::string& line) const { say_(context_, line.c_str()); }

 private:
  adapter_say say_;
  void* context_;
};

// ---- the adapter ----------------------------------------------------------------------------------------------------

/// Derive from it. The constructor (Host, ConfigNode) checks the section, reports each mistake at its node and does
/// nothing else. Answer every item of a request by host().reply(), now or later.
class Adapter {
 public:
  explicit Adapter(Host host) : host_(host) {}
  virtual ~Adapter() = default;
  Adapter(const Adapter&) = delete;
  Adapter& operator=(const Adapter&) = delete;

  /// Declares, connects and begins to publish; throws if it cannot. Without its success stop() is not called.
  virtual void start() = 0;
  /// Joins all threads of the adapter.
  virtual void stop() {}

  virtual void get(Items items) { answer(items, ADAPTER_FAILED, "this parameter is not read live"); }
  virtual void check(Items items) {
    for (const Item& item : items) host_.reply(item.token, ADAPTER_DONE);
  }
  virtual void apply(Items items) { answer(items, ADAPTER_REFUSED, "this adapter sets no parameter"); }
  virtual void add_object(Token token, Table) {
    host_.reply(token, ADAPTER_REFUSED, "rows cannot be added to this table");
  }
  virtual void delete_object(Token token, Row) {
    host_.reply(token, ADAPTER_REFUSED, "rows of this table cannot be deleted");
  }
  /// A downloaded file of a type that ADAPTER_PLUGIN_WITH_FILES names. It stays at `path` until the answer.
  virtual void put_file(Token token, std::string_view /*file_type*/, const std::string& /*path*/) {
    host_.reply(token, ADAPTER_REFUSED, "this adapter accepts no files");
  }
  /// The host shows this row from an earlier run. Call add_row() if its device can be reached by the identity alone:
  /// then the host sends sets to it before its first message.
  virtual void known_row(Table, std::string_view) {}
  /// Reports, in lines for people, what a message would do, and changes nothing. The host may call it before start().
  virtual void explain(std::string_view /*address*/, std::string_view /*payload*/, const Say& /*say*/) {}

  const Host& host() const { return host_; }
  /// Gives every item the same answer.
  void answer(Items items, adapter_status status, const std::string& detail) const {
    for (const Item& item : items) host_.reply(item.token, status, detail);
  }

 private:
  Host host_;
};

// ---- exceptions -----------------------------------------------------------------------------------------------------

namespace detail {

/// The void* of the boundary points to this.
struct Instance {
  Instance(const adapter_host& table, const adapter_config& nodes, adapter_report report, void* context)
      : host(table), config(nodes, report, context) {}
  Host host;
  Config config;
  std::unique_ptr<Adapter> adapter;
};

inline Instance& instance(void* pointer) { return *static_cast<Instance*>(pointer); }

inline void log_exception(const Host& host, const char* function, const char* text) noexcept try {
  host.log("sdk.exception.caught", ADAPTER_LOG_ERROR, std::string(function) + " threw: " + text);
} catch (...) {
  host.log_text(ADAPTER_LOG_ERROR, "sdk.exception.caught an exception, and no memory is left for its text");
}

/// Runs body(). If it throws, logs the exception and returns false.
template <class Body>
bool fenced(const Host& host, const char* function, Body&& body) noexcept {
  try {
    body();
    return true;
  } catch (const std::exception& error) {
    log_exception(host, function, error.what());
  } catch (...) {
    log_exception(host, function, "an exception that is not a std::exception");
  }
  return false;
}

template <class Class>
void* create(const adapter_host* table, const adapter_config* nodes, adapter_report report, void* context) {
  std::unique_ptr<Instance> made;
  const bool finished = fenced(Host(*table), "create", [&] {
    made = std::make_unique<Instance>(*table, *nodes, report, context);
    made->adapter = std::make_unique<Class>(made->host, made->config.root());
  });
  if (!finished) report(context, 0, "the adapter cannot be created; see the log for the reason");
  if (!finished || made->config.failed()) return nullptr;
  made->config.close();
  return made.release();
}

inline int start(void* adapter) {
  return fenced(instance(adapter).host, "start", [&] { instance(adapter).adapter->start(); }) ? 0 : 1;
}

inline void stop(void* adapter) {
  fenced(instance(adapter).host, "stop", [&] { instance(adapter).adapter->stop(); });
}

inline void destroy(void* adapter) { delete &instance(adapter); }

/// The name of a function as a template argument, for the log.
struct FunctionName {
  template <std::size_t Size>
  consteval FunctionName(const char (&name)[Size]) {
    static_assert(Size <= sizeof text);
    std::copy_n(name, Size, text);
  }
  char text[16] = {};
};

/// get, check and apply. If Function throws, every item that has no answer yet gets ADAPTER_FAILED.
template <FunctionName Name, void (Adapter::*Function)(Items)>
void request(void* adapter, const adapter_item* items, size_t count) {
  const Host& host = instance(adapter).host;
  const bool answered = fenced(host, Name.text, [&] {
    std::vector<Item> typed;
    typed.reserve(count);
    for (const adapter_item& item : std::span(items, count)) {
      typed.push_back({item.token, {item.row}, {item.column}, {item.value.data, item.value.size}});
    }
    (instance(adapter).adapter.get()->*Function)(typed);
  });
  if (answered) return;
  for (const adapter_item& item : std::span(items, count)) host.reply(item.token, ADAPTER_FAILED);
}

/// add_object and delete_object.
template <FunctionName Name, class Kind, void (Adapter::*Function)(Token, Handle<Kind>)>
void object_request(void* adapter, adapter_token token, adapter_handle handle) {
  const Host& host = instance(adapter).host;
  const bool answered =
      fenced(host, Name.text, [&] { (instance(adapter).adapter.get()->*Function)(token, Handle<Kind>{handle}); });
  if (!answered) host.reply(token, ADAPTER_FAILED);
}

inline void known_row(void* adapter, adapter_handle table, const char* identity) {
  fenced(instance(adapter).host, "known_row",
         [&] { instance(adapter).adapter->known_row(Table{table}, std::string_view(identity)); });
}

inline void put_file(void* adapter, adapter_token token, const char* file_type, const char* path) {
  const Host& host = instance(adapter).host;
  const bool answered =
      fenced(host, "put_file", [&] { instance(adapter).adapter->put_file(token, file_type, std::string(path)); });
  if (!answered) host.reply(token, ADAPTER_FAILED);
}

inline void explain(void* adapter, const char* address, adapter_text payload, adapter_say say, void* context) {
  fenced(instance(adapter).host, "explain", [&] {
    instance(adapter).adapter->explain(address, std::string_view(payload.data, payload.size), Say(say, context));
  });
}

/// True if Class has an explain() of its own.
template <class Class>
inline constexpr bool kExplains = !std::is_same_v<decltype(&Class::explain), decltype(&Adapter::explain)>;

template <class Class>
constexpr adapter_api api(const char* name, Options options, std::span<const char* const> file_types = {}) {
  return {ADAPTER_ABI_VERSION,
          sizeof(adapter_api),
          name,
          options.data(),
          options.size(),
          &create<Class>,
          &start,
          &stop,
          &destroy,
          &request<"get", &Adapter::get>,
          &request<"check", &Adapter::check>,
          &request<"apply", &Adapter::apply>,
          &object_request<"add_object", TableKind, &Adapter::add_object>,
          &object_request<"delete_object", RowKind, &Adapter::delete_object>,
          &known_row,
          file_types.data(),
          file_types.size(),
          file_types.empty() ? nullptr : &put_file,
          kExplains<Class> ? &explain : nullptr};
}

}  // namespace detail

template <auto Function, class Class>
void Host::post(Class& adapter) const {
  host_->post(
      host_->context,
      [](void* argument) {
        Class& target = *static_cast<Class*>(argument);
        detail::fenced(target.host(), "a posted function", [&] { (target.*Function)(); });
      },
      &adapter);
}

}  // namespace adapters::sdk

/// Exports Class, an Adapter, as the plugin `name`; options is an array of struct adapter_option with static storage.
/// Use it once in a shared object, outside of every namespace.
#define ADAPTER_PLUGIN(Class, name, options)                     \
  extern "C" {                                                   \
  ADAPTER_EXPORT extern const struct adapter_api adapter_api_v1; \
  }                                                              \
  constinit const struct adapter_api adapter_api_v1 = ::adapters::sdk::detail::api<Class>(name, options)

/// ADAPTER_PLUGIN for an adapter that accepts files; file_types is an array of const char* with static storage.
#define ADAPTER_PLUGIN_WITH_FILES(Class, name, options, file_types) \
  extern "C" {                                                      \
  ADAPTER_EXPORT extern const struct adapter_api adapter_api_v1;    \
  }                                                                 \
  constinit const struct adapter_api adapter_api_v1 = ::adapters::sdk::detail::api<Class>(name, options, file_types)
