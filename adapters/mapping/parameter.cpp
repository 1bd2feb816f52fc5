// SPDX-License-Identifier: Apache-2.0
#include "adapters/mapping/parameter.hpp"

#include <algorithm>
#include <set>
#include <string_view>

#include "adapters/mapping/reader.hpp"

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

adapter_notify notify_of(std::string_view word) {
  if (word == "active") return ADAPTER_NOTIFY_ACTIVE;
  return word == "passive" ? ADAPTER_NOTIFY_PASSIVE : ADAPTER_NOTIFY_OFF;
}

/// Reads one section; table is null for the parameters of the mount.
class Reader {
 public:
  Reader(const Addressing& addressing, std::vector<Parameter>& parameters, std::vector<Table>& tables)
      : places_(addressing), parameters_(parameters), tables_(tables) {}

  void read_parameters(const ConfigNode& list, const Table* table, Names& names);
  void read_table(const ConfigNode& node, Names& names);

 private:
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
  parameter.conversion = read_conversion(node);
  parameter.notify = notify_of(node.find("notify").scalar());
  if (const ConfigNode range = node.find("range")) parameter.range = read_range(range, parameter.conversion.type);

  const Pattern* const rows = table == nullptr ? nullptr : &table->rows;
  const ConfigNode source = node.find("source");
  parameter.from_availability = source.find("availability").boolean(false);
  parameter.constant = read_constant(node.find("value"), table, parameter.conversion.type);
  if (parameter.from_availability) {
    if (table == nullptr || table->availability.empty()) source.report("there is no availability to take it from");
    if (parameter.conversion.type != ADAPTER_BOOLEAN) source.report("availability is a boolean");
  } else if (source) {
    parameter.source = places_.source(source, rows);
  }
  if (const ConfigNode sink = node.find("sink")) {
    parameter.sink = places_.sink(sink, rows, source && !parameter.from_availability);
  }

  const bool constant = static_cast<bool>(node.find("value"));
  if (constant && (source || node.find("sink"))) node.report("a constant has neither source nor sink");
  if (parameter.from_availability && parameter.sink) node.report("availability cannot be set");
  if (!constant && !source && !node.find("sink")) node.report("it needs a source, a sink or a value");
  parameters_.push_back(std::move(parameter));
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
  const std::optional<Pattern> rows = places_.rows(node.find("rows"));
  if (!rows) return;
  table.rows = *rows;
  if (rows->is_exact()) node.find("rows").report("a {name} is needed that tells one row from another");
  table.availability = places_.availability(node.find("availability"), table.rows);
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
