// SPDX-License-Identifier: Apache-2.0
#include "proxy/model/vendor_word.hpp"

namespace proxy::model {
namespace {

constexpr std::string_view kProtocols = "Z-Wave ZigBee UPnP-DM ETSI-M2M";
constexpr std::size_t kMaxProtocolLength = 31;

bool is_legal(char character) {
  return (character >= '0' && character <= '9') || (character >= 'A' && character <= 'Z') ||
         (character >= 'a' && character <= 'z') || character == '-' || character == '_';
}

}  // namespace

std::string vendor_word(std::string_view oui, std::string_view word, std::size_t most) {
  std::string whole = "X_";
  whole.append(oui).append("_");
  for (const char character : word) {
    const bool continues = (static_cast<unsigned char>(character) & 0xc0U) == 0x80U;
    if (whole.size() == most) break;
    if (!continues) whole += is_legal(character) ? character : '_';
  }
  return whole;
}

bool is_word_of(std::string_view words, std::string_view word) {
  return any_word(words, [word](std::string_view one) { return one == word; });
}

std::string proxy_protocol(std::string_view oui, std::string_view protocol) {
  return is_word_of(kProtocols, protocol) ? std::string(protocol) : vendor_word(oui, protocol, kMaxProtocolLength);
}

}  // namespace proxy::model
