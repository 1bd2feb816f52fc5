// SPDX-License-Identifier: Apache-2.0
#pragma once
// A mapping at work with a host: declares what it has, turns messages into rows and values, sets into commands.
// Thread: any; declare() before the others. receive() is called by one thread at a time.

#include <cstddef>
#include <mutex>
#include <optional>
#include <string>
#include <string_view>
#include <unordered_map>
#include <utility>
#include <vector>

#include "adapters/mapping/mapping.hpp"
#include "adapters/sdk/adapter.hpp"

namespace adapters::mapping {

/// Why no command can be sent, as it is replied.
struct Refusal {
  adapter_status status;
  std::string detail;
};

class Binding {
 public:
  /// The mapping must outlive it. Each row is shown as a proxied device that speaks `protocol` ("MQTT"), on a
  /// controller of the adapter's name; rows of several tables with one identity are one device.
  Binding(sdk::Host host, const Mapping& mapping, std::string protocol)
      : host_(host), mapping_(mapping), protocol_(std::move(protocol)) {}

  /// All tables and columns, and the values that are constant. To be called in start().
  void declare();
  /// One message: at most one publish() for each row it concerns. What cannot be used is counted by rejected().
  void receive(std::string_view address, std::string_view payload, bool retained);
  /// A row that the host shows from an earlier run: what its identity says is enough to send commands to it. The
  /// index of its table; none if it is not one of ours.
  std::optional<std::size_t> known_row(sdk::Table table, std::string_view identity);
  /// Answers check(): may these values be sent?
  void check(sdk::Items items) const;
  /// What to send for one item of apply(); or what to reply instead.
  Outcome<Command, Refusal> command(const sdk::Item& item) const;

 private:
  /// A row, or what is known of one that no message has made yet: then handle is none and the cells wait in it.
  struct RowState {
    sdk::Row handle;
    sdk::Device device;
    Captures captures;
    std::optional<adapter_presence> presence;
    std::vector<Cell> waiting;  // at most one of each parameter
  };
  struct TableState {
    sdk::Table handle;
    std::unordered_map<std::string, RowState> rows;  // by identity
    std::size_t made = 0;                            // of them, those with a handle
  };

  sdk::Column declare_column(const Parameter& parameter) const;
  std::vector<Cell> constants(std::size_t table, const Captures& captures) const;
  void apply(const Update& update);
  RowState* row_of(const Update& update, TableState& table);
  bool make_row(const std::string& identity, const Update& update, TableState& table, RowState& row);
  sdk::Device device(const std::string& identity) const;
  bool has_row(const std::string& identity) const;
  void remove_row(TableState& table, const std::string& identity);
  void publish(sdk::Row row, const std::vector<Cell>& cells);
  std::optional<std::size_t> parameter_of(sdk::Column column) const;

  sdk::Host host_;
  const Mapping& mapping_;
  const std::string protocol_;
  std::vector<sdk::Column> columns_;                              // by parameter; not changed after declare()
  std::unordered_map<adapter_handle, std::size_t> parameter_of_;  // by column; not changed after declare()
  mutable std::mutex mutex_;                                      // guards what follows
  std::vector<TableState> tables_;                                // by table
  std::unordered_map<adapter_handle, const RowState*> row_of_;    // by row
};

}  // namespace adapters::mapping
