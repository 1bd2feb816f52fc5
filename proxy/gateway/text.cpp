// SPDX-License-Identifier: Apache-2.0
#include "proxy/gateway/text.hpp"

#include "proxy/model/value.hpp"

namespace proxy::gateway {

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

}  // namespace proxy::gateway
