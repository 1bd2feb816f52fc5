// SPDX-License-Identifier: Apache-2.0
#pragma once
// The `parameters` and `tables` of a mapping at a host: declares them, keeps the rows, turns messages into values and
// presence, and sets into commands.
// Thread: any; declare() before the others. receive() is called by one thread at a time.

#include <cstddef>
#include <map>
#include <mutex>
#include <optional>
#include <string>
#include <string_view>
#include <unordered_map>
#include <utility>
#include <vector>

#include "adapters/mapping/runtime/availability.hpp"
#include "adapters/mapping/runtime/deadlines.hpp"
#include "adapters/mapping/runtime/event_resets.hpp"
#include "adapters/mapping/runtime/set_confirmation.hpp"
#include "adapters/mapping/tables/live_reads.hpp"
#include "adapters/mapping/tables/mapping.hpp"
#include "adapters/mapping/tables/table_columns.hpp"
#include "adapters/sdk/adapter.hpp"

namespace adapters::mapping {

class TableBinding {
 public:
  using Time = PresenceState::Time;

  /// Mapping and confirmation must outlive it. Each row is a proxied device that speaks `protocol`, on a controller of
  /// the adapter's name; rows of several tables with one identity are one device.
  TableBinding(sdk::Host host, const Mapping& mapping, std::string protocol, SetConfirmation& confirmation)
      : host_(host),
        mapping_(mapping),
        protocol_(std::move(protocol)),
        confirmation_(confirmation),
        columns_(host, mapping),
        reads_(host, mapping) {}

  void declare();
  void receive(const Decoded& message, bool retained, Time now);
  /// As Binding::set_away().
  void set_away(bool is_away, Time now);
  void pass_time(Time now);
  std::optional<Time> next_time() const;
  std::optional<std::size_t> known_row(sdk::Table table, std::string_view identity);
  /// It has declared this column.
  bool has_column(sdk::Column column) const { return columns_.has(column); }
  void check(const sdk::Item& item) const;
  Outcome<Command, Refusal> command(const sdk::Item& item, Delivery delivery = Delivery::immediate);
  Outcome<Command, Refusal> command_to_check(const sdk::Item& item) const;
  std::vector<Question> questions(sdk::Items items);

 private:
  /// A row, or what is known of one that no message has made yet: its handle is none, and its values wait.
  struct RowState {
    sdk::Row handle;
    sdk::Device device;
    Captures captures;
    std::size_t table = 0;
    PresenceState presence;
    std::optional<adapter_presence> reported;  // to the host
    std::vector<ParameterValue> waiting;       // at most one of each parameter
  };
  struct TableState {
    sdk::Table handle;
    std::unordered_map<std::string, RowState> rows;  // by identity
    std::size_t made = 0;                            // of them, those with a handle
    /// What a bridge has said of several rows, by source and the captures that they have in common.
    std::map<std::pair<std::size_t, std::string>, std::pair<Captures, adapter_presence>> bridges;
  };
  struct Arrival {
    Time at{};
    bool retained = false;
    bool is_contact = false;  // a message of the row itself
  };

  std::vector<ParameterValue> constants(std::size_t table, const Captures& captures) const;
  void apply(const Update& update, Arrival arrival);
  void apply_to_row(const Update& update, Arrival arrival);
  void apply_to_bridge(const Update& update, TableState& table, Time now);
  void recall_bridges(const TableState& table, RowState& row) const;
  void wait(const Update& update, RowState& row);
  void show(RowState& row, std::vector<ParameterValue> values, bool again, Arrival arrival);
  void add_presence(const RowState& row, adapter_presence presence, std::vector<ParameterValue>& values) const;
  RowState* row_of(const Update& update, TableState& table);
  bool make_row(const std::string& identity, TableState& table, RowState& row);
  void remove_row(TableState& table, const std::string& identity);
  void release(sdk::Device device);
  void publish(sdk::Row row, const std::vector<ParameterValue>& values, Arrival arrival);
  std::optional<Captures> captures_of_item(const sdk::Item& item) const;
  Outcome<Command, Refusal> command_for(const sdk::Item& item, std::uint64_t number) const;

  const sdk::Host host_;
  const Mapping& mapping_;
  const std::string protocol_;
  SetConfirmation& confirmation_;
  TableColumns columns_;                                     // not changed after declare()
  mutable std::mutex mutex_;                                 // of all that follows
  std::vector<TableState> tables_;                           // by table
  std::unordered_map<adapter_handle, RowState*> row_of_;     // by row
  std::unordered_map<adapter_handle, std::size_t> rows_of_;  // by device, how many are made
  std::size_t waiting_bytes_ = 0;                            // of all values that wait
  Deadlines silences_;                                       // by row
  EventResets events_;
  LiveReads reads_;
  bool is_away_ = false;
};

}  // namespace adapters::mapping
