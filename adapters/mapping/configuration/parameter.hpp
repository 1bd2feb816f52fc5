// SPDX-License-Identifier: Apache-2.0
#pragma once
// What the YAML says of parameters, tables and devices, compiled: names checked, addresses and pointers parsed.
// Thread: pure

#include <chrono>
#include <cstddef>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "adapters/mapping/devices/availability.hpp"
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

/// When a set counts as carried out: at once, when the transport has taken it, when the source echoes the value, when
/// the device answers.
enum class Confirm { none, published, state, response };

/// What is sent to a device that is not a set.
struct Message {
  std::string address;
  std::string payload;
  bool operator==(const Message&) const = default;
};

/// What makes a device tell a value.
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
  std::vector<Filter> filters = {};  ///< of a device that describes itself: before the conversion
  bool operator==(const Source&) const = default;
};

/// In the payload of a sink with a response: the number of the command, to be given to Template::render() as a capture.
inline constexpr const char* kIdCapture = "id";

struct Sink {
  Pattern address;
  Template payload;
  int qos = 0;
  bool retain = false;
  Confirm confirm = Confirm::published;
  std::uint32_t confirm_timeout_ms = 0;       ///< 0: the host's default
  std::optional<ResponseRule> response = {};  ///< with Confirm::response
  std::vector<Filter> filters = {};           ///< of a device that describes itself: after the conversion
  bool operator==(const Sink&) const = default;
};

struct Range {
  std::optional<Decimal> minimum;
  std::optional<Decimal> maximum;
  std::uint32_t max_length = 0;
};

/// What makes a parameter a capability of the devices of its table. Its name is the parameter's path.
struct CapabilityFacts {
  adapter_capability_class kind = ADAPTER_TEXT_SENSOR;
  std::string type;
  std::string unit;
  bool always = false;  ///< shown before it has had a value
};

/// "LevelSensor"
const char* word_of(adapter_capability_class kind);

/// A parameter of the mount, a column of a table, or what devices of a kind may have.
struct Parameter {
  std::string path;  ///< "Boiler.Temperature"; of a capability its name for people
  std::size_t table = kNoTable;
  Conversion conversion;
  adapter_notify notify = ADAPTER_NOTIFY_OFF;
  Range range;
  std::optional<std::string> constant;  ///< `value`: the text, with {name} for what the row captured
  bool from_availability = false;
  std::optional<Source> source;
  std::optional<Sink> sink;
  sdk::ConfigNode node;                            ///< what the YAML says, for what is an adapter's own
  std::optional<CapabilityFacts> capability = {};  ///< in a table whose rows are devices
  bool names_device = false;                       ///< likewise: its value is the device's name
};

/// The words of its value map that an ACS sees, each once.
std::vector<const char*> words_of(const Parameter& parameter);

/// What is shown of the devices of a kind; {name} in it is what was captured.
struct DeviceFacts {
  std::string identity;  ///< "": all that was captured
  std::string name;      ///< "": the identity
  std::string type;
  std::string description;
  std::string protocol;  ///< "": the adapter's
};

/// One of `tables`, or of `devices`: then its rows are devices in the standard shape.
struct Table {
  std::string path;  ///< "Sensor", without {i}; of devices what their rows say
  Pattern rows;      ///< its captures are a row's identity
  Availability availability;
  sdk::ConfigNode node;
  std::optional<DeviceFacts> device = {};
};

/// Where an address stands.
enum class Place { source, sink, rows };

/// How an adapter's YAML writes addresses: under which key, and what may stand there.
struct Addressing {
  std::string key = "topic";  ///< empty: no one key does, the node as a whole says it
  /// node has the key: it is a `source`, a `sink`, one of an `availability` or `rows`, a `refresh` or a `response`.
  Outcome<Pattern> (*read)(const sdk::ConfigNode& node, Place place) = [](const sdk::ConfigNode& node, Place) {
    return Pattern::parse(node.find("topic").scalar());
  };
  /// Of a source in a table whose rows these are; absent: as any other, or the address of its rows.
  Outcome<Pattern> (*read_column)(const sdk::ConfigNode& node, const Pattern& rows) = nullptr;
  /// An address as people may see it, without a secret in it.
  std::string (*label)(std::string_view address) = [](std::string_view address) { return std::string(address); };
  /// What `confirm` is where the parameter has a source. "response": that of the transport, which answers each command.
  const char* confirm = "state";
  /// What comes at the address of `rows` says whether its device is "online"; there is no `availability` then.
  bool rows_tell_presence = false;
};

/// Reads `parameters`, `tables` and `devices` of the section and appends what is right; each mistake is reported at its
/// node. What the host has checked by the rows of options.hpp (required keys, kinds, choices) is not checked again.
void read_section(const sdk::ConfigNode& section, const Addressing& addressing, std::vector<Parameter>& parameters,
                  std::vector<Table>& tables);

}  // namespace adapters::mapping
