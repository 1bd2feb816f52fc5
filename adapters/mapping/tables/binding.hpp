// SPDX-License-Identifier: Apache-2.0
#pragma once
// A mapping at work with a host: declares what it has, turns messages into rows and values, sets into commands.
// Thread: any; declare() before the others. receive() is called by one thread at a time.

#include <cstddef>
#include <cstdint>
#include <map>
#include <mutex>
#include <optional>
#include <string>
#include <string_view>
#include <unordered_map>
#include <utility>
#include <vector>

#include "adapters/mapping/devices/availability.hpp"
#include "adapters/mapping/devices/deadlines.hpp"
#include "adapters/mapping/tables/mapping.hpp"
#include "adapters/sdk/adapter.hpp"

namespace adapters::mapping {

/// Why no command can be sent, as it is replied.
struct Refusal {
  adapter_status status;
  std::string detail;
};

/// What to send so that values come, and who waits for them.
struct Question {
  std::string address;
  std::string payload;
  std::vector<sdk::Token> tokens;
};

class Binding {
 public:
  using Time = PresenceState::Time;

  /// The mapping must outlive it. Each row is shown as a proxied device that speaks `protocol` ("MQTT"), on a
  /// controller of the adapter's name; rows of several tables with one identity are one device. Those of `devices` are
  /// in the standard shape, if they are wanted, and a capability of theirs comes with its first value. Commands that
  /// wait for an answer are numbered from first_id on.
  Binding(sdk::Host host, const Mapping& mapping, std::string protocol, std::uint32_t first_id = 1)
      : host_(host), mapping_(mapping), protocol_(std::move(protocol)), next_id_(first_id) {}

  /// All tables and columns, and the values that are constant. To be called in start().
  void declare();
  /// One message: at most one publish() for each row it concerns. What cannot be used is counted by rejected().
  void receive(std::string_view address, std::string_view payload, bool retained, Time now);
  /// What comes of time alone: devices that are silent for too long, events that are over.
  void pass_time(Time now);
  /// When to call pass_time() at the latest; nothing if there is nothing to wait for.
  std::optional<Time> next_time() const;
  /// A row that the host shows from an earlier run: what its identity says is enough to send commands to it. The
  /// index of its table; none if it is not one of ours.
  std::optional<std::size_t> known_row(sdk::Table table, std::string_view identity);
  /// Is it one of ours? The value of a capability may be that of a device that describes itself.
  bool has(const sdk::Item& item) const;
  /// Answers check(): may these values be sent?
  void check(sdk::Items items) const;
  /// What to send for one item of apply(); or what to reply instead. With Confirm::response it is replied to when the
  /// device answers.
  Outcome<Command, Refusal> command(const sdk::Item& item);
  /// What command() would give for an item of check(), which may never be applied.
  Outcome<Command, Refusal> command_to_check(const sdk::Item& item) const;
  /// What to send for the items of get(). Each item is replied to when its device has said something at the address
  /// of its source, or at once where it cannot be asked.
  std::vector<Question> questions(sdk::Items items);
  /// What asks devices in the standard shape, of which nothing is read live, for their values: those that are shown
  /// since it was asked last, or all of them.
  std::vector<Message> take_prime();
  std::vector<Message> prime() const;

 private:
  /// A row, or what is known of one that no message has made yet: then handle is none and the cells wait in it.
  struct RowState {
    sdk::Row handle;
    sdk::Device device;
    Captures captures;
    std::size_t table = 0;
    PresenceState presence;
    std::optional<adapter_presence> told;
    std::vector<Cell> waiting;                       // at most one of each parameter
    std::string name{};                              // of a device in the standard shape, as the next
    std::map<std::size_t, sdk::Row> capabilities{};  // by parameter
  };
  struct TableState {
    sdk::Table handle;
    std::unordered_map<std::string, RowState> rows;  // by identity
    std::size_t made = 0;                            // of them, those with a handle
    /// What was said of several rows at once, by source and the captures that they have in common.
    std::map<std::pair<std::size_t, std::string>, std::pair<Captures, adapter_presence>> shared;
  };
  using CellKey = std::pair<adapter_handle, adapter_handle>;  // row, column
  using AskedKey = std::pair<adapter_handle, std::size_t>;    // row, route
  /// When and how a message came.
  struct Heard {
    Time at{};
    bool retained = false;
  };
  /// What was set and waits for its echo: as an ACS wrote it, and as it would come back from a device that takes each
  /// word as it is.
  struct AwaitedEcho {
    std::string value;
    std::string echo;
  };
  struct AwaitedAnswer {
    std::size_t parameter;
    sdk::Token token;
  };

  sdk::Column declare_column(const Parameter& parameter) const;
  std::vector<Cell> constants(std::size_t table, const Captures& captures) const;
  void apply(const Update& update, Heard heard);
  void apply_to_row(const Update& update, Heard heard);
  void keep(const Update& update, RowState& row);
  void share(const Update& update, TableState& table, Time now);
  void recall_shared(TableState& table, RowState& row);
  void show(RowState& row, std::vector<Cell> cells, bool again, Heard heard);
  void answer_asked(sdk::Row row, std::size_t route);
  std::optional<std::string> ended_set(sdk::Row row, const Cell& cell, bool retained);
  void answer_set(const SetAnswer& answer);
  Outcome<Command, Refusal> encode(const sdk::Item& item) const;
  std::optional<Captures> captures_of_item(const sdk::Item& item) const;
  RowState* row_of(const Update& update, TableState& table);
  bool make_row(const std::string& identity, const Update& update, TableState& table, RowState& row);
  bool show_device(const std::string& identity, const Update& update, RowState& row);
  void tell_facts(RowState& row) const;
  void rename(RowState& row, const std::string& name) const;
  std::vector<Message> prime_of(const RowState& row) const;
  sdk::Row capability(RowState& row, std::size_t parameter);
  void add_capabilities(RowState& row);
  void remove_capabilities(const RowState& row);
  sdk::Device device(const std::string& identity, const std::string& protocol) const;
  void remove_row(TableState& table, const std::string& identity);
  void release(sdk::Device device);
  void publish(RowState* row, const std::vector<Cell>& cells, Heard heard);
  std::optional<std::size_t> parameter_of(sdk::Row row, sdk::Column column) const;

  sdk::Host host_;
  const Mapping& mapping_;
  const std::string protocol_;
  std::vector<sdk::Column> columns_;                              // by parameter; not changed after declare()
  std::unordered_map<adapter_handle, std::size_t> parameter_of_;  // by column; not changed after declare()
  std::vector<std::vector<std::size_t>> shows_presence_;          // by table, parameters; likewise
  mutable std::mutex mutex_;                                      // guards what follows
  std::vector<TableState> tables_;                                // by table
  std::unordered_map<adapter_handle, RowState*> row_of_;          // by row
  std::unordered_map<adapter_handle, std::size_t> rows_of_;       // by device, how many are made
  std::unordered_map<adapter_handle, std::pair<RowState*, std::size_t>> capabilities_;  // by row, with the parameter
  std::size_t devices_ = 0;                                                             // in the standard shape
  std::vector<Message> prime_;
  std::size_t waiting_bytes_ = 0;       // of all cells that wait
  Deadlines<adapter_handle> silences_;  // by row
  Deadlines<CellKey> events_;           // of the cells that are reset
  std::map<AskedKey, std::vector<sdk::Token>> asked_;
  std::map<CellKey, AwaitedEcho> echoes_;
  std::map<std::uint64_t, AwaitedAnswer> awaited_;  // by the command's number
  std::uint64_t next_id_;
};

}  // namespace adapters::mapping
