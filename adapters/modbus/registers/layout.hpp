// SPDX-License-Identifier: Apache-2.0
#pragma once
// The registers of one bus's mapping: a point for each value of each unit, and a target for each sink.
// Thread: pure after construction

#include <cstddef>
#include <map>
#include <optional>
#include <string>
#include <vector>

#include "adapters/mapping/tables/mapping.hpp"
#include "adapters/modbus/bus/bus_config.hpp"
#include "adapters/modbus/polling/poll_plan.hpp"
#include "adapters/modbus/registers/source.hpp"

namespace adapters::modbus {

class Layout {
 public:
  /// Reports mistakes of the configuration at their nodes. The mapping must outlive it.
  Layout(const BusConfig& bus, const mapping::Mapping& mapping);

  const std::vector<Point>& points() const { return points_; }
  const Format& format(std::size_t point) const { return places_.at(uses_[point].parameter).format; }
  /// The point's address in the mapping.
  std::string address(std::size_t point) const { return address_of(uses_[point]); }
  /// None if the parameter has no source for this unit.
  std::optional<std::size_t> point_of(std::size_t parameter, int unit) const;

  /// The target of a parameter, which must have a sink.
  const Target& target(std::size_t parameter) const { return targets_.at(parameter); }

  /// True if the table has a row for the unit.
  bool has_row(std::size_t table, int unit) const;

 private:
  /// The parameter for which a point was made; other parameters may share its address.
  struct Use {
    std::size_t parameter;
    int unit;
  };

  void check_unit(const sdk::ConfigNode& node, int unit) const;
  void read_rows(std::size_t table);
  void read_source(std::size_t parameter);
  void read_sink(std::size_t parameter);
  void add_point(const Use& use, const Place& place);
  std::string address_of(const Use& use) const;

  const mapping::Mapping& mapping_;
  const bool serial_;
  std::vector<std::vector<int>> units_;  // by table
  std::vector<Point> points_;
  std::vector<Use> uses_;                        // by point
  std::map<std::string, std::size_t> point_at_;  // by address
  std::map<std::size_t, Place> places_;          // of sources, by parameter
  std::map<std::size_t, Target> targets_;        // of sinks, by parameter
};

}  // namespace adapters::modbus
