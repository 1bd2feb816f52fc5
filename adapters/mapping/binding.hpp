// SPDX-License-Identifier: Apache-2.0
#pragma once
// A mapping at work with a host, as an adapter uses it: the facade of tables, devices and sets. Each message goes to
// the owner of its address, each request to the owner of its row.
// Thread: any; declare() before the others. receive() is called by one thread at a time.

#include <cstddef>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "adapters/mapping/devices/configured_devices.hpp"
#include "adapters/mapping/devices/device_engine.hpp"
#include "adapters/mapping/runtime/set_confirmation.hpp"
#include "adapters/mapping/tables/mapping.hpp"
#include "adapters/mapping/tables/table_binding.hpp"
#include "adapters/sdk/adapter.hpp"

namespace adapters::mapping {

class Binding {
 public:
  using Time = PresenceState::Time;

  /// The mapping must outlive it. Rows and devices speak `protocol` ("MQTT"). Commands that wait for an answer are
  /// numbered from first_number on.
  Binding(sdk::Host host, const Mapping& mapping, const std::string& protocol, std::uint32_t first_number = 1);

  /// All tables and columns, and the values that are constant. To be called in start().
  void declare() { tables_.declare(); }
  /// One message: at most one publish() for each row or device it concerns. What cannot be used is counted by
  /// rejected().
  void receive(std::string_view address, std::string_view payload, bool retained, Time now);
  /// The same for what is no message of a device: a member of one, or one that the adapter makes itself. It is not in
  /// the log.
  void receive_made(std::string_view address, std::string_view payload, bool retained, Time now);
  /// The broker is away, or is there again: while it is away no parameter shows a device online.
  void set_away(bool is_away, Time now) { tables_.set_away(is_away, now); }
  /// Devices that were silent for too long become silent; events end.
  void pass_time(Time now);
  /// When to call pass_time() at the latest; nothing if nothing is due.
  std::optional<Time> next_time() const { return earlier(tables_.next_time(), devices_.next_time()); }
  /// A row that the host shows from an earlier run: its identity is enough to send commands to it. The index of its
  /// table; none if it is not of this mapping.
  std::optional<std::size_t> known_row(sdk::Table table, std::string_view identity) {
    return tables_.known_row(table, identity);
  }

  /// Answers check(): may these values be sent?
  void check(sdk::Items items) const;
  /// What to send for one item of apply(), or what to reply instead. An adapter that sends at once replies
  /// Command::reply(); one that queues the command calls carried_out() once it is sent. What the device reports or
  /// answers then ends the set. If the item is not sent, or refused, the adapter calls not_carried_out(), which replies
  /// why: nothing that the device reports confirms it then.
  Outcome<Command, Refusal> command(const sdk::Item& item, Delivery delivery = Delivery::immediate);
  void carried_out(sdk::Token token, const Command& command) { confirmation_.sent(token, command.reply()); }
  void not_carried_out(sdk::Token token, const Refusal& why);
  /// What command() would give for an item of check(), which may never be applied.
  Outcome<Command, Refusal> command_to_check(const sdk::Item& item) const;
  /// What to send for the items of get(). Each item is replied to when a message has come at the address of its source,
  /// or at once if its device cannot be asked.
  std::vector<Question> questions(sdk::Items items);

  /// The devices in the standard shape, to which discovery adds its own.
  DeviceEngine& devices() { return devices_; }

 private:
  void receive_of_row(std::string_view address, Payload& message, bool retained, Time now);
  /// A capability's value is in the column that all devices share; any other column is one of a table.
  bool is_of_device(const sdk::Item& item) const {
    return item.column == sdk::kValue && !tables_.has_column(item.column);
  }

  const sdk::Host host_;
  const Mapping& mapping_;
  SetConfirmation confirmation_;
  TableBinding tables_;
  DeviceEngine devices_;
  ConfiguredDevices configured_;
};

}  // namespace adapters::mapping
