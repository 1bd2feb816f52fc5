// SPDX-License-Identifier: Apache-2.0
#include "adapters/mapping/devices/device_bounds.hpp"

#include <algorithm>
#include <set>
#include <utility>

#include "adapters/mapping/vocabulary/capability_words.hpp"

namespace adapters::mapping {
namespace {

constexpr std::size_t kMaxName = 64;
constexpr std::size_t kMaxWord = 64;
constexpr std::size_t kMaxDescription = 256;
constexpr std::size_t kMaxCapabilities = 512;
constexpr std::size_t kMaxWords = 1000;
constexpr std::size_t kMaxElsewhere = 100;

bool begins_character(char c) { return (static_cast<unsigned char>(c) & 0xC0U) != 0x80U; }

/// The text, or one that is not taken yet: with the suffix, then with a number.
std::string untaken(const std::string& text, const std::string& suffix, std::size_t most,
                    std::set<std::string>& taken) {
  std::string candidate = first_characters(text, most);
  for (std::size_t attempt = 0; !taken.insert(candidate).second; ++attempt) {
    const std::string tail = attempt == 0 ? suffix : " (" + std::to_string(attempt + 1) + ")";
    const std::size_t length = characters_in(tail);
    if (length >= most) continue;
    candidate = first_characters(text, most - length) + tail;
  }
  return candidate;
}

/// Words that an ACS can be shown, each once, with what the device calls them.
void keep_words(Capability& capability) {
  std::vector<std::pair<std::string, std::string>>& values = capability.conversion.values;
  if (values.empty()) {
    for (const std::string& word : capability.words) values.emplace_back(word, word);
  }
  capability.words.clear();
  std::set<std::string> taken;
  std::vector<std::pair<std::string, std::string>> shown;  // as it was, and as it is
  for (auto* const list : {&values, &capability.conversion.commands}) {
    std::erase_if(*list, [](const auto& value) { return value.second.empty(); });
    for (auto& [device, word] : *list) {
      const auto known =
          std::find_if(shown.begin(), shown.end(), [&name = word](const auto& pair) { return pair.first == name; });
      if (known == shown.end()) {
        shown.emplace_back(word, untaken(word, "~", kMaxWord, taken));
        capability.words.push_back(shown.back().second);
        word = shown.back().second;
      } else {
        word = known->second;
      }
    }
  }
}

bool is_enumeration(const Capability& capability) {
  return capability.kind == ADAPTER_ENUM_CONTROL || capability.kind == ADAPTER_ENUM_SENSOR;
}

std::string why_not(const Capability& capability) {
  if (capability.identity.empty() || capability.identity.size() > kMaxIdentity) return "its identity has no use";
  if (!capability.source && !capability.sink) return "it has neither a source nor a sink";
  if (capability.words.size() > kMaxWords) return "it has too many words";
  if (is_enumeration(capability) && capability.words.empty() && capability.conversion.values.empty()) {
    return "it has no words";
  }
  return {};
}

/// A step that cannot be one is none: what it rounds would be taken for anything.
void keep_step(Capability& capability) {
  std::optional<Decimal>& step = capability.conversion.step;
  if (!step) return;
  const bool has_range = capability.minimum && capability.maximum;
  if (!(*step > Decimal()) || (has_range && *step > *capability.maximum - *capability.minimum)) step.reset();
}

/// A device may have two batteries: then their own names say which is which.
void unify_names(std::vector<Capability>& capabilities) {
  const auto is_like = [](const Capability& one, const Capability& other) {
    return one.kind == other.kind && one.type == other.type;
  };
  for (Capability& capability : capabilities) {
    const std::string_view name = common_name(capability.kind, capability.type);
    if (name.empty() || capability.is_configured()) continue;
    const auto count =
        std::ranges::count_if(capabilities, [&](const auto& other) { return is_like(capability, other); });
    if (count == 1) capability.name = name;
  }
}

}  // namespace

std::size_t characters_in(std::string_view text) {
  return static_cast<std::size_t>(std::count_if(text.begin(), text.end(), begins_character));
}

std::string first_characters(std::string_view text, std::size_t count) {
  std::size_t end = 0;
  for (; end < text.size(); ++end) {
    if (begins_character(text[end]) && count-- == 0) break;
  }
  return std::string(text.substr(0, end));
}

std::vector<std::string> keep_bounds(DeviceDescription& device) {
  std::vector<std::string> left_out;
  device.name = first_characters(device.name, kMaxName);
  device.description = first_characters(device.description, kMaxDescription);
  unify_names(device.capabilities);
  std::vector<Capability> kept;
  std::set<std::pair<std::string, adapter_capability_class>> identities;
  std::set<std::string> names;
  for (Capability& capability : device.capabilities) {
    std::string reason = why_not(capability);
    if (reason.empty() && kept.size() == kMaxCapabilities) reason = "the device has too many capabilities";
    if (reason.empty() && !identities.emplace(capability.identity, capability.kind).second)
      reason = "it is there twice";
    if (!reason.empty()) {
      left_out.push_back(first_characters(capability.identity, kMaxName) + ": " + reason);
      continue;
    }
    if (capability.name.empty()) capability.name = capability.identity;
    capability.name = untaken(capability.name, " (" + first_characters(capability.identity, 40) + ")", kMaxName, names);
    if (is_enumeration(capability)) keep_words(capability);
    keep_step(capability);
    if (capability.elsewhere.size() > kMaxElsewhere) capability.elsewhere.resize(kMaxElsewhere);
    kept.push_back(std::move(capability));
  }
  device.capabilities = std::move(kept);
  return left_out;
}

}  // namespace adapters::mapping
