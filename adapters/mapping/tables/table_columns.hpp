// SPDX-License-Identifier: Apache-2.0
#pragma once
// The columns of a mapping's `parameters` and `tables` at a host. The devices' parameters have none here.
// Thread: any; declare() before the others

#include <cstddef>
#include <optional>
#include <unordered_map>
#include <vector>

#include "adapters/mapping/tables/mapping.hpp"
#include "adapters/sdk/adapter.hpp"

namespace adapters::mapping {

class TableColumns {
 public:
  /// The mapping must outlive it.
  TableColumns(sdk::Host host, const Mapping& mapping) : host_(host), mapping_(mapping) {}

  /// Once. `tables`: the handles of the mapping's tables.
  void declare(const std::vector<sdk::Table>& tables);
  /// None: the parameter has no column, or the host has refused it.
  sdk::Column of(std::size_t parameter) const { return columns_[parameter]; }
  std::optional<std::size_t> parameter_of(sdk::Column column) const;
  bool has(sdk::Column column) const { return parameter_of_.contains(column.value); }
  /// The parameters of the table that show whether a row can be reached.
  const std::vector<std::size_t>& showing_presence(std::size_t table) const { return shows_presence_[table]; }

 private:
  sdk::Column declare_one(const Parameter& parameter, const std::vector<sdk::Table>& tables) const;

  const sdk::Host host_;
  const Mapping& mapping_;
  std::vector<sdk::Column> columns_;                              // by parameter
  std::unordered_map<adapter_handle, std::size_t> parameter_of_;  // by column
  std::vector<std::vector<std::size_t>> shows_presence_;          // by table, parameters
};

}  // namespace adapters::mapping
