// SPDX-License-Identifier: Apache-2.0
#include "proxy/base/lower_case.hpp"

namespace proxy::base {

std::string lower_case(std::string_view text) {
  std::string lower(text);
  for (char& letter : lower) letter = letter >= 'A' && letter <= 'Z' ? static_cast<char>(letter - 'A' + 'a') : letter;
  return lower;
}

}  // namespace proxy::base
