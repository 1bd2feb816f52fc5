// SPDX-License-Identifier: Apache-2.0
#include "adapters/modbus/registers/registers.hpp"

#include <algorithm>
#include <array>
#include <bit>
#include <charconv>
#include <cmath>
#include <system_error>

#include "adapters/mapping/values/decimal.hpp"

namespace adapters::modbus {
namespace {

using mapping::Decimal;
using mapping::Failure;
using mapping::Outcome;

enum class Kind { bit, signed_number, unsigned_number, floating, bcd, text };

struct AsRow {
  As as;
  std::string_view word;
  Kind kind;
  std::size_t width;  // in registers
};

constexpr std::array kAs = {
    AsRow{As::bit, "bit", Kind::bit, 1},
    AsRow{As::int16, "int16", Kind::signed_number, 1},
    AsRow{As::uint16, "uint16", Kind::unsigned_number, 1},
    AsRow{As::bcd16, "bcd16", Kind::bcd, 1},
    AsRow{As::int32, "int32", Kind::signed_number, 2},
    AsRow{As::uint32, "uint32", Kind::unsigned_number, 2},
    AsRow{As::float32, "float32", Kind::floating, 2},
    AsRow{As::bcd32, "bcd32", Kind::bcd, 2},
    AsRow{As::int64, "int64", Kind::signed_number, 4},
    AsRow{As::uint64, "uint64", Kind::unsigned_number, 4},
    AsRow{As::float64, "float64", Kind::floating, 4},
    AsRow{As::bcd64, "bcd64", Kind::bcd, 4},
    AsRow{As::string, "string", Kind::text, 0},
};
constexpr std::array<std::string_view, 4> kOrders = {"ABCD", "DCBA", "BADC",
                                                     "CDAB"};  // in the order of the enumerators

constexpr unsigned kRegisterBits = 16;

const AsRow& row_of(As as) { return kAs[static_cast<std::size_t>(as)]; }

std::uint16_t swapped(std::uint16_t word) { return static_cast<std::uint16_t>(word << 8U | word >> 8U); }

/// Between the device's order and the most significant byte first; the function is its own inverse.
Words reordered(std::span<const std::uint16_t> words, Order order) {
  Words result(words.begin(), words.end());
  if (order == Order::badc || order == Order::dcba)
    std::transform(result.begin(), result.end(), result.begin(), swapped);
  if (order == Order::cdab || order == Order::dcba) std::reverse(result.begin(), result.end());
  return result;
}

std::uint64_t bits_of(const Words& words) {
  std::uint64_t bits = 0;
  for (const std::uint16_t word : words) bits = bits << kRegisterBits | word;
  return bits;
}

Words words_of(std::uint64_t bits, std::size_t width) {
  Words words(width);
  for (auto word = words.rbegin(); word != words.rend(); ++word) {
    *word = static_cast<std::uint16_t>(bits);
    bits >>= kRegisterBits;
  }
  return words;
}

Failure misfit(std::string_view text, As as) {
  constexpr std::size_t kShown = 40;
  return {"'" + std::string(text.substr(0, kShown)) + "' does not fit into " + std::string(word_of(as))};
}

// ---- from registers -------------------------------------------------------------------------------------------------

/// The shortest text that parses to the same number, without an exponent for usual sizes.
template <class Float>
Outcome<std::string> float_text(Float number) {
  if (!std::isfinite(number)) return Failure{"the register holds no number (NaN or infinity)"};
  constexpr Float kSmall = Float{1e-7F};
  constexpr Float kLarge = Float{1e17F};
  const Float size = std::abs(number);
  const bool plain = size == 0 || (size >= kSmall && size < kLarge);
  std::array<char, 64> text{};
  const auto end = std::to_chars(text.data(), text.data() + text.size(), number,
                                 plain ? std::chars_format::fixed : std::chars_format::scientific);
  return std::string(text.data(), end.ptr);
}

std::string signed_text(std::uint64_t bits, std::size_t width) {
  const unsigned unused = 64 - kRegisterBits * static_cast<unsigned>(width);
  return std::to_string(static_cast<std::int64_t>(bits << unused) >> unused);
}

Outcome<std::string> bcd_text(std::uint64_t bits, std::size_t width) {
  std::uint64_t number = 0;
  for (std::size_t digit = width * 4; digit-- > 0;) {
    const std::uint64_t value = bits >> (digit * 4) & 0xFU;
    if (value > 9) return Failure{"the registers hold no BCD number"};
    number = number * 10 + value;
  }
  return std::to_string(number);
}

/// The text up to the first NUL, without trailing blanks.
std::string string_text(const Words& words) {
  std::string text;
  for (const std::uint16_t word : words) {
    text += static_cast<char>(word >> 8U);
    text += static_cast<char>(word & 0xFFU);
  }
  text.resize(std::min(text.find('\0'), text.size()));
  text.resize(text.find_last_not_of(' ') + 1);
  return text;
}

// ---- to registers ---------------------------------------------------------------------------------------------------

template <class Number>
std::optional<Number> parsed(std::string_view text) {
  Number number{};
  const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), number);
  return error == std::errc{} && end == text.data() + text.size() ? std::optional(number) : std::nullopt;
}

std::optional<std::uint64_t> signed_bits(std::string_view text, std::size_t width) {
  const std::optional<std::int64_t> number = parsed<std::int64_t>(text);
  if (!number) return std::nullopt;
  const unsigned unused = 64 - kRegisterBits * static_cast<unsigned>(width);
  const auto bits = static_cast<std::uint64_t>(*number);
  if (static_cast<std::int64_t>(bits << unused) >> unused != *number) return std::nullopt;
  return bits;
}

std::optional<std::uint64_t> unsigned_bits(std::string_view text, std::size_t width) {
  const std::optional<std::uint64_t> number = parsed<std::uint64_t>(text);
  if (!number || (width < 4 && *number >> (kRegisterBits * width) != 0)) return std::nullopt;
  return number;
}

std::optional<std::uint64_t> bcd_bits(std::string_view text, std::size_t width) {
  if (text.size() > width * 4 || text.find_first_not_of("0123456789") != std::string_view::npos) return std::nullopt;
  std::uint64_t bits = 0;
  for (const char digit : text) bits = bits << 4U | static_cast<std::uint64_t>(digit - '0');
  return bits;
}

std::optional<std::uint64_t> float_bits(std::string_view text, std::size_t width) {
  if (width == 2) {
    const std::optional<float> number = parsed<float>(text);
    return number ? std::optional<std::uint64_t>(std::bit_cast<std::uint32_t>(*number)) : std::nullopt;
  }
  const std::optional<double> number = parsed<double>(text);
  return number ? std::optional(std::bit_cast<std::uint64_t>(*number)) : std::nullopt;
}

std::optional<std::uint64_t> number_bits(const AsRow& row, std::string_view text) {
  switch (row.kind) {
    case Kind::signed_number: return signed_bits(text, row.width);
    case Kind::unsigned_number: return unsigned_bits(text, row.width);
    case Kind::floating: return float_bits(text, row.width);
    case Kind::bcd: return bcd_bits(text, row.width);
    case Kind::bit:
    case Kind::text: break;
  }
  return std::nullopt;
}

Outcome<Words> string_words(const Format& format, std::string_view text) {
  if (text.size() > 2 * std::size_t{format.length} || text.find('\0') != std::string_view::npos) {
    return misfit(text, format.as);
  }
  Words words(format.length);
  for (std::size_t i = 0; i < text.size(); ++i) {
    const auto byte = static_cast<unsigned char>(text[i]);
    words[i / 2] = static_cast<std::uint16_t>(words[i / 2] | (i % 2 == 0 ? byte << 8U : byte));
  }
  return reordered(words, format.order);
}

}  // namespace

std::optional<As> as_of_word(std::string_view word) {
  const auto row = std::find_if(kAs.begin(), kAs.end(), [&](const AsRow& one) { return one.word == word; });
  return row == kAs.end() ? std::nullopt : std::optional(row->as);
}

std::string_view word_of(As as) { return row_of(as).word; }

std::optional<Order> order_of_word(std::string_view word) {
  const auto found = std::find(kOrders.begin(), kOrders.end(), word);
  return found == kOrders.end() ? std::nullopt : std::optional(static_cast<Order>(found - kOrders.begin()));
}

std::string_view word_of(Order order) { return kOrders[static_cast<std::size_t>(order)]; }

std::size_t width_of(const Format& format) { return format.as == As::string ? format.length : row_of(format.as).width; }

bool takes_fractions(As as) { return row_of(as).kind == Kind::floating; }

Outcome<std::string> decode(const Format& format, std::span<const std::uint16_t> words) {
  const AsRow& row = row_of(format.as);
  const Words ordered = reordered(words.first(width_of(format)), format.order);
  if (row.kind == Kind::text) return string_text(ordered);
  const std::uint64_t bits = bits_of(ordered);
  switch (row.kind) {
    case Kind::bit: return std::string((bits >> format.bit & 1U) != 0 ? "1" : "0");
    case Kind::signed_number: return signed_text(bits, row.width);
    case Kind::bcd: return bcd_text(bits, row.width);
    case Kind::floating:
      return row.width == 2 ? float_text(std::bit_cast<float>(static_cast<std::uint32_t>(bits)))
                            : float_text(std::bit_cast<double>(bits));
    case Kind::unsigned_number:
    case Kind::text: break;
  }
  return std::to_string(bits);
}

Outcome<Words> encode(const Format& format, std::string_view text) {
  const AsRow& row = row_of(format.as);
  if (row.kind == Kind::text) return string_words(format, text);
  if (text == "true") text = "1";
  if (text == "false") text = "0";
  const std::optional<Decimal> number = Decimal::parse(text);
  if (!number || (row.kind != Kind::floating && !number->is_whole())) return misfit(text, format.as);
  const std::string plain = number->text();
  if (row.kind == Kind::bit) {
    if (plain != "0" && plain != "1") return misfit(text, format.as);
    return Words{static_cast<std::uint16_t>(plain == "1" ? 1 : 0)};
  }
  const std::optional<std::uint64_t> bits = number_bits(row, plain);
  if (!bits) return misfit(text, format.as);
  return reordered(words_of(*bits, row.width), format.order);
}

}  // namespace adapters::modbus
