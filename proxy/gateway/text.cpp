// SPDX-License-Identifier: Apache-2.0
#include "proxy/gateway/text.hpp"

#include "proxy/model/value.hpp"

namespace proxy::gateway {
namespace {

std::string_view without(std::string_view white, std::string_view text) {
  const std::size_t begin = text.find_first_not_of(white);
  if (begin == std::string_view::npos) return {};
  return text.substr(begin, text.find_last_not_of(white) + 1 - begin);
}

}  // namespace

std::string shortened(std::string_view text, std::size_t characters) {
  std::string legal = model::legal_text(text);
  std::size_t end = 0;
  for (std::size_t seen = 0; end < legal.size(); ++end) {
    const bool begins_character = (static_cast<unsigned char>(legal[end]) & 0xc0U) != 0x80U;
    if (begins_character && ++seen > characters) break;
  }
  legal.resize(end);
  return legal;
}

bool all_of_list(std::string_view list, const std::function<bool(std::string_view)>& good, std::string_view white) {
  if (without(white, list).empty()) return true;
  while (true) {
    const std::size_t comma = list.find(',');
    if (!good(without(white, list.substr(0, comma)))) return false;
    if (comma == std::string_view::npos) return true;
    list.remove_prefix(comma + 1);
  }
}

}  // namespace proxy::gateway
