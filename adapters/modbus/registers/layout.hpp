// SPDX-License-Identifier: Apache-2.0
#pragma once
// What the mapping of one bus asks for: a point for each value of each unit, and where each set goes.
// Thread: pure once it is made

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
  /// Mistakes of the configuration are reported at their nodes. The mapping must outlive it.
  Layout(const BusConfig& bus, const mapping::Mapping& mapping);

  const std::vector<Point>& points() const { return points_; }
  const Format& format(std::size_t point) const { return places_.at(uses_[point].parameter).format; }
  /// As the mapping knows it.
  std::string address(std::size_t point) const { return address_of(uses_[point]); }
  /// None where the parameter has no source, or not for this unit.
  std::optional<std::size_t> point_of(std::size_t parameter, int unit) const;

  /// Of a parameter that has a sink.
  const Target& target(std::size_t parameter) const { return targets_.at(parameter); }

  /// Of a table.
  bool has_row(std::size_t table, int unit) const;

 private:
  /// What a point was made for first; other parameters may have the same address.
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
