// SPDX-License-Identifier: Apache-2.0
#include "adapters/mqtt/discovery/common/value_words.hpp"

namespace adapters::mqtt::discovery {

using mapping::Capability;

Words words_of(WordPairs pairs) {
  Words words;
  words.reserve(pairs.size());
  for (const auto& [device, shown] : pairs) add_word(words, device, shown);
  return words;
}

void add_word(Words& words, std::string_view device, std::string_view shown) {
  words.emplace_back(std::string(device), std::string(shown));
}

void set_boolean(Capability& capability, Words words, Words commands) {
  capability.conversion.type = ADAPTER_BOOLEAN;
  capability.conversion.values = std::move(words);
  if (commands != capability.conversion.values) capability.conversion.commands = std::move(commands);
}

void set_words(Capability& capability, std::vector<std::string> words, Words map, Words commands) {
  capability.words = std::move(words);
  capability.conversion.type = ADAPTER_STRING;
  capability.conversion.values = std::move(map);
  capability.conversion.commands = std::move(commands);
}

void set_moves(Capability& capability, WordPairs map) {
  set_words(capability, {"OPEN", "CLOSE", "STOP"}, words_of(map));
}

}  // namespace adapters::mqtt::discovery
