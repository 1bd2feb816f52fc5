// SPDX-License-Identifier: Apache-2.0
#pragma once
// What tests ask of a text that Catch2 has no matcher for.
// Thread: pure

#include <cstddef>
#include <string_view>

namespace tests::support {

// How often `part`, which is not empty, stands in the text; places that overlap count once.
inline std::size_t occurrences(std::string_view text, std::string_view part) {
  std::size_t found = 0;
  for (std::size_t at = text.find(part); at != std::string_view::npos; at = text.find(part, at + part.size())) ++found;
  return found;
}

}  // namespace tests::support
