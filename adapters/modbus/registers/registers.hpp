// SPDX-License-Identifier: Apache-2.0
#pragma once
// What registers mean: integers, floats, BCD, text and bits of one to many registers, in each order of their bytes, to
// the text of a value and back.
// Spec: MODBUS Application Protocol 1.1b3, 4.2 (the high byte of a register is sent first; more is up to the device)
// Thread: pure

#include <cstddef>
#include <cstdint>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "adapters/mapping/values/outcome.hpp"

namespace adapters::modbus {

/// As a sink or a source names it in `as`.
enum class As { bit, int16, uint16, bcd16, int32, uint32, float32, bcd32, int64, uint64, float64, bcd64, string };

/// Where the most significant byte A stands. One register knows AB (abcd, cdab) and BA (badc, dcba); four are
/// ABCDEFGH, HGFEDCBA, BADCFEHG and GHEFCDAB.
enum class Order { abcd, dcba, badc, cdab };

struct Format {
  As as = As::uint16;
  Order order = Order::abcd;
  unsigned bit = 0;     ///< of a register, 0 is the least significant
  unsigned length = 1;  ///< of a string, in registers
  bool operator==(const Format&) const = default;
};

/// One register each; of coils and discrete inputs one bit each, 0 or 1.
using Words = std::vector<std::uint16_t>;

std::optional<As> as_of_word(std::string_view word);
std::string_view word_of(As as);
std::optional<Order> order_of_word(std::string_view word);
std::string_view word_of(Order order);

/// How many registers it takes.
std::size_t width_of(const Format& format);
/// A number with a fraction fits: float32 and float64.
bool takes_fractions(As as);

/// words has at least width_of(format). Fails for a float that is no number and for BCD that has no digits.
mapping::Outcome<std::string> decode(const Format& format, std::span<const std::uint16_t> words);
/// Registers that decode to the text, "true" and "false" being 1 and 0; of a bit one word, 0 or 1. Fails for what they
/// cannot hold.
mapping::Outcome<Words> encode(const Format& format, std::string_view text);

}  // namespace adapters::modbus
