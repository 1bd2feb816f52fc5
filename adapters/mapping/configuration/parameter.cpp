// SPDX-License-Identifier: Apache-2.0
#include "adapters/mapping/configuration/parameter.hpp"

#include <algorithm>
#include <array>
#include <set>
#include <string_view>

#include "adapters/mapping/configuration/reader.hpp"

namespace adapters::mapping {
namespace {

using sdk::ConfigNode;

constexpr std::size_t kMaxPath = 256;  // Spec: TR-069 A.3, a parameter name is string(256)
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

struct Class {
  const char* word;
  adapter_type type;
  bool is_control;
};

/// In the order of enum adapter_capability_class.
constexpr std::array<Class, 9> kClasses{{{"BinaryControl", ADAPTER_BOOLEAN, true},
                                         {"LevelControl", ADAPTER_DECIMAL, true},
                                         {"EnumControl", ADAPTER_STRING, true},
                                         {"BinarySensor", ADAPTER_BOOLEAN, false},
                                         {"LevelSensor", ADAPTER_DECIMAL, false},
                                         {"MultiLevelSensor", ADAPTER_STRING, false},
                                         {"EnumSensor", ADAPTER_STRING, false},
                                         {"TextSensor", ADAPTER_STRING, false},
                                         {"TextControl", ADAPTER_STRING, true}}};

/// Reads one section; table is null for the parameters of the mount.
class Reader {
 public:
  Reader(const Addressing& addressing, std::vector<Parameter>& parameters, std::vector<Table>& tables)
      : places_(addressing), parameters_(parameters), tables_(tables) {}

  void read_parameters(const ConfigNode& list, const Table* table, Names& names);
  void read_table(const ConfigNode& node, Names& names);
  void read_devices(const ConfigNode& node);

 private:
  bool read_rows(const ConfigNode& node, const char* of, Table& table);
  void read_value(const ConfigNode& node, adapter_type type, const Table* table, Parameter& parameter);
  void read_capability(const ConfigNode& node, const Table& table, std::set<std::string>& names);
  void read_name(const ConfigNode& node, const Table& table);
  void read_parameter(const ConfigNode& node, const Table* table, Names& names);
  std::optional<std::string> read_constant(const ConfigNode& node, const Table* table, adapter_type type);

  const PlaceReader places_;
  std::vector<Parameter>& parameters_;
  std::vector<Table>& tables_;
};

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
  const ConfigNode source = node.find("source");
  parameter.from_availability = source.find("availability").boolean(false);
  read_value(node, read_type(node), table, parameter);
  parameter.constant = read_constant(node.find("value"), table, parameter.conversion.type);
  if (parameter.from_availability) {
    if (table == nullptr || table->availability.empty()) source.report("there is no availability to take it from");
    if (parameter.conversion.type != ADAPTER_BOOLEAN) source.report("availability is a boolean");
  }

  check_report_has_use(node, parameter.notify.value_or(ADAPTER_NOTIFY_OFF));
  const bool constant = static_cast<bool>(node.find("value"));
  if (constant && (source || node.find("sink"))) node.report("a constant has neither source nor sink");
  if (parameter.from_availability && parameter.sink) node.report("availability cannot be set");
  if (!constant && !source && !node.find("sink")) node.report("it needs a source, a sink or a value");
  parameters_.push_back(std::move(parameter));
}

/// What parameters and capabilities have in common.
void Reader::read_value(const ConfigNode& node, adapter_type type, const Table* table, Parameter& parameter) {
  parameter.conversion = read_conversion(node, type);
  parameter.notify = read_notify(node);
  parameter.report = read_report(node, is_numeric(type));
  if (const ConfigNode range = node.find("range")) parameter.range = read_range(range, type);
  const Pattern* const rows = table == nullptr || table->rows.text().empty() ? nullptr : &table->rows;
  const ConfigNode source = node.find("source");
  const bool has_source = source && !parameter.from_availability;
  if (has_source) parameter.source = places_.source(source, rows);
  for (std::string& word : places_.no_value(source)) parameter.conversion.no_value.emplace_back(std::move(word));
  if (const ConfigNode sink = node.find("sink")) parameter.sink = places_.sink(sink, rows, has_source);
}

void Reader::read_parameters(const ConfigNode& list, const Table* table, Names& names) {
  for (const ConfigNode node : list.children()) read_parameter(node, table, names);
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
  if (!read_rows(node, "row", table)) return;
  Names columns;
  read_parameters(node.find("parameters"), &table, columns);
  tables_.push_back(std::move(table));
}

bool Reader::read_rows(const ConfigNode& node, const char* of, Table& table) {
  const ConfigNode rows = node.find("rows");
  if (!places_.rows(rows, table)) return false;
  if (table.rows.is_exact()) rows.report(std::string("a {name} is needed that tells one ") + of + " from another");
  table.availability = places_.availability(node.find("availability"), &table.rows);
  return true;
}

// ---- devices --------------------------------------------------------------------------------------------------------

void Reader::read_devices(const ConfigNode& node) {
  Table table;
  table.node = node;
  table.path = "devices";
  if (!node.find("rows")) {
    table.availability = places_.availability(node.find("availability"), nullptr);
    if (!node.find("identity")) node.report("it needs `rows`, or for a single device an `identity`");
    if (node.find("name_pointer")) node.find("name_pointer").report("it goes with `rows`");
  } else if (!read_rows(node, "device", table)) {
    return;
  }
  const auto text = [&](const char* key) {
    const ConfigNode said = node.find(key);
    const auto unknown = unknown_name(said.scalar(), table.rows.names());
    if (unknown) said.report("{" + *unknown + "} is not captured by the rows");
    return said.text();
  };
  table.device = {text("identity"), text("name"), node.find("type").text(), text("description"),
                  node.find("protocol").text()};
  if (node.find("rows")) read_name(node.find("name_pointer"), table);
  std::set<std::string> names;
  for (const ConfigNode one : node.find("capabilities").children()) read_capability(one, table, names);
  tables_.push_back(std::move(table));
}

/// The name that a device has in the messages of the rows.
void Reader::read_name(const ConfigNode& node, const Table& table) {
  if (!node) return;
  Parameter name;
  name.path = "its name";
  name.table = tables_.size();
  name.names_device = true;
  name.source = Source{table.rows, read_pointer(node)};
  name.node = node;
  parameters_.push_back(std::move(name));
}

void Reader::read_capability(const ConfigNode& node, const Table& table, std::set<std::string>& names) {
  const ConfigNode word = node.find("class");
  const auto found_kind = class_of_word(word.scalar());
  if (!found_kind) return word.report("this is none of the classes");
  const adapter_capability_class kind = *found_kind;
  const Class* const found = &kClasses.at(kind);
  Parameter parameter;
  parameter.node = node;
  parameter.table = tables_.size();
  parameter.path = node.find("name").text();
  parameter.capability = {kind, node.find("type").text(), node.find("unit").text(), node.find("always").boolean(false)};
  if (parameter.path.empty()) node.find("name").report("a name is expected here");
  if (!names.insert(parameter.path).second) node.find("name").report("the device has one of this name already");
  read_value(node, found->type, &table, parameter);
  if (parameter.notify) check_report_has_use(node, *parameter.notify);

  const ConfigNode source = node.find("source");
  const ConfigNode sink = node.find("sink");
  const bool is_enum = kind == ADAPTER_ENUM_CONTROL || kind == ADAPTER_ENUM_SENSOR;
  if (is_enum && !node.find("values")) node.report("this class needs `values`, its words");
  if (source.find("availability")) source.find("availability").report("a device has Online for that");
  if (found->is_control && !sink) node.report("a control needs a sink: where a set goes");
  if (!found->is_control && sink) sink.report("a sensor is not set; there is a control of its kind");
  if (!found->is_control && !source) node.report("a sensor needs a source");
  parameters_.push_back(std::move(parameter));
}

}  // namespace

const char* word_of(adapter_capability_class kind) { return kClasses.at(kind).word; }

std::optional<adapter_capability_class> class_of_word(std::string_view word) {
  const auto* const found = std::ranges::find(kClasses, word, &Class::word);
  if (found == kClasses.end()) return std::nullopt;
  return static_cast<adapter_capability_class>(found - kClasses.begin());
}

std::vector<const char*> words_of(const Parameter& parameter) {
  std::vector<const char*> words;
  for (const auto& conversion : parameter.conversion.values) {
    const std::string& shown = conversion.second;
    const bool listed = std::any_of(words.begin(), words.end(), [&](const char* word) { return shown == word; });
    if (!listed) words.push_back(shown.c_str());
  }
  return words;
}

void read_section(const ConfigNode& section, const Addressing& addressing, std::vector<Parameter>& parameters,
                  std::vector<Table>& tables) {
  Reader reader(addressing, parameters, tables);
  Names names;
  reader.read_parameters(section.find("parameters"), nullptr, names);
  for (const ConfigNode node : section.find("tables").children()) reader.read_table(node, names);
  for (const ConfigNode node : section.find("devices").children()) reader.read_devices(node);
}

}  // namespace adapters::mapping
