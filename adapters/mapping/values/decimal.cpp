// SPDX-License-Identifier: Apache-2.0
#include "adapters/mapping/values/decimal.hpp"

#include <algorithm>
#include <charconv>

namespace adapters::mapping {
namespace {

bool is_digit(char c) { return c >= '0' && c <= '9'; }

/// Unsigned numbers as strings of digits without leading zeros; zero is empty.
std::string strip(std::string digits) {
  digits.erase(0, std::min(digits.find_first_not_of('0'), digits.size()));
  return digits;
}

std::strong_ordering compare(const std::string& a, const std::string& b) {
  if (const auto order = a.size() <=> b.size(); order != 0) return order;
  return a.compare(b) <=> 0;
}

std::string add(const std::string& a, const std::string& b) {
  std::string sum;
  int carry = 0;
  for (std::size_t i = 0; i < std::max(a.size(), b.size()) || carry != 0; ++i) {
    if (i < a.size()) carry += a[a.size() - 1 - i] - '0';
    if (i < b.size()) carry += b[b.size() - 1 - i] - '0';
    sum.push_back(static_cast<char>('0' + carry % 10));
    carry /= 10;
  }
  std::reverse(sum.begin(), sum.end());
  return strip(std::move(sum));
}

/// a is not less than b.
std::string subtract(std::string a, const std::string& b) {
  int borrow = 0;
  for (std::size_t i = 0; i < a.size(); ++i) {
    char& digit = a[a.size() - 1 - i];
    int difference = digit - '0' - borrow - (i < b.size() ? b[b.size() - 1 - i] - '0' : 0);
    borrow = difference < 0 ? 1 : 0;
    digit = static_cast<char>('0' + difference + 10 * borrow);
  }
  return strip(std::move(a));
}

std::string multiply(const std::string& a, const std::string& b) {
  std::string product(a.size() + b.size(), '0');
  for (std::size_t i = a.size(); i-- > 0;) {
    int carry = 0;
    for (std::size_t j = b.size(); j-- > 0;) {
      char& digit = product[i + j + 1];
      carry += digit - '0' + (a[i] - '0') * (b[j] - '0');
      digit = static_cast<char>('0' + carry % 10);
      carry /= 10;
    }
    product[i] = static_cast<char>(product[i] + carry);
  }
  return strip(std::move(product));
}

/// The whole quotient. The divisor is not zero.
std::string divide(const std::string& dividend, const std::string& divisor) {
  std::string quotient;
  std::string rest;
  for (const char next : dividend) {
    rest = strip(rest + next);
    char digit = '0';
    for (; compare(rest, divisor) >= 0; ++digit) rest = subtract(std::move(rest), divisor);
    quotient.push_back(digit);
  }
  return strip(std::move(quotient));
}

}  // namespace

Decimal::Decimal(bool negative, std::string digits, std::size_t fraction)
    : digits_(strip(std::move(digits))), fraction_(fraction) {
  while (fraction_ > 0 && !digits_.empty() && digits_.back() == '0') {
    digits_.pop_back();
    --fraction_;
  }
  if (digits_.empty()) fraction_ = 0;
  negative_ = negative && !digits_.empty();
}

std::optional<Decimal> Decimal::parse(std::string_view text) {
  const bool negative = text.starts_with('-');
  if (negative || text.starts_with('+')) text.remove_prefix(1);
  const std::size_t mantissa_end = std::min(text.find_first_of("eE"), text.size());
  std::string digits;
  std::size_t fraction = 0;
  bool point = false;
  for (const char c : text.substr(0, mantissa_end)) {
    if (c == '.' && !point) {
      point = true;
    } else if (is_digit(c)) {
      digits.push_back(c);
      if (point) ++fraction;
    } else {
      return std::nullopt;
    }
  }
  if (digits.empty() || digits.size() > kMaxDigits) return std::nullopt;

  if (mantissa_end < text.size()) {
    std::string_view written = text.substr(mantissa_end + 1);
    if (written.starts_with('+') && written.size() > 1 && is_digit(written[1])) written.remove_prefix(1);
    int exponent = 0;
    const auto [end, error] = std::from_chars(written.data(), written.data() + written.size(), exponent);
    if (error != std::errc{} || end != written.data() + written.size()) return std::nullopt;
    constexpr int kMaxExponent = static_cast<int>(kMaxDigits);
    if (exponent > kMaxExponent || exponent < -kMaxExponent) return std::nullopt;
    if (exponent < 0) fraction += static_cast<std::size_t>(-exponent);
    const std::size_t right = exponent > 0 ? static_cast<std::size_t>(exponent) : 0;
    digits.append(right - std::min(right, fraction), '0');
    fraction -= std::min(right, fraction);
  }
  Decimal value(negative, std::move(digits), fraction);
  if (std::max(value.digits_.size(), value.fraction_) > kMaxDigits) return std::nullopt;
  return value;
}

std::string Decimal::text() const {
  std::string text = digits_;
  if (text.size() <= fraction_) text.insert(0, fraction_ + 1 - text.size(), '0');
  if (fraction_ > 0) text.insert(text.size() - fraction_, 1, '.');
  if (negative_) text.insert(0, 1, '-');
  return text;
}

Decimal Decimal::rounded(std::size_t places) const {
  if (fraction_ <= places) return *this;
  const std::size_t dropped = fraction_ - places;
  std::string kept = dropped < digits_.size() ? digits_.substr(0, digits_.size() - dropped) : std::string();
  const bool up = dropped <= digits_.size() && digits_[digits_.size() - dropped] >= '5';
  return {negative_, up ? add(kept, "1") : std::move(kept), places};
}

Decimal Decimal::operator-() const { return {!negative_, digits_, fraction_}; }

Decimal Decimal::operator+(const Decimal& other) const {
  const std::size_t places = std::max(fraction_, other.fraction_);
  std::string a = strip(digits_ + std::string(places - fraction_, '0'));
  std::string b = strip(other.digits_ + std::string(places - other.fraction_, '0'));
  if (negative_ == other.negative_) return {negative_, add(a, b), places};
  if (compare(a, b) >= 0) return {negative_, subtract(std::move(a), b), places};
  return {other.negative_, subtract(std::move(b), a), places};
}

Decimal Decimal::operator*(const Decimal& other) const {
  return {negative_ != other.negative_, multiply(digits_, other.digits_), fraction_ + other.fraction_};
}

Decimal Decimal::operator/(const Decimal& divisor) const {
  // One digit more than is kept, to round by; that many places beyond what the divisor's own point takes away.
  const std::size_t places = kQuotientDigits + 1;
  std::string dividend = digits_;
  std::size_t fraction = fraction_;
  if (fraction < places + divisor.fraction_) {
    dividend.append(places + divisor.fraction_ - fraction, '0');
    fraction = places + divisor.fraction_;
  }
  const Decimal exact_enough(negative_ != divisor.negative_, divide(dividend, divisor.digits_),
                             fraction - divisor.fraction_);
  return exact_enough.rounded(kQuotientDigits);
}

std::strong_ordering Decimal::operator<=>(const Decimal& other) const {
  const Decimal difference = *this - other;
  if (difference.is_zero()) return std::strong_ordering::equal;
  return difference.negative_ ? std::strong_ordering::less : std::strong_ordering::greater;
}

}  // namespace adapters::mapping
