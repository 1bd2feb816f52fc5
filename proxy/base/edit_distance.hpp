// SPDX-License-Identifier: Apache-2.0
#pragma once
// How far one word is from another, to find the word that was meant.
// Thread: any

#include <cstddef>
#include <string_view>

namespace proxy::base {

/// The number of insertions, deletions, changes and swaps of neighbours that turn one word into the other.
std::size_t edit_distance(std::string_view left, std::string_view right);

/// The greatest distance that a typing error explains: a third of the word, at least 1.
std::size_t typing_error(std::string_view word);

}  // namespace proxy::base
