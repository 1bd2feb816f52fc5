// SPDX-License-Identifier: Apache-2.0
#pragma once
// One created adapter, and the fence around every call of it: what it throws stops here, and a call that takes long is
// told of.
// Thread: loop

#include "proxy/base/clock.hpp"
#include "proxy/config/config.hpp"
#include "proxy/config/diagnostic.hpp"
#include "proxy/plugin/abi/adapter_library.hpp"
#include "proxy/plugin/abi/config_nodes.hpp"
#include "proxy/plugin/abi/host_board.hpp"
#include "proxy/plugin/abi/message.hpp"

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

  /// The clock must outlive the object.
  AdapterObject(const config::AdapterSection& section, std::shared_ptr<AdapterLibrary> library,
                std::shared_ptr<HostBoard> board, const base::Clock& clock);
  /// Destroys the adapter; stop() comes before if it was started.
  ~AdapterObject();
  AdapterObject(const AdapterObject&) = delete;
  AdapterObject& operator=(const AdapterObject&) = delete;

  /// Checks the section against the rows of the adapter's options, and lets the adapter check it. False if there is no
  /// adapter to start; the diagnostics say why.
  bool create(config::Diagnostics& diagnostics);
  /// False if it could not, which is logged.
  bool start();
  void stop();

  /// Whether the adapter takes such requests at all.
  bool takes(Request request) const;
  // Each of these is left undone once the adapter has thrown.
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

  /// It threw where nothing may be thrown: it is not called again but to be stopped and destroyed.
  bool faulted() const { return faulted_; }
  bool started() const { return started_; }

 private:
  using Batch = void (*)(void* adapter, const adapter_item* items, size_t count);
  Batch function(Request request) const;
  /// False if it threw.
  template <class Call>
  bool fenced(const char* what, Call&& call);

  const std::string name_;
  const std::string path_;  ///< "adapters[0]": what stands before its keys in messages
  const std::shared_ptr<AdapterLibrary> library_;
  const std::shared_ptr<HostBoard> board_;
  const base::Clock& clock_;
  ConfigNodes nodes_;
  void* adapter_ = nullptr;
  bool started_ = false;
  bool faulted_ = false;
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
