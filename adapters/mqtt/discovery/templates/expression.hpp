// SPDX-License-Identifier: Apache-2.0
#pragma once
// What stands between {{ and }}: one value of the message, or a constant, with filters, arithmetic with constants and
// at most one choice.
// Thread: pure

#include <string>
#include <string_view>
#include <vector>

#include "adapters/mapping/values/filter.hpp"
#include "adapters/mapping/values/outcome.hpp"

namespace adapters::mqtt::discovery {

struct Expression {
  bool constant = false;
  std::string text;               ///< of a constant
  bool json = false;              ///< value_json, and not the whole payload or the variable
  std::vector<std::string> path;  ///< below value_json
  std::vector<mapping::Filter> filters;

  bool same_value(const Expression& other) const {
    return !constant && !other.constant && json == other.json && path == other.path && filters == other.filters;
  }
};

/// variable is a name for the whole beside `value`.
mapping::Outcome<Expression> parse_expression(std::string_view text, std::string_view variable);

/// The value where a condition on it holds, and where not; both are constants or the value itself.
mapping::Outcome<Expression> choose(std::string_view condition, const Expression& then, const Expression& otherwise,
                                    std::string_view variable);

}  // namespace adapters::mqtt::discovery
