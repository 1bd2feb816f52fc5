// SPDX-License-Identifier: Apache-2.0
#pragma once
// A long table of words as one text. An array of string_views would take three times the memory, in pages that each
// process has for itself, as the loader of a shared object writes addresses into them.
// Thread: pure

#include <cstddef>
#include <optional>
#include <stdexcept>
#include <string_view>

namespace adapters::mapping {

class WordList {
 public:
  /// "meaning=word|word;", repeated; any other form does not compile. The text lives as long as the list.
  consteval explicit WordList(std::string_view text) : text_(text) {
    while (!text.empty()) {
      const std::size_t end = text.find(';');
      const std::size_t middle = text.find('=');
      if (end == std::string_view::npos || middle >= end) throw std::invalid_argument("no = or no ;");
      if (text.substr(middle + 1, end - middle - 1).find('=') != std::string_view::npos) {
        throw std::invalid_argument("two =");
      }
      text.remove_prefix(end + 1);
    }
  }

  /// The meaning of the word; nothing if it is not in the list. Case counts.
  std::optional<std::string_view> find(std::string_view word) const;

 private:
  std::string_view text_;
};

}  // namespace adapters::mapping
