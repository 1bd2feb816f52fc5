// SPDX-License-Identifier: Apache-2.0
#include "proxy/model/aliases.hpp"

#include <map>
#include <string_view>
#include <utility>

namespace proxy::model {

std::vector<base::Error> check_aliases(std::span<const Assignment> assignments) {
  std::map<const Row*, std::string_view> given;
  std::map<std::pair<const Table*, std::string_view>, unsigned> wanted;
  for (const Assignment& assignment : assignments) {
    if (!assignment.parameter.info().alias) continue;
    const Row* row = assignment.parameter.row;
    given[row] = assignment.value;
    ++wanted[{row->parent(), assignment.value}];
  }
  std::vector<base::Error> errors;
  const auto refuse = [&](const Assignment& assignment, const char* reason) {
    errors.push_back({base::Fault::invalid_parameter_value, assignment.path, reason});
  };
  for (const Assignment& assignment : assignments) {
    if (!assignment.parameter.info().alias) continue;
    const Row& row = *assignment.parameter.row;
    const auto number = number_of_own_alias(assignment.value);
    const Row* holder = row.parent()->find({.alias = assignment.value});
    const bool is_free = !holder || holder == &row || (given.contains(holder) && given[holder] != assignment.value);
    if (number && *number != row.number()) {
      refuse(assignment, "the alias belongs to the row of that number");
    } else if (!is_free || wanted[{row.parent(), assignment.value}] > 1) {
      refuse(assignment, "another row has this alias");
    }
  }
  return errors;
}

}  // namespace proxy::model
