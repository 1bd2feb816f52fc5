// SPDX-License-Identifier: Apache-2.0
#pragma once
// C++20 over adapter_abi.h: a Host to call (host.hpp), a class Adapter to derive from, and ADAPTER_PLUGIN, which
// exports it. No exception of an adapter crosses the boundary: the SDK logs it and answers ADAPTER_FAILED.
//
// Thread: the functions of Adapter run on the host's loop thread and return at once.

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
#include "adapters/sdk/host.hpp"
#include "adapters/sdk/option.hpp"

namespace adapters::sdk {

/// Receives one line of text for people.
class Say {
 public:
  Say(adapter_say say, void* context) : say_(say), context_(context) {}
  void operator()(const std::string& line) const { say_(context_, line.c_str()); }

 private:
  adapter_say say_;
  void* context_;
};

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
