// SPDX-License-Identifier: Apache-2.0
#include "adapters/mapping/parameter.hpp"

#include <algorithm>
#include <set>
#include <string_view>

namespace adapters::mapping {
namespace {

using sdk::ConfigNode;

constexpr std::size_t kMaxPath = 256;  // Spec: TR-069 A.3, a parameter name is string(256)
constexpr int64_t kMostDigits = 15;
constexpr std::string_view kRowSuffix = ".{i}.";

bool is_letter(char c) { return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || c == '_'; }

/// Spec: TR-106 3.1: names of letters, digits, '_' and '-', the first neither a digit nor '-', between dots.
bool is_path(std::string_view path) {
  bool at_start = true;
  for (const char c : path) {
    const bool inner = (c >= '0' && c <= '9') || c == '-' || c == '.';
    if (!is_letter(c) && (at_start || !inner)) return false;
    at_start = c == '.';
  }
  return !at_start && path.size() <= kMaxPath;
}

/// The names below one object, of which none may be another one's object.
class Names {
 public:
  bool claim(const std::string& path) {
    for (std::size_t dot = path.find('.'); dot != std::string::npos; dot = path.find('.', dot + 1)) {
      if (taken_.contains(path.substr(0, dot))) return false;
    }
    const auto below = taken_.lower_bound(path + '.');
    if (below != taken_.end() && below->starts_with(path + '.')) return false;
    return taken_.insert(path).second;
  }

 private:
  std::set<std::string> taken_;
};

bool is_numeric(adapter_type type) {
  return type == ADAPTER_INT || type == ADAPTER_UNSIGNED_INT || type == ADAPTER_LONG || type == ADAPTER_UNSIGNED_LONG ||
         type == ADAPTER_DECIMAL;
}

std::optional<Decimal> read_decimal(const ConfigNode& node) {
  if (!node) return std::nullopt;
  std::optional<Decimal> number = Decimal::parse(node.scalar());
  if (!number) node.report("a decimal number of at most 64 digits is expected here");
  return number;
}

std::optional<Pointer> read_pointer(const ConfigNode& node) {
  if (!node) return std::nullopt;
  const Outcome<Pointer> pointer = Pointer::parse(node.scalar());
  if (pointer) return *pointer;
  node.report(pointer.error().reason);
  return std::nullopt;
}

adapter_notify notify_of(std::string_view word) {
  if (word == "active") return ADAPTER_NOTIFY_ACTIVE;
  return word == "passive" ? ADAPTER_NOTIFY_PASSIVE : ADAPTER_NOTIFY_OFF;
}

Conversion read_conversion(const ConfigNode& node) {
  Conversion conversion;
  const ConfigNode type = node.find("type");
  if (const auto known = type_of_word(type.text("string"))) {
    conversion.type = *known;
  } else {
    type.report("this is none of the types");
  }
  conversion.scale = read_decimal(node.find("scale"));
  conversion.offset = read_decimal(node.find("offset"));
  if (conversion.scale && conversion.scale->is_zero()) {
    node.find("scale").report("a scale of 0 leaves nothing of the value");
  }
  if (const ConfigNode round = node.find("round")) {
    conversion.digits = static_cast<unsigned>(std::clamp<int64_t>(round.integer(0), 0, kMostDigits));
    const bool whole = conversion.type != ADAPTER_DECIMAL && *conversion.digits != 0;
    if (whole && is_numeric(conversion.type)) round.report("this type has no digits behind the point");
  }
  const ConfigNode values = node.find("values");
  const bool scaled = conversion.scale || conversion.offset || conversion.digits;
  if (scaled && !is_numeric(conversion.type)) node.report("scale, offset and round are for numbers");
  if (scaled && values) values.report("values stand alone: scale, offset and round have no use for words");
  conversion.inverted = node.find("inverted").boolean(false);
  if (conversion.inverted && conversion.type != ADAPTER_BOOLEAN)
    node.find("inverted").report("only a boolean is inverted");
  if (conversion.inverted && values) node.find("inverted").report("values say it already: turn their words round");
  for (const ConfigNode entry : values.children()) {
    const Outcome<std::string> word = text_of_type(conversion.type, entry.scalar());
    if (word) {
      conversion.values.emplace_back(entry.key(), *word);
    } else {
      entry.report("the word for an ACS does not fit the type: " + word.error().reason);
    }
  }
  return conversion;
}

Range read_range(const ConfigNode& node, adapter_type type) {
  Range range;
  range.minimum = read_decimal(node.find("min"));
  range.maximum = read_decimal(node.find("max"));
  range.max_length = static_cast<std::uint32_t>(std::clamp<int64_t>(node.find("max_length").integer(0), 0, 65535));
  if ((range.minimum || range.maximum) && !is_numeric(type)) node.report("min and max are for numbers");
  if (range.minimum && range.maximum && *range.minimum > *range.maximum) node.report("min is greater than max");
  const bool has_length = type == ADAPTER_STRING || type == ADAPTER_BASE64 || type == ADAPTER_HEX_BINARY;
  if (range.max_length != 0 && !has_length) node.report("max_length is for string, base64 and hexBinary");
  return range;
}

/// Reads one section; table is null for the parameters of the mount.
class Reader {
 public:
  Reader(const Addressing& addressing, std::vector<Parameter>& parameters, std::vector<Table>& tables)
      : addressing_(addressing), parameters_(parameters), tables_(tables) {}

  void read_parameters(const ConfigNode& list, const Table* table, Names& names);
  void read_table(const ConfigNode& node, Names& names);

 private:
  void read_parameter(const ConfigNode& node, const Table* table, Names& names);
  std::optional<Source> read_source(const ConfigNode& node, const Table* table);
  std::optional<Sink> read_sink(const ConfigNode& node, const Table* table, bool has_source);
  Confirm read_confirm(const ConfigNode& node, bool has_source);
  std::optional<Availability> read_availability(const ConfigNode& node, const Table& table);
  std::optional<std::string> read_constant(const ConfigNode& node, const Table* table, adapter_type type);
  std::optional<Pattern> read_address(const ConfigNode& node, const Table* table, Place place);
  void check_captures(const ConfigNode& node, const Pattern& pattern, const Table* table, bool all);

  const Addressing& addressing_;
  std::vector<Parameter>& parameters_;
  std::vector<Table>& tables_;
};

/// The address under `node`; that of the table's rows where there is none.
std::optional<Pattern> Reader::read_address(const ConfigNode& node, const Table* table, Place place) {
  const ConfigNode address = node.find(addressing_.key);
  if (!address && table != nullptr) return table->rows;
  if (!address) {
    node.report("'" + addressing_.key + "' is missing");
    return std::nullopt;
  }
  const Outcome<Pattern> pattern = addressing_.read(node, place);
  if (pattern) return *pattern;
  address.report(pattern.error().reason);
  return std::nullopt;
}

/// all: a message there must tell the row; otherwise the row is known, and may give less.
void Reader::check_captures(const ConfigNode& node, const Pattern& pattern, const Table* table, bool all) {
  const std::vector<std::string> known = table == nullptr ? std::vector<std::string>{} : table->rows.names();
  for (const std::string& name : pattern.names()) {
    if (std::find(known.begin(), known.end(), name) == known.end()) {
      node.report(table == nullptr ? "{" + name + "} has no meaning outside of a table"
                                   : "{" + name + "} is not captured by the rows of the table");
      return;
    }
  }
  if (all && pattern.names().size() < known.size()) node.report("it must capture what the rows capture");
}

std::optional<Source> Reader::read_source(const ConfigNode& node, const Table* table) {
  const std::optional<Pattern> address = read_address(node, table, Place::source);
  if (!address) return std::nullopt;
  check_captures(node, *address, table, true);
  return Source{*address, read_pointer(node.find("pointer")), node.find("ignore_retained").boolean(false)};
}

Confirm Reader::read_confirm(const ConfigNode& node, bool has_source) {
  const std::string word = node.text(has_source ? addressing_.confirm : "published");
  if (word == "none") return Confirm::none;
  if (word != "state") return Confirm::published;
  if (!has_source) node.report("without a source nothing echoes the value");
  return Confirm::state;
}

std::optional<Sink> Reader::read_sink(const ConfigNode& node, const Table* table, bool has_source) {
  const std::optional<Pattern> address = read_address(node, nullptr, Place::sink);
  if (!address) return std::nullopt;
  check_captures(node, *address, table, false);
  const ConfigNode payload = node.find("payload");
  const Outcome<Template> parsed =
      Template::parse(payload.text("${value}"), table == nullptr ? std::vector<std::string>{} : table->rows.names());
  if (!parsed) {
    payload.report(parsed.error().reason);
    return std::nullopt;
  }
  const int64_t seconds = std::clamp<int64_t>(node.find("confirm_timeout_s").integer(0), 0, 20);
  return Sink{*address,
              *parsed,
              static_cast<int>(std::clamp<int64_t>(node.find("qos").integer(0), 0, 2)),
              node.find("retain").boolean(false),
              read_confirm(node.find("confirm"), has_source),
              static_cast<std::uint32_t>(seconds * 1000)};
}

std::optional<std::string> Reader::read_constant(const ConfigNode& node, const Table* table, adapter_type type) {
  if (!node) return std::nullopt;
  const std::vector<std::string> names = table == nullptr ? std::vector<std::string>{} : table->rows.names();
  if (const auto unknown = unknown_name(node.scalar(), names)) {
    node.report("{" + *unknown + "} " +
                (table == nullptr ? "has no meaning outside of a table" : "is not captured by the rows of the table"));
    return std::nullopt;
  }
  Captures captures;
  for (const std::string& name : names) captures.push_back({name, {}});
  if (substitute(node.scalar(), captures) != node.scalar()) return node.text();  // what it is depends on the row
  const Outcome<std::string> value = text_of_type(type, node.scalar());
  if (value) return *value;
  node.report(value.error().reason);
  return std::nullopt;
}

void Reader::read_parameter(const ConfigNode& node, const Table* table, Names& names) {
  Parameter parameter;
  parameter.node = node;
  parameter.table = table == nullptr ? kNoTable : tables_.size();
  parameter.path = node.find("path").text();
  if (!is_path(parameter.path)) {
    node.find("path").report("a path is names of letters, digits, '_' and '-' between dots, at most 256 characters");
  } else if (!names.claim(parameter.path)) {
    node.find("path").report("this name is taken already");
  }
  parameter.conversion = read_conversion(node);
  parameter.notify = notify_of(node.find("notify").scalar());
  if (const ConfigNode range = node.find("range")) parameter.range = read_range(range, parameter.conversion.type);

  const ConfigNode source = node.find("source");
  parameter.from_availability = source.find("availability").boolean(false);
  parameter.constant = read_constant(node.find("value"), table, parameter.conversion.type);
  if (parameter.from_availability) {
    if (table == nullptr || !table->availability) source.report("there is no availability to take it from");
    if (parameter.conversion.type != ADAPTER_BOOLEAN) source.report("availability is a boolean");
  } else if (source) {
    parameter.source = read_source(source, table);
  }
  if (const ConfigNode sink = node.find("sink"))
    parameter.sink = read_sink(sink, table, source && !parameter.from_availability);

  const bool constant = static_cast<bool>(node.find("value"));
  if (constant && (source || node.find("sink"))) node.report("a constant has neither source nor sink");
  if (parameter.from_availability && parameter.sink) node.report("availability cannot be set");
  if (!constant && !source && !node.find("sink")) node.report("it needs a source, a sink or a value");
  parameters_.push_back(std::move(parameter));
}

void Reader::read_parameters(const ConfigNode& list, const Table* table, Names& names) {
  for (const ConfigNode node : list.children()) read_parameter(node, table, names);
}

std::optional<Availability> Reader::read_availability(const ConfigNode& node, const Table& table) {
  const std::optional<Pattern> address = read_address(node, &table, Place::source);
  if (!address) return std::nullopt;
  check_captures(node, *address, &table, true);
  Availability availability{*address, read_pointer(node.find("pointer")), node.find("online").text("online"), {}};
  if (const ConfigNode offline = node.find("offline")) availability.offline = offline.text();
  return availability;
}

void Reader::read_table(const ConfigNode& node, Names& names) {
  Table table;
  table.node = node;
  const ConfigNode path = node.find("path");
  table.path = path.text();
  if (!table.path.ends_with(kRowSuffix)) {
    path.report("the path of a table ends in .{i}.");
    return;
  }
  table.path.resize(table.path.size() - kRowSuffix.size());
  if (!is_path(table.path)) {
    path.report("a path is names of letters, digits, '_' and '-' between dots; tables do not nest");
  } else if (!names.claim(table.path) || !names.claim(table.path + "NumberOfEntries")) {
    path.report("this name is taken already");
  }
  const std::optional<Pattern> rows = read_address(node.find("rows"), nullptr, Place::rows);
  if (!rows) return;
  table.rows = *rows;
  if (rows->is_exact()) node.find("rows").report("a {name} is needed that tells one row from another");
  if (const ConfigNode availability = node.find("availability")) {
    table.availability = read_availability(availability, table);
  }
  Names columns;
  read_parameters(node.find("parameters"), &table, columns);
  tables_.push_back(std::move(table));
}

}  // namespace

void read_section(const ConfigNode& section, const Addressing& addressing, std::vector<Parameter>& parameters,
                  std::vector<Table>& tables) {
  Reader reader(addressing, parameters, tables);
  Names names;
  reader.read_parameters(section.find("parameters"), nullptr, names);
  for (const ConfigNode node : section.find("tables").children()) reader.read_table(node, names);
}

}  // namespace adapters::mapping
