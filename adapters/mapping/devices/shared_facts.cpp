// SPDX-License-Identifier: Apache-2.0
#include "adapters/mapping/devices/shared_facts.hpp"

#include <functional>
#include <utility>

namespace adapters::mapping {
namespace {

std::size_t hash_of(const Capability& facts) {
  std::string text = facts.name + '\n' + facts.unit + '\n' + std::to_string(facts.words.size());
  if (facts.source && facts.source->pointer) {
    for (const std::string& token : facts.source->pointer->tokens()) text += '\n' + token;
  }
  return std::hash<std::string>()(text);
}

}  // namespace

SharedFacts FactsPool::share(const Capability& facts) {
  const std::size_t hash = hash_of(facts);
  const auto [first, last] = facts_.equal_range(hash);
  for (auto known = first; known != last; ++known) {
    if (*known->second == facts) return known->second;
  }
  return facts_.emplace(hash, std::make_shared<const Capability>(facts))->second;
}

void FactsPool::sweep() {
  std::erase_if(facts_, [](const auto& entry) { return entry.second.use_count() == 1; });
}

std::vector<std::string> take_addresses(Capability& facts) {
  std::vector<std::string> addresses;
  const auto take = [&](Pattern& address) { addresses.push_back(std::exchange(address, {}).text()); };
  if (facts.source) {
    take(facts.source->address);
    for (Source& source : facts.elsewhere) take(source.address);
  }
  if (facts.accepted) take(facts.accepted->address);
  if (facts.sink && facts.sink->response) take(facts.sink->response->address);
  if (facts.sink) {
    take(facts.sink->address);
    for (WordSink& word : facts.sink->elsewhere) take(word.address);
  }
  return addresses;
}

}  // namespace adapters::mapping
