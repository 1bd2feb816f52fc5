// SPDX-License-Identifier: Apache-2.0
#include "adapters/mapping/devices/capability_values.hpp"

#include <algorithm>
#include <utility>
#include <vector>

#include "adapters/mapping/devices/device_bounds.hpp"
#include "adapters/mapping/tables/explain.hpp"

namespace adapters::mapping {
namespace {

constexpr std::size_t kMaxQuoted = 40;      // of a value in a reason
constexpr std::size_t kMaxExplained = 200;  // of a value in an explanation

std::string in_quotes(std::string_view value) { return "'" + std::string(value.substr(0, kMaxQuoted)) + "'"; }

bool is_enumeration(const Capability& capability) {
  return capability.kind == ADAPTER_ENUM_CONTROL || capability.kind == ADAPTER_ENUM_SENSOR;
}

bool is_listed(const Capability& capability, std::string_view value) {
  const std::vector<std::string>& words = capability.words;
  return !is_enumeration(capability) || std::find(words.begin(), words.end(), value) != words.end();
}

/// Spec: TR-181 2.19, a MultiLevelSensor has a list of decimals separated by commas
Outcome<std::string> list_of(const Conversion& conversion, const std::vector<Scalar>& elements) {
  std::string list;
  for (const Scalar& element : elements) {
    const Outcome<std::string> text = conversion.to_acs(element);
    if (!text) return text;
    list += (list.empty() ? "" : ",") + *text;
  }
  return list;
}

Outcome<std::string> single_value_of(const Capability& capability, const Scalar& word) {
  Outcome<std::string> value = capability.conversion.to_acs(word);
  if (value && !is_listed(capability, *value)) return Failure{in_quotes(*value) + " is not among the values"};
  return value;
}

enum class Rounding { applied, left_out };

std::vector<Filter> steps_of(const std::vector<Filter>& filters, Rounding rounding) {
  std::vector<Filter> steps = filters;
  if (rounding == Rounding::left_out) {
    std::erase_if(steps, [](const Filter& filter) {
      return filter.kind == Filter::Kind::round || filter.kind == Filter::Kind::truncate;
    });
  }
  return steps;
}

/// The word as it is read when the device reports what it was sent.
Scalar out_and_back(const Capability& capability, const std::string& word, Rounding rounding) {
  Scalar sent = filtered(steps_of(capability.sink->filters, rounding), {Scalar::Kind::text, word});
  if (capability.source) sent = filtered(steps_of(capability.source->filters, rounding), std::move(sent));
  return sent;
}

/// Whether the way back undoes the way out. Factors of announcements have few digits: 2.55 out and 0.39 back.
bool is_same_word(std::string_view returned, std::string_view word) {
  if (equal_in_any_case(returned, word)) return true;
  const std::optional<Decimal> number = Decimal::parse(word);
  const std::optional<Decimal> other = Decimal::parse(returned);
  if (!number || !other) return false;
  const Decimal hundred = *Decimal::parse("100");
  const Decimal apart = (*other - *number) * hundred;
  return std::max(apart, -apart) <= std::max(*number, -*number);
}

}  // namespace

const Source& source_at(const Capability& capability, std::size_t index) {
  return index == 0 ? *capability.source : capability.elsewhere[index - 1];
}

Scalar word_in(const Capability& capability, const Source& source, Payload& payload) {
  const std::optional<Pointer>& pointer = source.pointer;
  Scalar word = !pointer                     ? payload.whole()
                : capability.conversion.json ? payload.document_at(*pointer)
                                             : payload.at(*pointer);
  return filtered(source.filters, std::move(word), pointer ? nullptr : &payload);
}

Outcome<std::string> value_of(const Capability& capability, const Source& source, const Scalar& word,
                              Payload& payload) {
  const bool is_list =
      source.pointer && capability.kind == ADAPTER_MULTI_LEVEL_SENSOR && word.kind == Scalar::Kind::container;
  return is_list ? list_of(capability.conversion, payload.elements_at(*source.pointer))
                 : single_value_of(capability, word);
}

std::string why_out_of_range(const Capability& capability, std::string_view value) {
  const bool is_too_long = capability.max_length != 0 && characters_in(value) > capability.max_length;
  bool fits = !is_too_long;
  if (fits && (capability.minimum || capability.maximum)) {
    const std::optional<Decimal> number = Decimal::parse(value);
    fits = number && (!capability.minimum || *number >= *capability.minimum) &&
           (!capability.maximum || *number <= *capability.maximum);
  }
  return fits ? std::string() : in_quotes(value) + " is out of range";
}

Outcome<std::string> word_of_set(const Capability& capability, std::string_view value) {
  if (!is_listed(capability, value)) return Failure{in_quotes(value) + " is not among the values"};
  Outcome<std::string> word = capability.conversion.to_device(value);
  if (!word) return word;
  std::string reason = why_out_of_range(capability, value);
  if (!reason.empty()) return Failure{std::move(reason)};
  return word;
}

std::string word_to_send(const Capability& capability, const std::string& word) {
  const std::vector<Filter>& filters = capability.sink->filters;
  return filters.empty() ? word : filtered(filters, {Scalar::Kind::text, word}).text;
}

std::string echo_of(const Capability& capability, std::string_view value, const std::string& word) {
  const Conversion& conversion = capability.conversion;
  const bool is_closed = conversion.type == ADAPTER_BOOLEAN || is_enumeration(capability) ||
                         !conversion.values.empty() || !conversion.commands.empty();
  Outcome<std::string> echo = Failure{};
  if (is_closed) {  // nothing is rounded: any other value is another choice
    echo = text_of_type(conversion.type, value);
  } else if (is_same_word(out_and_back(capability, word, Rounding::left_out).text, word)) {
    echo = single_value_of(capability, out_and_back(capability, word, Rounding::applied));
  }
  return echo ? *echo : std::string();
}

std::string explain_value(const Capability& capability, const Source& source, Payload& payload) {
  const std::string name = capability.name + " (" + word_of(capability.kind) + ")";
  const Outcome<std::string> value = value_of(capability, source, word_in(capability, source, payload), payload);
  if (!value) return name + ": left as it is: " + why_left(source.pointer, payload, value.error());
  const std::string reason = capability.is_configured() ? why_out_of_range(capability, *value) : std::string();
  return name + " = " + value->substr(0, kMaxExplained) + (value->size() > kMaxExplained ? "..." : "") +
         (capability.unit.empty() ? "" : " " + capability.unit) +
         (reason.empty() ? "" : " (shown and counted: " + reason + ")") + explain_notify(capability.notify);
}

}  // namespace adapters::mapping
