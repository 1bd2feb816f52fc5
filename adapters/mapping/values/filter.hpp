// SPDX-License-Identifier: Apache-2.0
#pragma once
// Steps between a device's word and its conversion, for what a value map or one factor cannot do: rounding, arithmetic
// in several steps, a choice between two words.
// Thread: pure

#include <string>
#include <vector>

#include "adapters/mapping/values/decimal.hpp"
#include "adapters/mapping/values/payload.hpp"

namespace adapters::mapping {

struct Filter {
  enum class Kind {
    add,
    multiply,
    divide,    ///< by a number that is not zero
    round,     ///< to `places`
    truncate,  ///< to the whole number towards zero
    lower,
    upper,
    fallback,  ///< `text` where there is no value
    choose,    ///< `text` where the comparison holds, otherwise `other`
    item       ///< the one of those between commas that has `places` before it; missing where there are fewer
  };
  enum class Comparison { is_true, equal, not_equal, less, less_equal, greater, greater_equal };

  Kind kind = Kind::add;
  Decimal number{};
  std::size_t places = 0;
  Comparison comparison = Comparison::is_true;
  std::string operand{};  ///< what choose compares with
  std::string text{};
  std::string other{};
  bool keep = false;        ///< of choose: the value itself in the place of `text`
  bool keep_other = false;  ///< and of `other`

  bool operator==(const Filter&) const = default;
};

/// Applies the steps in their order. Null and missing stay as they are but for a fallback; a word that a step needs as
/// a number and that is none becomes missing.
Scalar filtered(const std::vector<Filter>& filters, Scalar value);

}  // namespace adapters::mapping
