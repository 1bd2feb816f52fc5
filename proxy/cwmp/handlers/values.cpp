// SPDX-License-Identifier: Apache-2.0
#include "proxy/cwmp/handlers/values.hpp"

#include "proxy/cwmp/addressing.hpp"
#include "proxy/model/matches.hpp"
#include "proxy/model/parameter.hpp"

#include <algorithm>
#include <iterator>
#include <map>
#include <set>
#include <string>
#include <string_view>
#include <tuple>
#include <utility>
#include <vector>

namespace proxy::cwmp {
namespace {

/// Without a cursor, which would make a path for each parameter of the tree to find the few that are live.
void add_live(model::Row& row, std::string_view prefix, std::vector<model::ParameterRef>& live) {
  const model::Shape& shape = row.shape();
  for (const model::ColumnIndex column : shape.by_name) {
    const model::Parameter& info = shape.columns[column];
    if (info.live && info.name.starts_with(prefix)) live.push_back({&row, column});
  }
  for (const auto& table : row.tables()) {
    if (!table->name().starts_with(prefix)) continue;
    for (const auto& inner : table->rows()) add_live(*inner, {}, live);
  }
}

void add_live(const model::Tree& tree, const model::Selection& selection, std::vector<model::ParameterRef>& live) {
  switch (selection.kind) {
    case model::Selection::Kind::parameter: {
      const model::ParameterRef parameter{selection.row, selection.column};
      if (parameter.info().live) live.push_back(parameter);
      break;
    }
    case model::Selection::Kind::table:
      for (const auto& row : selection.table->rows()) add_live(*row, {}, live);
      break;
    case model::Selection::Kind::row:
    case model::Selection::Kind::object: add_live(*selection.row, selection.object, live); break;
    case model::Selection::Kind::pattern: {
      model::Matches matches(tree, selection.path, model::Naming::numbers);
      while (const auto match = matches.next()) add_live(tree, *match, live);
      break;
    }
  }
}

/// Each once, however often it was asked for.
std::vector<model::ParameterRef> live_parameters(const model::Tree& tree,
                                                 const std::vector<model::Selection>& selections) {
  std::vector<model::ParameterRef> live;
  for (const model::Selection& selection : selections) add_live(tree, selection, live);
  std::sort(live.begin(), live.end());
  live.erase(std::unique(live.begin(), live.end()), live.end());
  return live;
}

/// Whether the type is the one by which some ACSs send every value, and not the parameter's own.
bool is_mistyped(const ParameterValueStruct& entry, const model::Parameter& info) {
  return entry.type == "string" && info.type != model::Type::string;
}

/// Whether every value of the XML Schema type `given` is one of the parameter's: the type itself or one derived.
bool is_compatible(std::string_view given, model::Type type) {
  const auto is_one_of = [&](auto... names) { return ((given == names) || ...); };
  if (is_one_of("", "anySimpleType", "anyType")) return true;
  switch (type) {
    case model::Type::string: return given == "string";
    case model::Type::boolean: return given == "boolean";
    case model::Type::int_: return given == "int";
    case model::Type::unsigned_int: return given == "unsignedInt";
    case model::Type::long_: return is_one_of("long", "int");
    case model::Type::unsigned_long: return is_one_of("unsignedLong", "unsignedInt");
    case model::Type::decimal: return is_one_of("decimal", "integer", "long", "int", "unsignedLong", "unsignedInt");
    case model::Type::date_time: return given == "dateTime";
    case model::Type::base64: return is_one_of("base64Binary", "base64");
    case model::Type::hex_binary: return given == "hexBinary";
  }
  return false;
}

/// Where one entry of the request leads: a parameter, or a column of a row to be made.
struct Target {
  const model::Parameter* info = nullptr;  ///< null: nowhere
  model::ParameterRef parameter = {};      ///< its row is null for a row to be made
  MissingRow missing = {};
  /// The same for two entries that set the same.
  using Key = std::tuple<const void*, std::string_view, model::ColumnIndex>;
  Key key() const {
    if (parameter.row) return {parameter.row, {}, parameter.column};
    return {missing.table, missing.alias, parameter.column};
  }
};

Target target_of(const std::string& name, const model::Tree& tree, bool creates) {
  const auto selection = select(tree, name);
  if (selection) {
    if (selection->kind != model::Selection::Kind::parameter) return {};
    const model::ParameterRef parameter{selection->row, selection->column};
    return {&parameter.info(), parameter};
  }
  const MissingRow missing = creates ? missing_row(tree, name) : MissingRow{};
  if (!missing.table) return {};
  const model::Shape& shape = missing.table->row_shape();
  const model::ColumnIndex column = shape.find(missing.below);
  if (column == model::kNoColumn) return {};
  return {&shape.columns[column], {nullptr, column}, missing};
}

/// A set with many unknown names gets a hint for the first ones alone: each costs a pass over names.
constexpr unsigned kMaxHints = 16;

base::Error unknown_parameter(const std::string& name, const model::Tree& tree) {
  if (auto selection = select(tree, name); !selection) return with_hint(selection.error(), tree, name);
  return {base::Fault::invalid_parameter_name, name, "the path names an object, not a parameter"};
}

/// The canonical value; or a fault, in this order: 9005, 9008, 9006, 9007.
base::Result<std::string> check(const ParameterValueStruct& entry, const Target& target, bool lenient_types) {
  if (!target.info) return base::Error{base::Fault::invalid_parameter_name, entry.name, ""};
  const model::Parameter& info = *target.info;
  const bool is_accepted = is_compatible(entry.type, info.type) || (lenient_types && is_mistyped(entry, info));
  if (info.writable && !is_accepted) {
    return base::Error{base::Fault::invalid_parameter_type, entry.name,
                       "the type is " + entry.type + ", the parameter has type " +
                           std::string(model::type_name(info.type)) + ": send " +
                           std::string(model::xsd_name(info.type))};
  }
  return model::check_set(info, entry.name, entry.value);
}

void add(CommitValues& commit, const Target& target, const std::string& name, std::string value,
         const model::Tree& tree) {
  if (target.parameter.row) {
    const bool has_alias = name.find('[') != std::string::npos;
    commit.assignments.push_back({target.parameter, has_alias ? tree.path(target.parameter) : name, std::move(value),
                                  has_alias ? name : std::string()});
    return;
  }
  const std::string table = tree.path(*target.missing.table);
  auto creation = std::find_if(commit.creations.begin(), commit.creations.end(), [&](const model::Creation& each) {
    return each.table == table && each.alias == target.missing.alias;
  });
  if (creation == commit.creations.end()) {
    commit.creations.push_back(
        {.table = table, .alias = std::string(target.missing.alias), .asked = std::string(target.missing.path)});
    creation = std::prev(commit.creations.end());
  }
  creation->values.push_back({target.parameter.column, std::move(value), name});
}

}  // namespace

Outcome handle(const GetParameterValues& request, const model::Tree& tree) {
  auto selections = select_with_wildcards(tree, request.parameter_names);
  if (!selections) return to_fault(selections.error());
  if (auto live = live_parameters(tree, *selections); !live.empty()) return ask_for(ReadLive{std::move(live)});
  return answer(GetParameterValuesResponse{std::move(*selections)});
}

Outcome finish(const GetParameterValues& request, const EffectResult& result, const model::Tree& tree) {
  if (!std::holds_alternative<Done>(result)) return wrong_result();
  // Selected again: rows may have come and gone meanwhile.
  auto selections = select_with_wildcards(tree, request.parameter_names);
  if (!selections) return to_fault(selections.error());
  return answer(GetParameterValuesResponse{std::move(*selections)});
}

Outcome handle(const SetParameterValues& request, const model::Tree& tree, const Terms& terms) {
  const bool creates = auto_creates_instances(tree);
  std::vector<Target> targets;
  std::map<Target::Key, unsigned> times;
  for (const ParameterValueStruct& entry : request.parameter_list) {
    targets.push_back(target_of(entry.name, tree, creates));
    if (targets.back().info) ++times[targets.back().key()];
  }
  std::set<std::string_view> reported;
  unsigned hints = 0;
  CommitValues commit{.assignments = {}, .parameter_key = request.parameter_key};
  for (std::size_t i = 0; i < targets.size(); ++i) {
    const ParameterValueStruct& entry = request.parameter_list[i];
    auto value = check(entry, targets[i], terms.lenient_types);
    if (value && times[targets[i].key()] > 1) {
      value = base::Error{base::Fault::invalid_parameter_value, entry.name,
                          "the request sets the parameter more than once"};
    }
    if (value) {
      if (commit.mistyped.empty() && is_mistyped(entry, *targets[i].info)) commit.mistyped = entry.name;
      add(commit, targets[i], entry.name, std::move(*value), tree);
    } else if (reported.insert(entry.name).second) {
      const bool has_hint = value.error().fault == base::Fault::invalid_parameter_name && hints++ < kMaxHints;
      commit.errors.push_back(has_hint ? unknown_parameter(entry.name, tree) : value.error());
    }
  }
  if (!commit.errors.empty() && commit.assignments.empty()) return to_set_fault(commit.errors);
  return ask_for(std::move(commit));
}

Outcome finish(const SetParameterValues&, const EffectResult& result, const model::Tree&) {
  if (const auto* committed = std::get_if<Committed>(&result)) {
    return answer(SetParameterValuesResponse{committed->status});
  }
  if (const auto* refused = std::get_if<Refused>(&result)) return to_set_fault(refused->errors);
  return wrong_result();
}

}  // namespace proxy::cwmp
