// SPDX-License-Identifier: Apache-2.0
#pragma once
// The words of enumerations: those of the standard, and what a vendor's own become.
// Spec: TR-106, section 3.3 (vendor-specific values); TR-181 2.19, EmbeddedDevice.{i}.ProxyProtocol
// Thread: pure

#include <cstddef>
#include <string>
#include <string_view>

namespace proxy::model {

/// "X_00D09E_MQTT": characters that may not be in it become "_", and of its characters `most` are kept.
std::string vendor_word(std::string_view oui, std::string_view word, std::size_t most = 64);

/// Whether the word is one of those, which have one space between them.
bool is_word_of(std::string_view words, std::string_view word);

/// How a protocol is named in ProxyProtocol: "ZigBee", "X_00D09E_MQTT".
std::string proxy_protocol(std::string_view oui, std::string_view protocol);

}  // namespace proxy::model
