// SPDX-License-Identifier: Apache-2.0
#pragma once
// The words of a capability's value: which word of the device is which value for an ACS.
// Thread: pure

#include <initializer_list>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "adapters/mapping/devices/device.hpp"

namespace adapters::mqtt::discovery {

/// Pairs: the word of the device, and the value that an ACS sees.
using Words = std::vector<std::pair<std::string, std::string>>;
/// The same as views: most are literals, which cost nothing then.
using WordPairs = std::initializer_list<std::pair<std::string_view, std::string_view>>;

Words words_of(WordPairs pairs);
void add_word(Words& words, std::string_view device, std::string_view shown);

/// Makes the value a boolean: `words` has the device's words for true and false, `commands` those that it is sent where
/// they differ.
void set_boolean(mapping::Capability& capability, Words words, Words commands = {});
/// Makes the value one of `words`, which become ValidValues; `map` has the device's words where they differ, and
/// `commands` those that it is sent where they differ from these.
void set_words(mapping::Capability& capability, std::vector<std::string> words, Words map = {}, Words commands = {});
/// Makes the value one of OPEN, CLOSE and STOP, for a cover.
void set_moves(mapping::Capability& capability, WordPairs map);

}  // namespace adapters::mqtt::discovery
