// SPDX-License-Identifier: Apache-2.0
#include "adapters/mapping/vocabulary/word_list.hpp"

namespace adapters::mapping {

std::optional<std::string_view> WordList::find(std::string_view word) const {
  std::string_view meaning;
  for (std::size_t begin = 0; begin < text_.size();) {
    const std::size_t end = text_.find_first_of("=|;", begin);
    const std::string_view part = text_.substr(begin, end - begin);
    if (text_[end] == '=') {
      meaning = part;
    } else if (part == word) {
      return meaning;
    }
    begin = end + 1;
  }
  return std::nullopt;
}

}  // namespace adapters::mapping
