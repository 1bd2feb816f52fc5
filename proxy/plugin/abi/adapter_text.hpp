// SPDX-License-Identifier: Apache-2.0
#pragma once
// Texts as an adapter passes them through the ABI: possibly null, of any length and encoding.
// Thread: pure

#include "proxy/model/value.hpp"

#include <cstddef>
#include <cstring>
#include <optional>
#include <string>
#include <string_view>

namespace proxy::plugin {

inline constexpr std::size_t kMaxLine = 1024;  ///< bytes of a log line or a reason

/// The text if it has at most `max` bytes; nothing for a null pointer.
inline std::optional<std::string_view> bounded(const char* text, std::size_t max) {
  if (text == nullptr) return std::nullopt;
  const std::size_t length = strnlen(text, max + 1);
  return length <= max ? std::optional(std::string_view(text, length)) : std::nullopt;
}

/// The first `max` bytes of a text for people, as legal UTF-8; empty for a null pointer.
inline std::string excerpt(const char* text, std::size_t max) {
  return text == nullptr ? std::string{} : model::legal_text({text, strnlen(text, max)});
}

}  // namespace proxy::plugin
