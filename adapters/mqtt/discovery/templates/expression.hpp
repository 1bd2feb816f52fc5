// SPDX-License-Identifier: Apache-2.0
#pragma once
// The expression between {{ and }}: one value of the message or a constant, with filters, arithmetic with constants and
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
  std::string text;               ///< the text of a constant
  bool json = false;              ///< value_json instead of the whole payload or the variable
  std::vector<std::string> path;  ///< below value_json
  std::vector<mapping::Filter> filters;

  bool same_value(const Expression& other) const {
    return !constant && !other.constant && json == other.json && path == other.path && filters == other.filters;
  }
};

/// variable: another name for the whole payload, beside `value`.
mapping::Outcome<Expression> parse_expression(std::string_view text, std::string_view variable);

/// A choice by a condition on the value: both results are constants or the value itself.
mapping::Outcome<Expression> choose(std::string_view condition, const Expression& then, const Expression& otherwise,
                                    std::string_view variable);

}  // namespace adapters::mqtt::discovery
