// SPDX-License-Identifier: Apache-2.0
#pragma once
// What becomes of a word between a message and its conversion, where a map or one factor does not say it: rounding,
// arithmetic in several steps, a choice between two words.
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

/// One after the other. Null and missing stay so, save for a fallback; what should be a number and is none is missing.
Scalar filtered(const std::vector<Filter>& filters, Scalar value);

}  // namespace adapters::mapping
