// SPDX-License-Identifier: Apache-2.0
#pragma once
// The content of one adapter's board: its handles, the messages that wait for the loop, and counters.
// Thread: under the lock of HostBoard

#include "adapters/sdk/adapter_abi.h"
#include "proxy/plugin/abi/board/handles.hpp"
#include "proxy/plugin/abi/board/rejections.hpp"
#include "proxy/plugin/abi/inbox.hpp"

#include <cstddef>
#include <cstdint>
#include <functional>
#include <map>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

namespace proxy::plugin {

/// Of one adapter, since its start.
struct BoardCounters {
  std::uint64_t messages = 0;   ///< calls of publish(): messages and polls that had values
  std::uint64_t published = 0;  ///< values taken
  std::uint64_t rejected = 0;   ///< calls and values that the host rejected, or that the adapter reported as such
  std::uint64_t dropped = 0;    ///< messages lost because the inbox was full
  std::string last_reason;      ///< of the last rejection
};

class BoardContent {
 public:
  static constexpr std::size_t kMaxSkipped = 1'000;  ///< found things that an adapter does not show

  /// As for HostBoard.
  BoardContent(HandleSource& handles, std::string_view mount, std::function<void()> wake)
      : wake_(std::move(wake)), handles_(handles, mount) {}

  bool is_open() const { return open_; }
  void open() { open_ = true; }
  void close();
  Handles& handles() { return handles_; }
  Inbox& inbox() { return inbox_; }
  const BoardCounters& counters() const { return counters_; }
  const std::map<std::string, std::string>& skipped() const { return skipped_; }
  const Rejections& rejections() const { return rejections_; }

  /// Of the broker that the adapter reports next; 0: any size.
  std::uint32_t max_packet() const { return max_packet_; }
  void set_max_packet(std::uint32_t bytes) { max_packet_ = bytes; }

  std::vector<Message> take(std::size_t max);
  void count_message() { ++counters_.messages; }
  void reject(std::string_view reason);
  void publish(Value value);
  void contact(adapter_handle device);
  void enqueue(Message message, std::size_t bytes, bool from_reserve = false);
  /// An empty reason: the thing is shown now. Returns whether the reason is news.
  bool skip(std::string identity, std::string reason);

  /// Returns the handle. If it is new, make(handle) is the message that declares it.
  template <class Make>
  adapter_handle declare(const Handles::Given& given, std::size_t bytes, Make&& make);
  /// As declare(), but the message is sent for a known handle too: the host may show it from an earlier run.
  template <class Make>
  adapter_handle declare_again(const Handles::Given& given, std::size_t bytes, Make&& make);

 private:
  void wake();

  const std::function<void()> wake_;
  bool open_ = false;
  bool awake_ = false;  ///< wake_() was called, and the loop has not found the inbox empty since
  Handles handles_;
  Inbox inbox_;
  BoardCounters counters_;
  Rejections rejections_;
  std::uint32_t max_packet_ = 0;
  std::map<std::string, std::string> skipped_;
};

template <class Make>
adapter_handle BoardContent::declare(const Handles::Given& given, std::size_t bytes, Make&& make) {
  if (given.handle == ADAPTER_NONE) {
    reject(given.problem);
    return ADAPTER_NONE;
  }
  if (!given.is_new) return given.handle;
  if (!inbox_.push(make(given.handle), bytes)) {
    ++counters_.dropped;
    handles_.erase(given.handle);
    return ADAPTER_NONE;
  }
  wake();
  return given.handle;
}

template <class Make>
adapter_handle BoardContent::declare_again(const Handles::Given& given, std::size_t bytes, Make&& make) {
  if (given.handle == ADAPTER_NONE || given.is_new) return declare(given, bytes, std::forward<Make>(make));
  enqueue(make(given.handle), bytes);
  return given.handle;
}

}  // namespace proxy::plugin
