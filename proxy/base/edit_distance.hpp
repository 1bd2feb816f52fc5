// SPDX-License-Identifier: Apache-2.0
#pragma once
// How far one word is from another, to find the word that was meant.
// Thread: any

#include <algorithm>
#include <cstddef>
#include <functional>
#include <string_view>

namespace proxy::base {

/// The number of insertions, deletions, changes and swaps of neighbours that turn one word into the other.
std::size_t edit_distance(std::string_view left, std::string_view right);

/// The greatest distance that a typing error explains: a third of the word, at least 1.
std::size_t typing_error(std::string_view word);

/// The one of the words that is nearest to the given text, as far as a typing error explains the difference; the first
/// of several, null if there is none. `text_of` gives the text of a word.
template <class Words, class TextOf>
const auto* nearest_word(std::string_view given, const Words& words, TextOf text_of) {
  decltype(&*words.begin()) nearest = nullptr;
  std::size_t least = typing_error(given) + 1;
  for (const auto& word : words) {
    const auto& text = std::invoke(text_of, word);
    const std::size_t distance = edit_distance(given, text);
    if (distance >= std::min(least, text.size())) continue;
    least = distance;
    nearest = &word;
  }
  return nearest;
}

}  // namespace proxy::base
