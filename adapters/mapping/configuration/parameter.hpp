// SPDX-License-Identifier: Apache-2.0
#pragma once
// The parameters, tables and devices of the configuration, compiled: names are checked, addresses and pointers parsed.
// Thread: pure

#include <chrono>
#include <cstddef>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "adapters/mapping/configuration/report_rule.hpp"
#include "adapters/mapping/runtime/availability.hpp"
#include "adapters/mapping/tables/response.hpp"
#include "adapters/mapping/values/filter.hpp"
#include "adapters/mapping/values/pattern.hpp"
#include "adapters/mapping/values/payload.hpp"
#include "adapters/mapping/values/template.hpp"
#include "adapters/mapping/values/value.hpp"
#include "adapters/sdk/config.hpp"

namespace adapters::mapping {

/// In the place of a table's index: the object at which the adapter is mounted.
inline constexpr std::size_t kNoTable = SIZE_MAX;

/// When a set counts as carried out: at once, when the transport has taken it, when the source reports the value, when
/// the device answers.
enum class Confirm { none, published, state, response };

/// A message to a device that is not a set.
struct Message {
  std::string address;
  std::string payload;
  bool operator==(const Message&) const = default;
};

/// A message that makes a device report a value.
struct Refresh {
  Pattern address;
  Template payload;
  bool operator==(const Refresh&) const = default;
};

struct Source {
  Pattern address;
  std::optional<Pointer> pointer;       ///< none: the whole payload
  bool ignore_retained = false;         ///< an event, such as a button's: an old one means nothing
  std::chrono::seconds reset_after{0};  ///< after which an event is over and its value the type's own; 0: never
  std::optional<Refresh> refresh = {};
  std::vector<Filter> filters = {};  ///< of a discovered device: before the conversion
  bool operator==(const Source&) const = default;
};

/// In the payload of a sink with a response: the number of the command, to be given to Template::render() as a capture.
inline constexpr const char* kIdCapture = "id";

/// A word of a device that is sent to another place than all others.
struct WordSink {
  std::string word;
  Pattern address;
  Template payload;  ///< without ${value}
  bool operator==(const WordSink&) const = default;
};

struct Sink {
  Pattern address;
  Template payload;
  int qos = 0;
  bool retain = false;
  Confirm confirm = Confirm::published;
  std::uint32_t confirm_timeout_ms = 0;       ///< 0: the host's default
  std::optional<ResponseRule> response = {};  ///< with Confirm::response
  std::vector<Filter> filters = {};           ///< of a discovered device: after the conversion
  std::vector<WordSink> elsewhere = {};       ///< of a discovered device
  bool operator==(const Sink&) const = default;
};

struct Range {
  std::optional<Decimal> minimum;
  std::optional<Decimal> maximum;
  std::uint32_t max_length = 0;
};

/// Makes a parameter a capability of the devices of its table. The name of the capability is the path.
struct CapabilityFacts {
  adapter_capability_class kind = ADAPTER_TEXT_SENSOR;
  std::string type;
  std::string unit;
  bool always = false;  ///< shown before its first value
};

/// "LevelSensor"
const char* word_of(adapter_capability_class kind);
/// None if it is no class of the configuration.
std::optional<adapter_capability_class> class_of_word(std::string_view word);

/// A parameter of the mount, a column of a table, or a capability of the devices of one entry.
struct Parameter {
  std::string path;  ///< "Boiler.Temperature"; the name of a capability
  std::size_t table = kNoTable;
  Conversion conversion;
  std::optional<adapter_notify> notify = {};  ///< none: of a capability as the rules have it, otherwise off
  std::optional<ReportRule> report = {};
  Range range;
  std::optional<std::string> constant;  ///< `value`: the text, with {name} for what the row captured
  bool from_availability = false;
  std::optional<Source> source;
  std::optional<Sink> sink;
  sdk::ConfigNode node;                            ///< for the keys that only one adapter has
  std::optional<CapabilityFacts> capability = {};  ///< in a table whose rows are devices
  bool names_device = false;                       ///< in such a table: its value is the device's name
};

/// The words of its value map that an ACS sees, each once.
std::vector<const char*> words_of(const Parameter& parameter);

/// The facts of the devices of one entry of `devices`; {name} in them is what the rows capture.
struct DeviceFacts {
  std::string identity;  ///< "": all captures together
  std::string name;      ///< "": the identity
  std::string type;
  std::string description;
  std::string protocol;  ///< "": the adapter's
};

/// With which the address of a row begins that stands in a message of several.
inline constexpr const char* kRowsPrefix = "$rows/";

/// Where the rows of a table stand that come in messages of several: an object that the key identifies, or the members
/// of an object or array. A row's address is the one of `Table::rows`.
struct MessageRows {
  Pattern address;  ///< of the messages; a level "+" is any one
  Pointer pointer;
  std::optional<Pointer> key;  ///< none: a member's name
};

/// One of `tables`, or of `devices`: then its rows are devices in the standard shape.
struct Table {
  std::string path;  ///< "Sensor", without {i}; of devices what their rows say
  Pattern rows;      ///< its captures are a row's identity
  Availability availability;
  sdk::ConfigNode node;
  std::optional<DeviceFacts> device = {};
  std::optional<MessageRows> in_messages = {};  ///< none: each message is of one row
};

/// Where an address stands.
enum class Place { source, sink, rows };

/// How an adapter's configuration writes addresses: under which key, and in which form.
struct Addressing {
  std::string key = "topic";  ///< "": the node as a whole is the address
  /// node has the key: it is a `source`, a `sink`, one of an `availability` or `rows`, a `refresh` or a `response`.
  Outcome<Pattern> (*read)(const sdk::ConfigNode& node, Place place) = [](const sdk::ConfigNode& node, Place) {
    return Pattern::parse(node.find("topic").scalar());
  };
  /// The address of a source in a table with these rows. Null: read() reads it, and without the key it is that of the
  /// rows.
  Outcome<Pattern> (*read_column)(const sdk::ConfigNode& node, const Pattern& rows) = nullptr;
  /// An address for people, without secrets.
  std::string (*label)(std::string_view address) = [](std::string_view address) { return std::string(address); };
  /// The words of a preset in the source, `no_value: sunspec`; null: the adapter has none.
  Outcome<std::vector<std::string>> (*no_value)(const sdk::ConfigNode& source) = nullptr;
  /// The default of `confirm` for a parameter with a source. "response": the transport answers each command.
  const char* confirm = "state";
  /// `pointer` and `key` of rows are read by Feed, which polls their document.
  bool rows_are_polled = false;
  /// A message at the address of `rows` says whether its device is "online"; there is no `availability` then.
  bool rows_tell_presence = false;
};

/// Reads `parameters`, `tables` and `devices` of the section and appends those that are correct; each mistake is
/// reported at its node. The host has checked required keys, kinds and choices by the rows of options.hpp.
void read_section(const sdk::ConfigNode& section, const Addressing& addressing, std::vector<Parameter>& parameters,
                  std::vector<Table>& tables);

}  // namespace adapters::mapping
