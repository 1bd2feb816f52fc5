// SPDX-License-Identifier: Apache-2.0
#pragma once
// Decimal arithmetic on digits, so that 199 x 0.1 is 19.9 and not 19.900000000000002.
// Spec: XML Schema 1.0 Part 2, 3.2.3 (decimal: no exponent in its canonical form)
// Thread: pure

#include <algorithm>
#include <compare>
#include <cstddef>
#include <optional>
#include <string>
#include <string_view>

namespace adapters::mapping {

class Decimal {
 public:
  /// The most digits of a number, before and behind the point together; 1e999 has more.
  static constexpr std::size_t kMaxDigits = 64;
  /// Digits behind the point of a quotient that has no end.
  static constexpr std::size_t kQuotientDigits = 15;

  Decimal() = default;
  /// "-7", "21.50", "+.5", "1e3"; nothing if the text is no number or has too many digits.
  static std::optional<Decimal> parse(std::string_view text);

  /// The shortest form without exponent: "21.5", "-0.1", "0".
  std::string text() const;
  bool is_zero() const { return digits_.empty(); }
  bool is_whole() const { return fraction_ == 0; }
  /// How many digits stand behind the point.
  std::size_t places() const { return fraction_; }
  /// The number next to it with so many digits behind the point; halves away from zero.
  Decimal rounded(std::size_t places = 0) const;
  /// How many digits stand before the point; 0 for 0.5.
  std::size_t whole_digits() const { return digits_.size() - std::min(digits_.size(), fraction_); }

  Decimal operator-() const;
  Decimal operator+(const Decimal& other) const;
  Decimal operator-(const Decimal& other) const { return *this + -other; }
  Decimal operator*(const Decimal& other) const;
  /// Exact where it ends within kQuotientDigits, rounded there otherwise. The divisor is not zero.
  Decimal operator/(const Decimal& divisor) const;

  bool operator==(const Decimal&) const = default;
  std::strong_ordering operator<=>(const Decimal& other) const;

 private:
  Decimal(bool negative, std::string digits, std::size_t fraction);

  // (-1)^negative x digits x 10^-fraction, in one form only: no zeros at either end that say nothing, no "-0".
  bool negative_ = false;
  std::string digits_;
  std::size_t fraction_ = 0;
};

/// "" for none.
inline std::string text_of(const std::optional<Decimal>& number) { return number ? number->text() : std::string(); }

}  // namespace adapters::mapping
