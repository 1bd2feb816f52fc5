// SPDX-License-Identifier: Apache-2.0
#include "proxy/base/visible_text.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <cstddef>
#include <cstdint>
#include <iterator>

namespace proxy::base {
namespace {

struct Character {
  std::uint32_t code = 0;
  std::size_t length = 0;  ///< in bytes; 0: the text does not begin with a character of UTF-8
};

Character first_character(std::string_view text) {
  const auto byte = [&](std::size_t index) { return static_cast<unsigned char>(text[index]); };
  const std::uint32_t lead = byte(0);
  if (lead < 0x80) return {lead, 1};
  const std::size_t length = lead >= 0xf0 ? 4 : lead >= 0xe0 ? 3 : 2;
  if (lead < 0xc2 || lead > 0xf4 || text.size() < length) return {};
  constexpr std::array<std::uint32_t, 5> kSmallest{0, 0, 0x80, 0x800, 0x10000};
  std::uint32_t code = lead & (0xffU >> (length + 1));
  for (std::size_t index = 1; index < length; ++index) {
    if ((byte(index) & 0xc0U) != 0x80U) return {};
    code = (code << 6U) | (byte(index) & 0x3fU);
  }
  if (code < kSmallest.at(length) || code > 0x10ffff) return {};
  return {code, length};
}

bool acts_on_terminal(std::uint32_t code) {
  return code < 0x20 || (code >= 0x7f && code <= 0x9f) || code == 0x061c || code == 0x200e || code == 0x200f ||
         (code >= 0x2028 && code <= 0x202e) || (code >= 0x2066 && code <= 0x2069) || code == 0xfeff;
}

enum class Form : std::uint8_t { text, lines, json };

bool is_escaped(const Character& character, Form form) {
  // A serializer has escaped the C0 controls; those left are its own white space.
  if (form == Form::json) return character.code >= 0x7f && acts_on_terminal(character.code);
  if (form == Form::lines && character.code == '\n') return false;
  return character.length == 0 || acts_on_terminal(character.code);
}

void append(std::string& out, std::string_view text, Form form) {
  out.reserve(out.size() + text.size());
  while (!text.empty()) {
    const Character character = first_character(text);
    const std::size_t length = std::max<std::size_t>(character.length, 1);
    if (!is_escaped(character, form)) {
      out.append(text.substr(0, length));
    } else if (length == 1 && form != Form::json) {
      fmt::format_to(std::back_inserter(out), "\\x{:02x}", static_cast<unsigned char>(text.front()));
    } else {
      fmt::format_to(std::back_inserter(out), "\\u{:04x}", character.code);
    }
    text.remove_prefix(length);
  }
}

std::string made_visible(std::string_view text, Form form) {
  std::string out;
  append(out, text, form);
  return out;
}

}  // namespace

void append_visible(std::string& out, std::string_view text) { append(out, text, Form::text); }

std::string visible_text(std::string_view text) { return made_visible(text, Form::text); }

std::string visible_lines(std::string_view text) { return made_visible(text, Form::lines); }

std::string visible_json(std::string_view json) { return made_visible(json, Form::json); }

}  // namespace proxy::base
