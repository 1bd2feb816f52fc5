// SPDX-License-Identifier: Apache-2.0
#include "adapters/modbus/probe/probe.hpp"

#include <algorithm>
#include <array>

namespace adapters::modbus {
namespace {

constexpr std::array kOrders = {Order::abcd, Order::dcba, Order::badc, Order::cdab};

std::string left(std::string text, std::size_t width) {
  text.resize(std::max(text.size() + 1, width), ' ');
  return text;
}

std::string right(const std::string& text, std::size_t width) {
  return std::string(width - std::min(width, text.size()), ' ') + text + "  ";
}

std::string value_of(As as, Order order, std::span<const std::uint16_t> words) {
  const auto text = decode({as, order, 0, 1}, words);
  return text ? *text : "-";
}

std::string hex_of(std::uint16_t word) {
  constexpr std::string_view kDigits = "0123456789ABCDEF";
  std::string hex;
  for (int shift = 12; shift >= 0; shift -= 4) hex += kDigits[word >> shift & 0xF];
  return hex;
}

std::string bits_of(std::uint16_t word) {
  std::string bits;
  for (int bit = 15; bit >= 0; --bit) {
    bits += (word >> bit & 1) != 0 ? '1' : '0';
    if (bit % 4 == 0 && bit != 0) bits += ' ';
  }
  return bits;
}

/// A byte that cannot be printed becomes a dot.
std::string text_of(std::span<const std::uint16_t> words, Order order) {
  std::string text = "\"";
  for (const std::uint16_t word : words) {
    const std::array<int, 2> bytes = {word >> 8, word & 0xFF};
    for (const int i : {0, 1}) {
      const int byte = bytes[static_cast<std::size_t>(order == Order::badc ? 1 - i : i)];
      text += byte >= ' ' && byte < 0x7F ? static_cast<char>(byte) : '.';
    }
  }
  return text + '"';
}

std::string one_register(unsigned address, std::span<const std::uint16_t> word) {
  std::string line = left(std::to_string(address), 8) + hex_of(word[0]) + "  ";
  for (const As as : {As::uint16, As::int16, As::bcd16}) line += right(value_of(as, Order::abcd, word), 6);
  for (const As as : {As::uint16, As::int16}) line += right(value_of(as, Order::badc, word), 6);
  return line + bits_of(word[0]) + "  " + text_of(word, Order::abcd) + '\n';
}

/// 2 or 4 of them.
std::string several(unsigned address, std::span<const std::uint16_t> words) {
  constexpr std::array kTwo = {As::uint32, As::int32, As::float32, As::bcd32};
  constexpr std::array kFour = {As::uint64, As::int64, As::float64, As::bcd64};
  const std::size_t width = words.size() == 2 ? 14 : 24;
  std::string lines = left(std::to_string(address) + " to " + std::to_string(address + words.size() - 1), 16);
  for (const As as : words.size() == 2 ? kTwo : kFour) lines += right(std::string(word_of(as)), width);
  lines += '\n';
  for (const Order order : kOrders) {
    std::string line = left("", 8) + left(std::string(word_of(order)), 8);
    for (const As as : words.size() == 2 ? kTwo : kFour) line += right(value_of(as, order, words), width);
    lines += line + '\n';
  }
  return lines;
}

}  // namespace

std::string interpretations(Space space, unsigned first, std::span<const std::uint16_t> words) {
  std::string lines = std::string(word_of(space)) + '\n';
  if (has_bits(space)) {
    for (std::size_t i = 0; i < words.size(); ++i) {
      lines += left(std::to_string(first + i), 8) + std::to_string(words[i]) + '\n';
    }
    return lines;
  }
  lines += "        hex   uint16   int16   bcd16    BADC: uint, int  bits                 text\n";
  for (std::size_t i = 0; i < words.size(); ++i) {
    lines += one_register(first + static_cast<unsigned>(i), words.subspan(i, 1));
  }
  for (const std::size_t width : {std::size_t{2}, std::size_t{4}}) {
    for (std::size_t i = 0; i + width <= words.size(); ++i) {
      lines += '\n' + several(first + static_cast<unsigned>(i), words.subspan(i, width));
    }
  }
  for (const Order order : {Order::abcd, Order::badc}) {
    lines += '\n' + left("string " + std::string(word_of(order)), 16) + text_of(words, order);
  }
  return lines + '\n';
}

}  // namespace adapters::modbus
