// SPDX-License-Identifier: Apache-2.0
#include "adapters/modbus/registers/layout.hpp"

#include <algorithm>
#include <chrono>

namespace adapters::modbus {
namespace {

using mapping::Outcome;

constexpr int64_t kDefaultInterval = 10;

}  // namespace

Layout::Layout(const BusConfig& bus, const mapping::Mapping& mapping)
    : mapping_(mapping), serial_(bus.address.wire != BusAddress::Wire::tcp) {
  for (std::size_t i = 0; i < mapping.tables().size(); ++i) read_rows(i);
  for (std::size_t i = 0; i < mapping.parameters().size(); ++i) {
    if (mapping.parameters()[i].source) read_source(i);
    if (mapping.parameters()[i].sink) read_sink(i);
  }
}

void Layout::check_unit(const sdk::ConfigNode& node, int unit) const {
  if (serial_ && (unit < 1 || unit > 247)) node.report("expected a unit from 1 to 247 on a serial line");
}

void Layout::read_rows(std::size_t table) {
  const sdk::ConfigNode node = mapping_.tables()[table].node;
  const sdk::ConfigNode text = node.find("rows").find("units");
  const Outcome<std::vector<int>> units = parse_units(text.scalar());
  units_.push_back(units ? *units : std::vector<int>{});  // the mapping has reported it
  for (const int unit : units_.back()) check_unit(text, unit);
  const sdk::ConfigNode name = node.find("name_pointer");
  if (name) name.report("registers have no JSON: use the key name");
  const auto& parameters = mapping_.parameters();
  const bool asked = std::any_of(parameters.begin(), parameters.end(), [table](const mapping::Parameter& parameter) {
    return parameter.table == table && parameter.source;
  });
  if (!asked) node.report("one of its parameters needs a source: a unit is online when it answers");
}

void Layout::read_source(std::size_t parameter) {
  const sdk::ConfigNode source = mapping_.parameters()[parameter].node.find("source");
  const std::size_t table = mapping_.parameters()[parameter].table;
  const Outcome<Place> place = read_place(source);
  if (!place) return;  // the mapping has reported it
  places_.emplace(parameter, *place);
  if (table != mapping::kNoTable) {
    for (const int unit : units_[table]) add_point({parameter, unit}, *place);
  } else if (const Outcome<int> unit = read_unit(source)) {
    check_unit(source.find("unit"), *unit);
    add_point({parameter, *unit}, *place);
  }
}

void Layout::read_sink(std::size_t parameter) {
  const sdk::ConfigNode node = mapping_.parameters()[parameter].node;
  const sdk::ConfigNode sink = node.find("sink");
  const Outcome<Target> target = read_target(node, mapping_.parameters()[parameter].table != mapping::kNoTable);
  if (!target) return sink.report(target.error().reason);
  if (target->unit) check_unit(sink, *target->unit);
  targets_.emplace(parameter, *target);
}

void Layout::add_point(const Use& use, const Place& place) {
  const sdk::ConfigNode node = mapping_.parameters()[use.parameter].node.find("source").find("interval_s");
  const std::chrono::seconds interval(std::clamp<int64_t>(node.integer(kDefaultInterval), 1, 86400));
  const auto [entry, is_new] = point_at_.try_emplace(address_of(use), points_.size());
  if (is_new) {
    const auto count = static_cast<unsigned>(width_of(place.format));
    points_.push_back({use.unit, place.space, place.address, count, interval});
    uses_.push_back(use);
  }
  Point& point = points_[entry->second];
  point.interval = std::min(point.interval, interval);
}

std::string Layout::address_of(const Use& use) const {
  const mapping::Pattern& pattern = mapping_.parameters()[use.parameter].source->address;
  return pattern.address(captures_of(use.unit)).value_or(std::string());
}

std::optional<std::size_t> Layout::point_of(std::size_t parameter, int unit) const {
  if (!mapping_.parameters()[parameter].source) return std::nullopt;
  const auto found = point_at_.find(address_of({parameter, unit}));
  return found == point_at_.end() ? std::nullopt : std::optional(found->second);
}

bool Layout::has_row(std::size_t table, int unit) const {
  return std::find(units_[table].begin(), units_[table].end(), unit) != units_[table].end();
}

}  // namespace adapters::modbus
