// SPDX-License-Identifier: Apache-2.0
#pragma once
// The host as an adapter sees it: a facade of C functions, which check nothing themselves and pass each call on.
// Thread: any. It must outlive every thread of the adapter, also a thread that a faulty adapter does not end: Router
// keeps it when it stops the adapter.

#include "adapters/sdk/adapter_abi.h"
#include "proxy/plugin/abi/adapter_log.hpp"
#include "proxy/plugin/abi/board/declarations.hpp"
#include "proxy/plugin/abi/board/host_board.hpp"
#include "proxy/plugin/abi/board/overview_reports.hpp"
#include "proxy/plugin/abi/board/published_values.hpp"
#include "proxy/plugin/abi/board/shape_declarations.hpp"

#include <functional>
#include <string>
#include <string_view>

namespace proxy::plugin {

/// What create() passes to an adapter about its host.
struct HostInfo {
  std::string oui;         ///< of the gateway: six upper-case hex digits
  std::string config_dir;  ///< of the package, with the profiles
};

class HostFunctions {
 public:
  /// `names` are the adapter's, `redaction` takes the secrets out of its log lines; the rest as for HostBoard.
  HostFunctions(HandleSource& handles, const base::log::AdapterNames& names, std::string_view mount,
                const HostInfo& info, Redaction redaction, std::function<void()> wake);
  HostFunctions(const HostFunctions&) = delete;
  HostFunctions& operator=(const HostFunctions&) = delete;

  /// The argument of create().
  const adapter_host& table() const { return table_; }
  HostBoard& board() { return board_; }
  DeviceLog& device_log() { return device_log_; }

 private:
  static HostFunctions& of(void* context) { return *static_cast<HostFunctions*>(context); }
  static void log(void* context, std::uint32_t level, const char* message) noexcept;
  static adapter_handle device(void* context, const adapter_device* device) noexcept;
  static void remove_device(void* context, adapter_handle device) noexcept;
  static adapter_handle declare_table(void* context, adapter_handle parent, const adapter_table* table) noexcept;
  static adapter_handle declare(void* context, adapter_handle parent, const adapter_column* column) noexcept;
  static adapter_handle add_row(void* context, adapter_handle table, adapter_handle device,
                                const char* identity) noexcept;
  static void remove_row(void* context, adapter_handle row) noexcept;
  static void publish(void* context, const adapter_value* values, std::size_t count) noexcept;
  static void presence(void* context, adapter_handle handle, std::uint32_t presence) noexcept;
  static void reply(void* context, adapter_token token, std::uint32_t status, const char* detail) noexcept;
  static void reply_row(void* context, adapter_token token, adapter_handle row) noexcept;
  static void post(void* context, void (*function)(void*), void* argument) noexcept;
  static void rejected(void* context, const char* reason) noexcept;
  static adapter_handle show_device(void* context, adapter_handle device, const adapter_device_facts* facts) noexcept;
  static adapter_handle capability(void* context, adapter_handle device, const adapter_capability* given) noexcept;
  static void skipped(void* context, const char* identity, const char* reason) noexcept;
  static void publish_retained(void* context, const adapter_value* values, std::size_t count) noexcept;
  static void notify_online(void* context, adapter_handle device, std::uint32_t notify) noexcept;
  static void report(void* context, adapter_handle row, adapter_handle column,
                     const adapter_report_rule* rule) noexcept;
  static void contact(void* context, adapter_handle device) noexcept;
  static adapter_handle known_capability(void* context, adapter_handle device,
                                         const adapter_capability* given) noexcept;
  static void status(void* context, std::uint32_t condition, const char* text) noexcept;
  static void broker(void* context, const adapter_broker* broker) noexcept;
  static void max_packet(void* context, std::uint32_t bytes) noexcept;

  const std::string name_, oui_, config_dir_;
  HostBoard board_;
  AdapterLog log_;
  DeviceLog device_log_;
  Declarations declarations_;
  PublishedValues values_;
  ShapeDeclarations shape_;
  OverviewReports overview_;
  const adapter_host table_;
};

}  // namespace proxy::plugin
