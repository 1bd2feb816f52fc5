// SPDX-License-Identifier: Apache-2.0
#pragma once
// Converts registers to the text of a value, and back: integers, floats, BCD, text and bits, in every order of bytes.
// Spec: MODBUS Application Protocol 1.1b3, 4.2 (the high byte of a register is sent first; the rest is up to the
//   device)
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

/// The type of a value, as in the key `as`.
enum class As { bit, int16, uint16, bcd16, int32, uint32, float32, bcd32, int64, uint64, float64, bcd64, string };

/// The order of the bytes; A is the most significant. One register has AB (abcd, cdab) or BA (badc, dcba); four are
/// ABCDEFGH, HGFEDCBA, BADCFEHG and GHEFCDAB.
enum class Order { abcd, dcba, badc, cdab };

struct Format {
  As as = As::uint16;
  Order order = Order::abcd;
  unsigned bit = 0;     ///< of a register, 0 is the least significant
  unsigned length = 1;  ///< of a string, in registers
  bool operator==(const Format&) const = default;
};

/// Registers, one each; or coils and discrete inputs, one bit each, 0 or 1.
using Words = std::vector<std::uint16_t>;

std::optional<As> as_of_word(std::string_view word);
std::string_view word_of(As as);
std::optional<Order> order_of_word(std::string_view word);
std::string_view word_of(Order order);

/// The number of its registers.
std::size_t width_of(const Format& format);
/// True for float32 and float64, which can hold a fraction.
bool takes_fractions(As as);

/// `words` has at least width_of(format). Fails for NaN and infinity, and for BCD with other digits than 0 to 9.
mapping::Outcome<std::string> decode(const Format& format, std::span<const std::uint16_t> words);
/// Registers that decode to the text; "true" and "false" are 1 and 0. A bit is one word, 0 or 1. Fails for a value that
/// does not fit.
mapping::Outcome<Words> encode(const Format& format, std::string_view text);

}  // namespace adapters::modbus
