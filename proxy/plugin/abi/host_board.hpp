// SPDX-License-Identifier: Apache-2.0
#pragma once
// The host as one adapter sees it: the table of functions it may call from any thread. Each looks at what it is given,
// gives out a handle at once, and leaves the work in the inbox for the loop.
// Thread: any. It must outlive every thread of the adapter, also those that a bad one leaves behind: who stops an
// adapter keeps its board.

#include "adapters/sdk/adapter_abi.h"
#include "proxy/plugin/abi/handles.hpp"
#include "proxy/plugin/abi/inbox.hpp"

#include <cstdint>
#include <functional>
#include <map>
#include <mutex>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace proxy::plugin {

/// What create() is told about the house.
struct HostInfo {
  std::string oui;         ///< of the gateway: six upper-case hex digits
  std::string config_dir;  ///< where the package keeps profiles
};

class HostBoard {
 public:
  static constexpr std::size_t kLongestValue = 64 * 1024;  ///< bytes
  static constexpr std::size_t kLongestLine = 1024;        ///< bytes of a log line or a reason
  static constexpr std::size_t kMostSkipped = 1'000;       ///< things that are not shown

  struct Counters {
    std::uint64_t published = 0;  ///< values taken
    std::uint64_t rejected = 0;   ///< what did not fit or made no sense, told by the adapter or seen by the host
    std::uint64_t dropped = 0;    ///< lost because the inbox was full
    std::string last_reason;      ///< of what was rejected
  };

  /// `wake` is called under the board's lock, from any thread, when the inbox is no longer empty; it must not call
  /// back.
  HostBoard(HandleSource& handles, std::string name, std::string_view mount, const HostInfo& info,
            std::function<void()> wake);
  HostBoard(const HostBoard&) = delete;
  HostBoard& operator=(const HostBoard&) = delete;

  /// What create() gets.
  const adapter_host& table() const { return table_; }

  // ---- the loop's side ----
  /// From open() to close() what the adapter says counts; after it nothing does, and what waits is forgotten.
  void open();
  void close();
  /// What waits, oldest first, at most `most`. An empty answer lets wake() be called again.
  std::vector<Message> take(std::size_t most);
  void watch(Cell cell);
  void unwatch(Cell cell);
  /// The handle of a row that the host shows on its own account; ADAPTER_NONE beyond the limits.
  adapter_handle row(adapter_handle table, std::string_view identity);
  /// Likewise of a device.
  adapter_handle device(std::string_view controller, std::string_view identity);
  /// Likewise of the row that shows a device, and of a capability of one.
  adapter_handle shown(adapter_handle device);
  adapter_handle capability(adapter_handle shown, const Capability& capability);
  void erase(adapter_handle handle);
  void reject(std::string_view reason);
  Counters counters() const;
  /// What was found and is not shown, with the reason, by identity.
  std::map<std::string, std::string> skipped() const;

 private:
  static HostBoard& of(void* context) { return *static_cast<HostBoard*>(context); }
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

  template <class Action>
  auto when_open(Action&& action) noexcept;
  template <class Make>
  adapter_handle give(Handles::Given given, std::size_t bytes, Make&& make);
  template <class Make>
  adapter_handle tell(Handles::Given given, std::size_t bytes, Make&& make);
  /// The type of the cell, or of a capability its class, by which a value of it is read; none, and counted, if there is
  /// no such cell.
  struct Reading {
    model::Type type;
    std::optional<adapter_capability_class> capability_class;
  };
  std::optional<Reading> reading(Cell cell);
  void publish_one(const adapter_value& value);
  bool may_log();
  void count_rejected(std::string_view reason);
  void enqueue(Message message, std::size_t bytes, bool from_reserve = false);
  void wake();

  const std::string name_, oui_, config_dir_;
  const std::function<void()> wake_;
  adapter_host table_{};

  mutable std::mutex mutex_;
  bool open_ = false;
  bool awake_ = false;  ///< wake_() was called, and the inbox has not been found empty since
  Handles handles_;
  Inbox inbox_;
  Counters counters_;
  std::map<std::string, std::string> skipped_;
  std::chrono::steady_clock::time_point log_window_{};
  unsigned log_lines_ = 0;
};

}  // namespace proxy::plugin
