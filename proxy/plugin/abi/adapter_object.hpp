// SPDX-License-Identifier: Apache-2.0
#pragma once
// One created adapter, and the fence around every call of it: no exception gets past it, and a slow call is logged.
// Thread: loop

#include "proxy/base/clock.hpp"
#include "proxy/config/config.hpp"
#include "proxy/config/diagnostic.hpp"
#include "proxy/plugin/abi/adapter_library.hpp"
#include "proxy/plugin/abi/config_nodes.hpp"
#include "proxy/plugin/abi/host_functions.hpp"
#include "proxy/plugin/abi/message.hpp"

#include <functional>
#include <memory>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <vector>

namespace proxy::plugin {

class AdapterObject {
 public:
  enum class Request { get, check, apply };

  /// The clock must outlive the object. `on_fault` is called after each call in which the adapter has thrown an
  /// exception; it may be empty.
  AdapterObject(const config::AdapterSection& section, std::shared_ptr<AdapterLibrary> library,
                std::shared_ptr<HostFunctions> host, const base::Clock& clock, std::function<void()> on_fault);
  ~AdapterObject() { destroy(); }
  AdapterObject(const AdapterObject&) = delete;
  AdapterObject& operator=(const AdapterObject&) = delete;

  /// Checks the section against the rows of the adapter's options, and lets the adapter check it. False if there is no
  /// adapter to start; the diagnostics say why.
  bool create(config::Diagnostics& diagnostics);
  /// False if it could not, which is logged.
  bool start();
  void stop();
  /// Stops the adapter if need be, and ends it. Later calls have no effect.
  void destroy();

  /// Whether the adapter takes such requests at all.
  bool takes(Request request) const;
  // None of these has an effect once the adapter has thrown an exception.
  void request(Request request, std::span<const adapter_item> items);
  /// False if the adapter does not take it.
  bool add_object(adapter_token token, adapter_handle table);
  bool delete_object(adapter_token token, adapter_handle row);
  /// The names of the file types it takes, without "X <OUI> "; valid while the object lives.
  std::span<const char* const> file_types() const;
  bool put_file(adapter_token token, const std::string& file_type, const std::string& path);
  void known_row(adapter_handle table, const std::string& identity);
  void run(const Posted& posted);
  /// What it says a message would do, in lines; nothing where it does not tell. Needs no start().
  std::optional<std::vector<std::string>> explain(const std::string& address, std::string_view payload);

  /// It has thrown an exception: after that the host only stops and destroys it.
  bool faulted() const { return faulted_; }
  bool started() const { return started_; }
  bool running() const { return started_ && !faulted_; }
  /// The last exception or failure, for people; "" for none.
  const std::string& last_problem() const { return last_problem_; }

 private:
  using Batch = void (*)(void* adapter, const adapter_item* items, size_t count);
  Batch function(Request request) const;
  bool callable() const { return adapter_ != nullptr && !faulted_; }
  /// False if it threw.
  template <class Call>
  bool fenced(const char* what, Call&& call);

  const std::string name_;
  const std::string path_;  ///< "adapters[0]": what stands before its keys in messages
  const std::shared_ptr<AdapterLibrary> library_;
  const std::shared_ptr<HostFunctions> host_;
  const base::Clock& clock_;
  const std::function<void()> on_fault_;
  ConfigNodes nodes_;
  void* adapter_ = nullptr;
  bool started_ = false;
  bool faulted_ = false;
  std::string last_problem_;
};

/// What --check-config does for one adapter: its section against its rows, create and destroy. Starts nothing.
config::Diagnostics check_adapter(const config::AdapterSection& section, std::shared_ptr<AdapterLibrary> library,
                                  const HostInfo& info);

/// What explain() says of an adapter that is created for it alone; what is wrong with its section is in the
/// diagnostics.
std::optional<std::vector<std::string>> explain_alone(const config::AdapterSection& section,
                                                      std::shared_ptr<AdapterLibrary> library, const HostInfo& info,
                                                      const std::string& address, std::string_view payload,
                                                      config::Diagnostics& diagnostics);

}  // namespace proxy::plugin
