// SPDX-License-Identifier: Apache-2.0
#pragma once
// Steps between a device's word and its conversion, for what a value map or one factor cannot do: rounding, arithmetic
// in several steps, a choice between two words.
// Thread: pure

#include <memory>
#include <string>
#include <string_view>
#include <vector>

#include "adapters/mapping/values/decimal.hpp"
#include "adapters/mapping/values/payload.hpp"

namespace adapters::mapping {

/// A step that its owner computes: what the other kinds of Filter cannot.
class Formula {
 public:
  virtual ~Formula() = default;
  /// Null and missing are given to it as well. `message` is the message whose whole text the value is, which may be
  /// parsed already; null where the value is something else.
  virtual Scalar of(const Scalar& value, Payload* message) const = 0;
  /// Two formulas of the same text compute the same.
  virtual std::string_view text() const = 0;
};

/// Shares a formula; equal if the text is.
struct FormulaHandle {
  std::shared_ptr<const Formula> formula;

  bool operator==(const FormulaHandle& other) const {
    if (!formula || !other.formula) return formula == other.formula;
    return formula->text() == other.formula->text();
  }
};

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
    item,      ///< the one of those between commas that has `places` before it; missing where there are fewer
    computed   ///< what `computed` makes of it, also of null and missing
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
  FormulaHandle computed{};

  bool operator==(const Filter&) const = default;
};

/// Whether it compares so with the operand: as numbers where both are, otherwise as texts, which are never less or
/// greater.
bool holds(Filter::Comparison comparison, const Scalar& value, std::string_view operand);

/// Applies the steps in their order. Null and missing stay as they are but for a fallback and what is computed; a word
/// that a step needs as a number and that is none becomes missing. `message` is the message whose whole text the value
/// is: the first step may read its members.
Scalar filtered(const std::vector<Filter>& filters, Scalar value, Payload* message = nullptr);

}  // namespace adapters::mapping
