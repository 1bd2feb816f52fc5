// SPDX-License-Identifier: Apache-2.0
#pragma once
// One value on its way between a device's words and the text that an ACS sees: value map, scale, offset, rounding,
// type.
// Spec: TR-106 3.2 (data types); XML Schema 1.0 Part 2
// Thread: pure

#include <optional>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "adapters/mapping/values/decimal.hpp"
#include "adapters/mapping/values/outcome.hpp"
#include "adapters/mapping/values/payload.hpp"
#include "adapters/mapping/values/time_form.hpp"
#include "adapters/sdk/adapter_abi.h"

namespace adapters::mapping {

/// The word of adapter.yaml: "unsignedInt".
std::optional<adapter_type> type_of_word(std::string_view word);

/// The text in its type's form ("TRUE" is "true", "7.0" an int 7), or why it has none.
Outcome<std::string> text_of_type(adapter_type type, std::string_view text);

/// The value that a parameter of the type has before its first one.
/// Spec: TR-106 3.2.1, the Unknown Time
const char* initial_value(adapter_type type);

/// Of ASCII letters the case does not count.
bool equal_in_any_case(std::string_view a, std::string_view b);

/// The types of numbers.
bool is_numeric(adapter_type type);

/// A device's word, or number, that says that there is no value.
struct NoValue {
  explicit NoValue(std::string text) : word(std::move(text)), number(Decimal::parse(word)) {}
  bool operator==(const NoValue&) const = default;

  std::string word;
  std::optional<Decimal> number;  ///< the word's, if it is one: numbers are compared by their value
};

struct Conversion {
  bool operator==(const Conversion&) const = default;

  adapter_type type = ADAPTER_STRING;
  std::optional<Decimal> scale;  ///< ACS value = device value x scale + offset
  std::optional<Decimal> offset;
  std::vector<std::pair<std::string, std::string>> values;         ///< device word, ACS word in its
                                                                   ///< type's form; the first is sent
  std::vector<std::pair<std::string, std::string>> commands = {};  ///< likewise, those that are sent and never read;
                                                                   ///< empty: `values`
  std::optional<unsigned> digits = {};  ///< behind the point; none: all that there are, and whole where scaled to it
  bool inverted = false;                ///< of a boolean: the device's true is an ACS's false
  bool json = false;                    ///< the value is an object or an array, and its text the one that an ACS sees
  std::optional<Decimal> step = {};     ///< in which the device counts, as an ACS sees it; none: not known
  std::vector<NoValue> no_value = {};   ///< what the device sends where it has no value
  TimeForm time = TimeForm::xml;        ///< of a dateTime: how the device writes it
  bool decimal_comma = false;           ///< of a number: the device writes 21,5
  std::string suffix = {};              ///< of a number: what the device may write behind it, such as a unit

  /// A word is looked up as it is, then without regard to case. A failure means: keep the last value. That is so for
  /// null, missing and `no_value` as well, and where the type is not string for "nan", "unknown" and "unavailable".
  Outcome<std::string> to_acs(const Scalar& device) const;
  /// A failure means: not a value that the device can be given. What is rounded is rounded on the way out too: to as
  /// many digits as the device's own number can need.
  Outcome<std::string> to_device(std::string_view acs) const;
  /// Whether a device that was set to the one number and says the other has rounded it: they are less than a step
  /// apart; where that is not known, less than one of its own units, which do not fit what was set, or digits are
  /// missing.
  bool is_rounded(std::string_view set, std::string_view said) const;

 private:
  bool means_no_value(std::string_view device, const std::optional<Decimal>& number) const;
  std::string number_in(std::string_view device) const;
  Outcome<std::string> time_to_acs(std::string_view device) const;
  Outcome<std::string> number_to_acs(Decimal number) const;
  std::string number_to_device(const Decimal& acs) const;
};

}  // namespace adapters::mapping
