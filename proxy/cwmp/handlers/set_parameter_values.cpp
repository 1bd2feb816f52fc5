// SPDX-License-Identifier: Apache-2.0
#include "proxy/cwmp/handlers/set_parameter_values.hpp"

#include "proxy/model/parameter.hpp"

#include <set>
#include <string>
#include <string_view>
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

/// In this order: 9005, 9008, 9006, 9007.
base::Result<model::Assignment> check(const ParameterValueStruct& entry, const model::Tree& tree) {
  const auto selection = select(tree, entry.name);
  if (!selection || selection->kind != model::Selection::Kind::parameter) {
    return base::Error{base::Fault::invalid_parameter_name, entry.name, ""};
  }
  const model::ParameterRef parameter{selection->row, selection->column};
  const model::Parameter& info = parameter.info();
  if (info.writable && !is_compatible(entry.type, info.type)) {
    return base::Error{base::Fault::invalid_parameter_type, entry.name,
                       entry.type + " given for " + std::string(model::type_name(info.type))};
  }
  auto value = model::check_set(info, entry.name, entry.value);
  if (!value) return value.error();
  return model::Assignment{parameter, entry.name, std::move(*value)};
}

/// The names that stand in the list more than once.
std::set<std::string_view> repeated_names(const SetParameterValues& request) {
  std::set<std::string_view> seen;
  std::set<std::string_view> repeated;
  for (const ParameterValueStruct& entry : request.parameter_list) {
    if (!seen.insert(entry.name).second) repeated.insert(entry.name);
  }
  return repeated;
}

}  // namespace

Outcome handle(const SetParameterValues& request, const model::Tree& tree) {
  const std::set<std::string_view> repeated = repeated_names(request);
  std::set<std::string_view> reported;
  std::vector<model::Assignment> assignments;
  std::vector<base::Error> errors;
  for (const ParameterValueStruct& entry : request.parameter_list) {
    auto assignment = check(entry, tree);
    std::optional<base::Error> error;
    if (!assignment) {
      error = assignment.error();
    } else if (repeated.contains(entry.name)) {
      error = base::Error{base::Fault::invalid_parameter_value, entry.name, "set more than once"};
    } else {
      assignments.push_back(std::move(*assignment));
    }
    if (error && reported.insert(entry.name).second) errors.push_back(std::move(*error));
  }
  if (!errors.empty() && assignments.empty()) return to_set_fault(errors);
  return ask_for(CommitValues{std::move(assignments), request.parameter_key, std::move(errors)});
}

Outcome finish(const SetParameterValues&, const EffectResult& result, const model::Tree&) {
  if (const auto* committed = std::get_if<Committed>(&result)) {
    return answer(SetParameterValuesResponse{committed->status});
  }
  if (const auto* refused = std::get_if<Refused>(&result)) return to_set_fault(refused->errors);
  return wrong_result();
}

}  // namespace proxy::cwmp
