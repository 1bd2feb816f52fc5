// SPDX-License-Identifier: Apache-2.0
#pragma once
// The compiled mapping of one adapter: a message in, values out; a set in, a message out.
// Thread: pure once it is made

#include <cstddef>
#include <optional>
#include <string>
#include <string_view>
#include <unordered_map>
#include <vector>

#include "adapters/mapping/configuration/admission.hpp"
#include "adapters/mapping/configuration/notify_rules.hpp"
#include "adapters/mapping/configuration/parameter.hpp"
#include "adapters/mapping/tables/command.hpp"
#include "adapters/mapping/values/outcome.hpp"
#include "adapters/mapping/values/payload.hpp"

namespace adapters::mapping {

struct ParameterValue {
  std::size_t parameter;  ///< index into parameters()
  std::string text;
  bool operator==(const ParameterValue&) const = default;
};

/// The presence that one source of the table's availability reports.
struct PresenceWord {
  std::size_t source;  ///< index into its sources
  adapter_presence presence;
};

/// A message at an address of one of the `devices`.
struct DeviceMessage {
  std::size_t table;
  Captures captures;  ///< the row's, in the order of its pattern; fewer of them at an address of several devices
  bool is_at_rows;    ///< a message there makes the device, and an empty one removes it
};

/// What one message means for one row of `tables`, or for the mount.
struct Update {
  enum class Existence { keep, make, remove };
  std::size_t table = kNoTable;
  Captures captures;  ///< the row's, in the order of its table's pattern; empty for the mount. With fewer of them only
                      ///< `said` is used, for all rows that have these
  Existence existence = Existence::keep;  ///< keep: if the row is not there yet, the values wait for it
  std::vector<PresenceWord> said = {};
  std::vector<ParameterValue> values = {};
  std::size_t route = 0;  ///< by which it came, see Mapping::route_of()
};

/// The answer of a device to a set of the parameter.
struct SetAnswer {
  std::size_t parameter;
  DeviceAnswer answer;
};

struct Decoded {
  std::vector<Update> updates;
  std::vector<DeviceMessage> devices;
  std::vector<SetAnswer> answers;
  std::vector<std::string> rejected;  ///< reasons, each to be counted
};

/// The rows that one message has of the tables with Table::in_messages.
struct RowsOfMessage {
  bool is_here = false;  ///< there is such a table for the address
  struct Row {
    std::string address;
    std::string document;
  };
  std::vector<Row> rows;              ///< each a message of its own
  std::vector<std::string> rejected;  ///< reasons, each to be counted
};

class Mapping {
 public:
  /// Reads `parameters`, `tables`, `devices`, `max_rows`, `allow`, `deny`, `auto_add`, `max_devices` and
  /// `max_payload_bytes` of the section; every mistake is reported at its node. The section must outlive it.
  explicit Mapping(const sdk::ConfigNode& section, const Addressing& addressing = {});

  const std::vector<Parameter>& parameters() const { return parameters_; }
  const std::vector<Table>& tables() const { return tables_; }
  const PayloadLimits& limits() const { return limits_; }
  std::size_t max_rows() const { return max_rows_; }
  const Admission& admission() const { return admission_; }
  const NotifyRules& notify_rules() const { return notify_rules_; }
  /// An entry of `devices` without rows has one device, which comes with its first value.
  bool is_single(std::size_t table) const { return tables_[table].rows.text().empty(); }
  /// The table whose rows say where the parameter's values are; kNoTable for one of the mount or of a single device.
  std::size_t rows_of(const Parameter& parameter) const {
    return parameter.table == kNoTable || is_single(parameter.table) ? kNoTable : parameter.table;
  }
  /// See Addressing.
  bool rows_tell_presence() const { return rows_tell_presence_; }
  /// What to subscribe to, each once: "boiler/state", "zigbee2mqtt/+".
  std::vector<std::string> filters() const;
  /// The address for people, without secrets.
  std::string label(std::string_view address) const;

  bool is_of_devices(std::size_t table) const { return table != kNoTable && tables_[table].device.has_value(); }

  /// What decode() is then given for each of them.
  RowsOfMessage rows_in(std::string_view address, Payload& payload) const;
  Decoded decode(std::string_view address, Payload& payload, bool retained) const;
  /// The device's word for what an ACS sets. Fails for what does not fit, is not listed or out of range.
  Outcome<std::string> device_word(std::size_t parameter, std::string_view value) const;
  /// captures are the row's; for a parameter of the mount there are none. With Confirm::response kIdCapture is among
  /// them. Fails as device_word() does, and where there is no sink.
  Outcome<Command> encode(std::size_t parameter, const Captures& captures, std::string_view value) const;
  /// By which route the value of the parameter comes; it has a source.
  std::size_t route_of(std::size_t parameter) const { return route_of_[parameter]; }

 private:
  /// All uses of one address pattern, for the mount or for one table.
  struct Route {
    Pattern pattern;
    std::size_t table;
    bool makes_rows = false;
    bool needs_json = false;
    bool every_message_counts = false;  // even without a value
    std::vector<std::size_t> parameters = {};
    std::vector<std::size_t> presence = {};   // sources of the table's availability
    std::vector<std::size_t> responses = {};  // parameters whose sets are answered there
  };
  struct Hash : std::hash<std::string_view> {
    using is_transparent = void;
  };
  class RouteBuilder;

  void build_routes();
  void add_rows(const Table& table, const Captures& captures, Payload& payload, RowsOfMessage& found) const;
  Captures in_row_order(const Route& route, const Captures& captures) const;
  void decode_route(const Route& route, const Captures& captures, Payload& payload, bool retained,
                    Decoded& decoded) const;
  bool decode_values(const Route& route, Payload& payload, bool retained, Update& update, Decoded& decoded) const;
  void decode_presence(const Route& route, Payload& payload, Update& update, Decoded& decoded) const;
  void decode_answers(const Route& route, Payload& payload, Decoded& decoded) const;

  std::vector<Parameter> parameters_;
  std::vector<Table> tables_;
  std::vector<Route> routes_;
  std::vector<std::size_t> route_of_;                                                       // by parameter
  std::unordered_map<std::string, std::vector<std::size_t>, Hash, std::equal_to<>> exact_;  // address -> routes
  std::vector<std::size_t> captured_;                                                       // routes with captures
  std::string (*label_)(std::string_view address);
  std::size_t max_rows_;
  Admission admission_;
  NotifyRules notify_rules_;
  bool rows_tell_presence_;
  PayloadLimits limits_;
};

}  // namespace adapters::mapping
