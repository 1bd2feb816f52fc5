// SPDX-License-Identifier: Apache-2.0
#pragma once
// The board between the threads of one adapter and the loop: one lock around handles, inbox and counters.
// Thread: any

#include "adapters/sdk/adapter_abi.h"
#include "proxy/plugin/abi/board/board_content.hpp"
#include "proxy/plugin/abi/board/handles.hpp"
#include "proxy/plugin/devices/capability.hpp"

#include <cstddef>
#include <exception>
#include <functional>
#include <map>
#include <memory>
#include <mutex>
#include <string>
#include <string_view>
#include <type_traits>
#include <vector>

namespace proxy::plugin {

class HostBoard {
 public:
  /// `mount` is the path of the mount with its final dot. `wake` is called under the board's lock, from any thread,
  /// when the inbox is no longer empty; it must not call back.
  HostBoard(HandleSource& handles, std::string_view mount, std::function<void()> wake)
      : content_(std::make_unique<BoardContent>(handles, mount, std::move(wake))) {}
  HostBoard(const HostBoard&) = delete;
  HostBoard& operator=(const HostBoard&) = delete;

  // ---- for the adapter's calls, from any thread ----
  /// Calls action(BoardContent&) under the lock between open() and close(). Otherwise, and when memory is short, the
  /// result is 0.
  template <class Action>
  auto when_open(Action&& action) noexcept;

  // ---- for the loop ----
  /// Between open() and close() calls of the adapter have an effect. close() drops the messages that wait.
  void open();
  void close();
  /// Frees all but the board itself, which a thread that the adapter left behind may still call. The last call for the
  /// loop.
  void retire();
  /// The oldest messages, at most `max`. After an empty result wake() is called for the next message.
  std::vector<Message> take(std::size_t max);
  /// The inbox keeps every value of a watched cell, not only the last.
  void watch(CellHandle cell);
  void unwatch(CellHandle cell);
  /// The handles of what the host shows from an earlier run: a row of a table, a device, the row that shows a device,
  /// one of its capabilities. ADAPTER_NONE beyond the limits.
  adapter_handle row(adapter_handle table, std::string_view identity);
  adapter_handle device(std::string_view controller, std::string_view identity);
  adapter_handle shown(adapter_handle device);
  adapter_handle capability(adapter_handle shown, const Capability& capability);
  /// With all handles below it.
  void erase(adapter_handle handle);
  /// Counts a rejected call or value. Also for the adapter's threads.
  void reject(std::string_view reason);
  BoardCounters counters() const;
  /// What the adapter found and does not show: the reasons, by identity.
  std::map<std::string, std::string> skipped() const;
  /// What was rejected last, the newest last.
  std::vector<Rejection> rejections() const;

 private:
  mutable std::mutex mutex_;
  std::unique_ptr<BoardContent> content_;  ///< none after retire()
};

template <class Action>
auto HostBoard::when_open(Action&& action) noexcept {
  using Result = decltype(action(*content_));
  try {
    const std::lock_guard lock(mutex_);
    if (content_ && content_->is_open()) return action(*content_);
  } catch (const std::exception&) {
    // No adapter may end the daemon: the call is lost.
  }
  if constexpr (!std::is_void_v<Result>) return Result{};
}

}  // namespace proxy::plugin
