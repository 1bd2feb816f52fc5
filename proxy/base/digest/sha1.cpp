// SPDX-License-Identifier: Apache-2.0
#include "proxy/base/digest/sha1.hpp"

#include <array>
#include <bit>
#include <cstddef>
#include <cstdint>

namespace proxy::base {
namespace {

constexpr std::size_t kBlock = 64;

using State = std::array<std::uint32_t, 5>;

std::uint32_t mix(unsigned step, std::uint32_t x, std::uint32_t y, std::uint32_t z) {
  switch (step / 20) {
    case 0: return 0x5a827999 + ((x & y) | (~x & z));
    case 1: return 0x6ed9eba1 + (x ^ y ^ z);
    case 2: return 0x8f1bbcdc + ((x & y) | (x & z) | (y & z));
    default: return 0xca62c1d6 + (x ^ y ^ z);
  }
}

void add_block(State& state, std::string_view block) {
  std::array<std::uint32_t, 80> words{};
  for (std::size_t i = 0; i < kBlock; ++i) words[i / 4] = words[i / 4] << 8 | static_cast<unsigned char>(block[i]);
  for (std::size_t i = 16; i < words.size(); ++i)
    words[i] = std::rotl(words[i - 3] ^ words[i - 8] ^ words[i - 14] ^ words[i - 16], 1);
  auto [a, b, c, d, e] = state;
  for (unsigned step = 0; step < words.size(); ++step) {
    const std::uint32_t next = std::rotl(a, 5) + mix(step, b, c, d) + e + words[step];
    e = d;
    d = c;
    c = std::rotl(b, 30);
    b = a;
    a = next;
  }
  state[0] += a;
  state[1] += b;
  state[2] += c;
  state[3] += d;
  state[4] += e;
}

}  // namespace

std::string sha1(std::string_view text) {
  std::string padded(text);
  padded.push_back('\x80');
  padded.append((kBlock + 56 - padded.size() % kBlock) % kBlock, '\0');
  const std::uint64_t bits = std::uint64_t{text.size()} * 8;
  for (int shift = 56; shift >= 0; shift -= 8) padded.push_back(static_cast<char>((bits >> shift) & 0xff));

  State state = {0x67452301, 0xefcdab89, 0x98badcfe, 0x10325476, 0xc3d2e1f0};
  for (std::size_t i = 0; i < padded.size(); i += kBlock) add_block(state, std::string_view(padded).substr(i, kBlock));

  std::string digest;
  for (const std::uint32_t word : state)
    for (int shift = 24; shift >= 0; shift -= 8) digest.push_back(static_cast<char>((word >> shift) & 0xff));
  return digest;
}

std::string uuid_of(std::string_view name_space, std::string_view name) {
  constexpr std::string_view kDigits = "0123456789abcdef";
  constexpr std::size_t kBytes = 16;
  std::string bytes = sha1(std::string(name_space).append(name)).substr(0, kBytes);
  bytes[6] = static_cast<char>((static_cast<unsigned char>(bytes[6]) & 0x0fU) | 0x50U);  // version 5
  bytes[8] = static_cast<char>((static_cast<unsigned char>(bytes[8]) & 0x3fU) | 0x80U);  // the variant of RFC 4122
  std::string text;
  for (std::size_t i = 0; i < bytes.size(); ++i) {
    if (i == 4 || i == 6 || i == 8 || i == 10) text.push_back('-');
    text.push_back(kDigits[static_cast<unsigned char>(bytes[i]) >> 4]);
    text.push_back(kDigits[static_cast<unsigned char>(bytes[i]) & 0xf]);
  }
  return text;
}

}  // namespace proxy::base
