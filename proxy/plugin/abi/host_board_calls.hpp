// SPDX-License-Identifier: Apache-2.0
#pragma once
// What the functions of the host's table are made of; for the sources of HostBoard alone.
// Thread: any

#include "proxy/model/value.hpp"
#include "proxy/plugin/abi/host_board.hpp"

#include <cstring>
#include <exception>
#include <type_traits>
#include <utility>

namespace proxy::plugin {

/// A text of at most `most` bytes, or none.
inline std::optional<std::string_view> bounded(const char* text, std::size_t most) {
  if (text == nullptr) return std::nullopt;
  const std::size_t length = strnlen(text, most + 1);
  return length <= most ? std::optional(std::string_view(text, length)) : std::nullopt;
}

/// The beginning of a text that is for people.
inline std::string excerpt(const char* text, std::size_t most) {
  return text == nullptr ? std::string{} : model::legal_text({text, strnlen(text, most)});
}

/// Runs the action under the lock if the adapter is running; otherwise, and when memory is short, the answer is 0.
template <class Action>
auto HostBoard::when_open(Action&& action) noexcept {
  using Answer = decltype(action());
  try {
    const std::lock_guard lock(mutex_);
    if (open_) return action();
  } catch (const std::exception&) {
    // Nothing of this adapter may end the daemon; what it said is lost.
  }
  if constexpr (!std::is_void_v<Answer>) return Answer{};
}

/// The handle, with the message that make() builds for it if it is new or if it says so.
template <class Make>
adapter_handle HostBoard::give(Handles::Given given, std::size_t bytes, Make&& make) {
  if (given.handle == ADAPTER_NONE) {
    count_rejected(given.problem);
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

/// The same of what the loop hears of again: it may be one that the host shows from an earlier run.
template <class Make>
adapter_handle HostBoard::tell(Handles::Given given, std::size_t bytes, Make&& make) {
  if (given.handle == ADAPTER_NONE || given.is_new) return give(given, bytes, std::forward<Make>(make));
  enqueue(make(given.handle), bytes);
  return given.handle;
}

}  // namespace proxy::plugin
