// SPDX-License-Identifier: Apache-2.0
#include "proxy/plugin/devices/capability.hpp"

#include "proxy/model/value.hpp"
#include "proxy/model/vendor_word.hpp"
#include "proxy/plugin/devices/iot_words.hpp"

#include <algorithm>
#include <charconv>
#include <cstring>
#include <utility>

namespace proxy::plugin {
namespace {

constexpr std::size_t kMaxText = 256;        // bytes of what an adapter gives
constexpr std::size_t kMaxName = 64;         // characters, as IoTCapability.{i}.Name has them
constexpr std::size_t kMaxItem = 64;         // characters of an item of ValidValues, escaped
constexpr std::size_t kMaxList = 32 * 1024;  // bytes
constexpr std::size_t kMaxWords = 1000;

/// Between the texts that the store keeps: a character that stands in none of them.
constexpr char kSeparator = '\x1f';

constexpr std::array kTypeAlone{Fact::type};
constexpr std::array kTypeAndUnit{Fact::type, Fact::unit};
constexpr std::array kTypeAndWords{Fact::type, Fact::words};
constexpr std::array kRange{Fact::type, Fact::unit, Fact::minimum, Fact::maximum};
constexpr std::array kTypeUnitAndWords{Fact::type, Fact::unit, Fact::words};

using model::Type;
/// In the order of enum adapter_capability_class.
constexpr std::array<CapabilityClass, 9> kClasses{{
    {"BinaryControl", true, "Value", Type::boolean, true, kTypeAlone},
    {"LevelControl", true, "Value", Type::decimal, true, kRange},
    {"EnumControl", true, "Value", Type::string, true, kTypeAndWords},
    {"BinarySensor", true, "Value", Type::boolean, false, kTypeAlone},
    {"LevelSensor", true, "Value", Type::decimal, false, kTypeAndUnit},
    {"MultiLevelSensor", true, "Values", Type::string, false, kTypeUnitAndWords},
    {"EnumSensor", true, "Value", Type::string, false, kTypeAndWords},
    {"TextSensor", false, "Value", Type::string, false, {}},
    {"TextControl", false, "Value", Type::string, true, {}},
}};

/// The text, legal; "" for a null pointer, none if it is too long.
std::optional<std::string> text_of(const char* text) {
  if (text == nullptr) return std::string{};
  const std::size_t length = strnlen(text, kMaxText + 1);
  if (length > kMaxText) return std::nullopt;
  return model::legal_text({text, length});
}

/// A bound as canonical decimal; "" for none.
std::optional<std::string> bound_of(const char* text) {
  const auto legal = text_of(text);
  if (!legal || legal->empty()) return legal;
  return model::canonical(Type::decimal, *legal);
}

std::string escaped(std::string_view item) {
  std::string text;
  for (const char character : item) {
    if (character == ',') {
      text += "%2C";
    } else if (character == '%') {
      text += "%25";
    } else {
      text += character;
    }
  }
  return text;
}

void read_words(const adapter_capability& from, ReadCapability& to) {
  std::string& list = to.capability->fact(Fact::words);
  const std::size_t count = std::min(from.word_count, kMaxWords);
  to.dropped = from.word_count - count;
  for (const char* word : std::span(from.words, count)) {
    const auto text = text_of(word);
    const std::string item = text ? escaped(*text) : std::string{};
    const bool fits = !item.empty() && model::characters(item) <= kMaxItem && list.size() < kMaxList;
    if (!fits) {
      ++to.dropped;
      continue;
    }
    list.append(list.empty() ? "" : ",").append(item);
  }
}

}  // namespace

const CapabilityClass& class_of(adapter_capability_class kind) { return kClasses.at(kind); }

std::string class_name(std::string_view oui, adapter_capability_class kind) {
  const CapabilityClass& info = class_of(kind);
  return info.is_standard ? std::string(info.object) : model::vendor_word(oui, info.object);
}

ReadCapability read_capability(const adapter_capability* from, std::string_view oui) {
  const auto unfit = [](const char* problem) { return ReadCapability{nullptr, problem}; };
  if (from == nullptr) return unfit("capability(): null pointer");
  if (from->capability_class >= kClasses.size()) return unfit("capability(): unknown class");
  if (from->notify > ADAPTER_NOTIFY_ACTIVE) return unfit("capability(): unknown notification");
  if (from->words == nullptr && from->word_count != 0) return unfit("capability(): no words, and a number of words");
  const auto kind = static_cast<adapter_capability_class>(from->capability_class);
  const auto identity = text_of(from->identity);
  const auto name = text_of(from->name);
  const auto type = text_of(from->type);
  const auto given_unit = text_of(from->unit);
  if (!identity || identity->empty()) return unfit("capability(): the identity is missing or longer than 256 bytes");
  if (!name || !type || !given_unit) return unfit("capability(): a text is longer than 256 bytes");
  const auto minimum = bound_of(from->minimum);
  const auto maximum = bound_of(from->maximum);
  if (!minimum || !maximum) return unfit("capability(): a bound is not a number");

  ReadCapability read{std::make_unique<Capability>()};
  Capability& capability = *read.capability;
  capability.kind = kind;
  capability.identity = static_cast<char>('0' + kind) + *identity;
  capability.name = model::shortened(*name, kMaxName);
  capability.fact(Fact::type) = capability_type(oui, kind, *type);
  capability.fact(Fact::unit) = unit(oui, *given_unit);
  capability.fact(Fact::minimum) = *minimum;
  capability.fact(Fact::maximum) = *maximum;
  capability.notification = static_cast<model::Notification>(from->notify);
  capability.confirm_timeout_ms = from->confirm_timeout_ms;
  read_words(*from, read);
  read.bytes = sizeof(Capability) + capability.fact(Fact::words).size();
  return read;
}

std::string remembered_text(const Capability& capability) {
  std::string text = std::to_string(static_cast<unsigned>(capability.notification));
  text.append(1, kSeparator).append(std::to_string(capability.confirm_timeout_ms));
  text.append(1, kSeparator).append(capability.name);
  for (const Fact fact : class_of(capability.kind).facts) text.append(1, kSeparator).append(capability.fact(fact));
  return text;
}

std::optional<Capability> remembered_capability(std::string_view identity, std::string_view text) {
  const auto number = static_cast<std::size_t>(identity.empty() ? -1 : identity.front() - '0');
  if (number >= kClasses.size()) return std::nullopt;
  const auto next = [&text] {
    const auto end = std::min(text.find(kSeparator), text.size());
    const std::string_view item = text.substr(0, end);
    text.remove_prefix(std::min(end + 1, text.size()));
    return item;
  };
  Capability capability;
  capability.kind = static_cast<adapter_capability_class>(number);
  capability.identity = identity;
  const std::string_view notification = next();
  if (notification == "1") capability.notification = model::Notification::passive;
  if (notification == "2") capability.notification = model::Notification::active;
  const std::string_view timeout = next();
  std::from_chars(timeout.data(), timeout.data() + timeout.size(), capability.confirm_timeout_ms);
  capability.name = next();
  for (const Fact fact : class_of(capability.kind).facts) capability.fact(fact) = next();
  return capability;
}

std::optional<std::string> canonical_value(adapter_capability_class kind, std::string_view text) {
  if (kind != ADAPTER_MULTI_LEVEL_SENSOR) return model::canonical(class_of(kind).type, text);
  std::string list;
  while (!text.empty()) {
    const auto comma = std::min(text.find(','), text.size());
    const auto item = model::canonical(Type::decimal, text.substr(0, comma));
    if (!item) return std::nullopt;
    list.append(list.empty() ? "" : ",").append(*item);
    text.remove_prefix(std::min(comma + 1, text.size()));
  }
  return list;
}

bool is_item_of(std::string_view list, std::string_view text) {
  const std::string wanted = escaped(text);
  while (!list.empty()) {
    const auto comma = std::min(list.find(','), list.size());
    if (list.substr(0, comma) == wanted) return true;
    list.remove_prefix(std::min(comma + 1, list.size()));
  }
  return false;
}

}  // namespace proxy::plugin
