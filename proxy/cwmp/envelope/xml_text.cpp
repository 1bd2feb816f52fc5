// SPDX-License-Identifier: Apache-2.0
#include "proxy/cwmp/envelope/xml_text.hpp"

#include "proxy/model/value.hpp"

#include <algorithm>
#include <array>
#include <cstddef>

namespace proxy::cwmp {
namespace {

enum class Kind : std::uint8_t { plain, escaped, doubtful };

constexpr std::array<Kind, 256> make_kinds() {
  std::array<Kind, 256> kinds{};
  for (std::size_t byte = 0; byte < kinds.size(); ++byte) {
    if (byte < 0x20 || byte >= 0x80) kinds[byte] = Kind::doubtful;
  }
  for (const char character : {'\t', '\n'}) kinds[static_cast<unsigned char>(character)] = Kind::plain;
  for (const char character : {'&', '<', '>', '"', '\'', '\r'}) {
    kinds[static_cast<unsigned char>(character)] = Kind::escaped;
  }
  return kinds;
}
constexpr std::array<Kind, 256> kKinds = make_kinds();

Kind kind_of(char character) { return kKinds[static_cast<unsigned char>(character)]; }
bool is_plain(char character) { return kind_of(character) == Kind::plain; }
bool is_doubtful(char character) { return kind_of(character) == Kind::doubtful; }
bool is_escaped(char character) { return kind_of(character) == Kind::escaped; }

std::string_view escape_of(char character) {
  switch (character) {
    case '&': return "&amp;";
    case '<': return "&lt;";
    case '>': return "&gt;";
    case '"': return "&quot;";
    case '\'': return "&apos;";
    default: return "&#13;";
  }
}

/// Calls `sink` with pieces that together are the escaped text. Nearly all values are plain, and go through as they
/// are.
template <class Sink>
void escape(std::string_view text, Sink sink) {
  if (std::all_of(text.begin(), text.end(), is_plain)) return sink(text);
  std::string legal;
  if (std::any_of(text.begin(), text.end(), is_doubtful)) text = legal = model::legal_text(text);
  while (true) {
    const auto* special = std::find_if(text.begin(), text.end(), is_escaped);
    const auto length = static_cast<std::size_t>(special - text.begin());
    sink(text.substr(0, length));
    if (length == text.size()) return;
    sink(escape_of(*special));
    text.remove_prefix(length + 1);
  }
}

}  // namespace

void append_escaped(std::string& out, std::string_view text) {
  escape(text, [&](std::string_view piece) { out.append(piece); });
}

std::uint64_t escaped_size(std::string_view text) {
  std::uint64_t size = 0;
  escape(text, [&](std::string_view piece) { size += piece.size(); });
  return size;
}

}  // namespace proxy::cwmp
