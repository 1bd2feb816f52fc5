// SPDX-License-Identifier: Apache-2.0
#include "adapters/mapping/values/filter.hpp"

#include <algorithm>
#include <compare>
#include <optional>
#include <string_view>
#include <utility>

namespace adapters::mapping {
namespace {

using Kind = Filter::Kind;
using Comparison = Filter::Comparison;

Scalar number_of(const Decimal& number) { return {Scalar::Kind::number, number.text()}; }

/// Towards zero.
Decimal truncated(const Decimal& number) {
  const std::string text = number.text();
  return *Decimal::parse(std::string_view(text).substr(0, text.find('.')));
}

Scalar calculated(const Filter& filter, const Scalar& value) {
  const std::optional<Decimal> number = Decimal::parse(value.text);
  if (!number) return {};
  switch (filter.kind) {
    case Kind::add: return number_of(*number + filter.number);
    case Kind::multiply: return number_of(*number * filter.number);
    case Kind::divide: return number_of(*number / filter.number);
    case Kind::round: return number_of(number->rounded(filter.places));
    case Kind::truncate: return number_of(truncated(*number));
    case Kind::lower:
    case Kind::upper:
    case Kind::fallback:
    case Kind::choose:
    case Kind::item:
    case Kind::computed: break;
  }
  return {};
}

Scalar item_of(const Scalar& value, std::size_t before) {
  std::string_view rest = value.text;
  for (; before > 0; --before) {
    const std::size_t comma = rest.find(',');
    if (comma == std::string_view::npos) return {};
    rest.remove_prefix(comma + 1);
  }
  return {Scalar::Kind::text, std::string(rest.substr(0, rest.find(',')))};
}

Scalar in_case(Kind kind, const Scalar& value) {
  std::string text = value.text;
  std::transform(text.begin(), text.end(), text.begin(), [kind](char c) {
    if (kind == Kind::lower) return c >= 'A' && c <= 'Z' ? static_cast<char>(c - 'A' + 'a') : c;
    return c >= 'a' && c <= 'z' ? static_cast<char>(c - 'a' + 'A') : c;
  });
  return {Scalar::Kind::text, std::move(text)};
}

/// As a language of templates has it: false, 0 and nothing are false, any other text is true.
bool is_true(const Scalar& value) {
  if (value.kind == Scalar::Kind::text) return !value.text.empty();
  if (value.kind == Scalar::Kind::boolean) return value.text == "true";
  const std::optional<Decimal> number = Decimal::parse(value.text);
  return number && !number->is_zero();
}

Scalar chosen(const Filter& filter, Scalar value) {
  const bool first = holds(filter.comparison, value, filter.operand);
  if (first ? filter.keep : filter.keep_other) return value;
  return {Scalar::Kind::text, first ? filter.text : filter.other};
}

Scalar step(const Filter& filter, Scalar value, Payload* message) {
  if (filter.kind == Kind::computed) return filter.computed.formula->of(value, message);
  if (!value.has_value()) {
    const bool falls_back = filter.kind == Kind::fallback && value.kind != Scalar::Kind::container;
    return falls_back ? Scalar{Scalar::Kind::text, filter.text} : value;
  }
  switch (filter.kind) {
    case Kind::fallback: return value;
    case Kind::lower:
    case Kind::upper: return in_case(filter.kind, value);
    case Kind::choose: return chosen(filter, std::move(value));
    case Kind::item: return item_of(value, filter.places);
    case Kind::add:
    case Kind::multiply:
    case Kind::divide:
    case Kind::round:
    case Kind::truncate:
    case Kind::computed: break;
  }
  return calculated(filter, value);
}

}  // namespace

bool holds(Comparison comparison, const Scalar& value, std::string_view operand) {
  if (comparison == Comparison::is_true) return is_true(value);
  const std::optional<Decimal> number = Decimal::parse(value.text);
  const std::optional<Decimal> other = Decimal::parse(operand);
  const bool numbers = number && other;
  const std::strong_ordering order = numbers ? *number <=> *other : value.text.compare(operand) <=> 0;
  switch (comparison) {
    case Comparison::equal: return order == 0;
    case Comparison::not_equal: return order != 0;
    case Comparison::less: return numbers && order < 0;
    case Comparison::less_equal: return numbers && order <= 0;
    case Comparison::greater: return numbers && order > 0;
    case Comparison::greater_equal: return numbers && order >= 0;
    case Comparison::is_true: break;
  }
  return false;
}

Scalar filtered(const std::vector<Filter>& filters, Scalar value, Payload* message) {
  for (const Filter& filter : filters) value = step(filter, std::move(value), std::exchange(message, nullptr));
  return value;
}

}  // namespace adapters::mapping
