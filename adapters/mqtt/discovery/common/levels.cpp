// SPDX-License-Identifier: Apache-2.0
#include "adapters/mqtt/discovery/common/levels.hpp"

#include <algorithm>
#include <utility>

#include "adapters/mapping/values/filter.hpp"

namespace adapters::mqtt::discovery {
namespace {

using mapping::Decimal;
using mapping::Filter;

Filter step(Filter::Kind kind, const Decimal& number) {
  Filter filter;
  filter.kind = kind;
  filter.number = number;
  return filter;
}

}  // namespace

void set_share(mapping::Capability& capability, Decimal all, Decimal none) {
  const Decimal hundred = *Decimal::parse("100");
  capability.conversion.type = ADAPTER_DECIMAL;
  capability.unit = "%";
  capability.minimum = Decimal();
  capability.maximum = hundred;
  const Decimal span = all - none;
  if (span.is_zero()) return;
  // Devices round to whole percents, whatever their scale.
  capability.conversion.step = std::max(hundred / (span < Decimal() ? -span : span), *Decimal::parse("1"));
  if (all == hundred && none.is_zero()) return;
  const Filter rounded = step(Filter::Kind::round, {});
  if (capability.source) {
    auto& filters = capability.source->filters;
    if (!none.is_zero()) filters.push_back(step(Filter::Kind::add, -none));
    filters.push_back(step(Filter::Kind::multiply, hundred));
    filters.push_back(step(Filter::Kind::divide, span));
    filters.push_back(rounded);
  }
  if (!capability.sink) return;
  // Before the filters of its own template.
  std::vector<Filter> before = {step(Filter::Kind::multiply, span), step(Filter::Kind::divide, hundred)};
  if (!none.is_zero()) before.push_back(step(Filter::Kind::add, none));
  before.push_back(rounded);
  auto& filters = capability.sink->filters;
  filters.insert(filters.begin(), before.begin(), before.end());
}

}  // namespace adapters::mqtt::discovery
