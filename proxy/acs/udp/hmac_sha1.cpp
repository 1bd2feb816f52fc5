// SPDX-License-Identifier: Apache-2.0
#include "proxy/acs/udp/hmac_sha1.hpp"

#include "proxy/base/digest/sha1.hpp"

#include <cstddef>

namespace proxy::acs {
namespace {

constexpr std::size_t kBlock = 64;

}  // namespace

std::string hmac_sha1(std::string_view key, std::string_view text) {
  std::string padded_key = key.size() > kBlock ? base::sha1(key) : std::string(key);
  padded_key.resize(kBlock, '\0');
  std::string inner, outer;
  for (const char byte : padded_key) {
    inner.push_back(static_cast<char>(byte ^ 0x36));
    outer.push_back(static_cast<char>(byte ^ 0x5c));
  }
  return base::sha1(outer.append(base::sha1(inner.append(text))));
}

std::string upper_hex(std::string_view bytes) {
  constexpr std::string_view kDigits = "0123456789ABCDEF";
  std::string hex;
  for (const char byte : bytes) {
    hex.push_back(kDigits[static_cast<unsigned char>(byte) >> 4]);
    hex.push_back(kDigits[static_cast<unsigned char>(byte) & 0xf]);
  }
  return hex;
}

}  // namespace proxy::acs
