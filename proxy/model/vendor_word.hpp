// SPDX-License-Identifier: Apache-2.0
#pragma once
// The words of enumerations: those of the standard, and what a vendor's own become.
// Spec: TR-106, section 3.3 (vendor-specific values); TR-181 2.19, EmbeddedDevice.{i}.ProxyProtocol
// Thread: pure

#include <algorithm>
#include <cstddef>
#include <string>
#include <string_view>

namespace proxy::model {

/// "X_00D09E_MQTT": characters that may not be in it become "_", and of its characters `most` are kept.
std::string vendor_word(std::string_view oui, std::string_view word, std::size_t most = 64);

/// Calls `test` with each of the words, which have one space between them, until it returns true. Returns whether it
/// did.
template <class Test>
bool any_word(std::string_view words, Test&& test) {
  while (!words.empty()) {
    const auto end = std::min(words.find(' '), words.size());
    if (test(words.substr(0, end))) return true;
    words.remove_prefix(std::min(end + 1, words.size()));
  }
  return false;
}

/// Whether the word is one of those, which have one space between them.
bool is_word_of(std::string_view words, std::string_view word);

/// How a protocol is named in ProxyProtocol: "ZigBee", "X_00D09E_MQTT".
std::string proxy_protocol(std::string_view oui, std::string_view protocol);

}  // namespace proxy::model
