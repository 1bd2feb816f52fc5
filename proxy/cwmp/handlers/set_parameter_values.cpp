// SPDX-License-Identifier: Apache-2.0
#include "proxy/cwmp/handlers/set_parameter_values.hpp"

#include "proxy/cwmp/addressing.hpp"
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
  for (const model::ColumnIndex column : shape.by_name) {
    if (shape.columns[column].name == missing.below) return {&shape.columns[column], {nullptr, column}, missing};
  }
  return {};
}

/// The canonical value; or a fault, in this order: 9005, 9008, 9006, 9007.
base::Result<std::string> check(const ParameterValueStruct& entry, const Target& target) {
  if (!target.info) return base::Error{base::Fault::invalid_parameter_name, entry.name, ""};
  const model::Parameter& info = *target.info;
  if (info.writable && !is_compatible(entry.type, info.type)) {
    return base::Error{base::Fault::invalid_parameter_type, entry.name,
                       entry.type + " given for " + std::string(model::type_name(info.type))};
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

Outcome handle(const SetParameterValues& request, const model::Tree& tree) {
  const bool creates = auto_creates_instances(tree);
  std::vector<Target> targets;
  std::map<Target::Key, unsigned> times;
  for (const ParameterValueStruct& entry : request.parameter_list) {
    targets.push_back(target_of(entry.name, tree, creates));
    if (targets.back().info) ++times[targets.back().key()];
  }
  std::set<std::string_view> reported;
  CommitValues commit{.assignments = {}, .parameter_key = request.parameter_key};
  for (std::size_t i = 0; i < targets.size(); ++i) {
    const ParameterValueStruct& entry = request.parameter_list[i];
    auto value = check(entry, targets[i]);
    if (value && times[targets[i].key()] > 1) {
      value = base::Error{base::Fault::invalid_parameter_value, entry.name, "set more than once"};
    }
    if (value) {
      add(commit, targets[i], entry.name, std::move(*value), tree);
    } else if (reported.insert(entry.name).second) {
      commit.errors.push_back(value.error());
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
