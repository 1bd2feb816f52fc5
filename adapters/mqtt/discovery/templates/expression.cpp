// SPDX-License-Identifier: Apache-2.0
// One grammar and its parser: a function for each rule. They call one another, so they are in one file.
#include "adapters/mqtt/discovery/templates/expression.hpp"

#include <algorithm>
#include <array>
#include <charconv>
#include <optional>
#include <utility>

namespace adapters::mqtt::discovery {
namespace {

using mapping::Decimal;
using mapping::Failure;
using mapping::Filter;
using mapping::Outcome;

constexpr std::size_t kMaxFilters = 16;
constexpr int kMaxDepth = 16;

bool is_space(char c) { return c == ' ' || c == '\t' || c == '\n' || c == '\r'; }
bool is_digit(char c) { return c >= '0' && c <= '9'; }
bool is_name(char c) { return is_digit(c) || (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || c == '_'; }

/// A comparison: the value, and the text it is compared with.
struct Condition {
  Expression value;
  Filter::Comparison comparison = Filter::Comparison::is_true;
  std::string operand;
  bool inverted = false;
};

/// Reads from left to right, until the first mistake, which it keeps.
class Parser {
 public:
  Parser(std::string_view text, std::string_view variable) : rest_(text), variable_(variable) {}

  std::optional<Expression> whole() {
    auto expression = ternary();
    if (expression && !at_end()) fail("'" + std::string(rest_.substr(0, 20)) + "' is not supported");
    return failure_.empty() ? std::move(expression) : std::nullopt;
  }
  std::optional<Condition> whole_condition() {
    auto result = condition();
    if (result && !at_end()) fail("'" + std::string(rest_.substr(0, 20)) + "' is not supported");
    return failure_.empty() ? std::move(result) : std::nullopt;
  }
  Failure failure() const { return {failure_.empty() ? "unsupported expression" : failure_}; }
  void fail(std::string reason) {
    if (failure_.empty()) failure_ = std::move(reason);
  }

  std::optional<Expression> chosen(const Condition& condition, const Expression& then, const Expression& otherwise);

 private:
  std::optional<Expression> ternary();
  std::optional<Condition> condition();
  std::optional<Expression> sum();
  std::optional<Expression> product();
  std::optional<Expression> filtered();
  std::optional<Expression> primary();
  std::optional<Expression> named(std::string_view name);
  bool path(Expression& value);
  bool filter(Expression& value);
  bool format(Expression& value);
  bool append(Expression& value, Filter filter);
  std::optional<Expression> calculate(char sign, Expression left, const Expression& right);

  void skip_space() {
    while (!rest_.empty() && is_space(rest_.front())) rest_.remove_prefix(1);
  }
  bool at_end() {
    skip_space();
    return rest_.empty();
  }
  bool take(std::string_view word) {
    skip_space();
    if (!rest_.starts_with(word)) return false;
    const bool is_word = is_name(word.back());
    if (is_word && rest_.size() > word.size() && is_name(rest_[word.size()])) return false;
    rest_.remove_prefix(word.size());
    return true;
  }
  std::string_view take_name() {
    skip_space();
    const auto end = std::find_if_not(rest_.begin(), rest_.end(), is_name);
    const std::string_view name = rest_.substr(0, static_cast<std::size_t>(end - rest_.begin()));
    rest_.remove_prefix(name.size());
    return name;
  }
  std::optional<std::string> take_string();
  std::optional<std::string> take_number();
  std::optional<std::string> take_literal();
  std::vector<std::string> arguments();
  std::nullopt_t failed(std::string reason) {
    fail(std::move(reason));
    return std::nullopt;
  }

  std::string_view rest_;
  std::string_view variable_;
  std::string failure_;
  int depth_ = 0;
};

Expression constant(std::string text) {
  Expression expression;
  expression.constant = true;
  expression.text = std::move(text);
  return expression;
}

std::optional<std::string> Parser::take_string() {
  skip_space();
  if (rest_.empty() || (rest_.front() != '"' && rest_.front() != '\'')) return std::nullopt;
  const std::size_t end = rest_.find(rest_.front(), 1);
  if (end == std::string_view::npos) return failed("a text has no closing quote");
  std::string text(rest_.substr(1, end - 1));
  if (text.find('\\') != std::string::npos) return failed("a backslash in a text is not supported");
  rest_.remove_prefix(end + 1);
  return text;
}

std::optional<std::string> Parser::take_number() {
  skip_space();
  std::size_t length = !rest_.empty() && rest_.front() == '-' ? 1 : 0;
  while (length < rest_.size() && (is_digit(rest_[length]) || rest_[length] == '.')) ++length;
  const std::string_view text = rest_.substr(0, length);
  if (text.empty() || !Decimal::parse(text)) return std::nullopt;
  rest_.remove_prefix(length);
  return std::string(text);
}

std::optional<std::string> Parser::take_literal() {
  if (auto text = take_string()) return text;
  if (auto number = take_number()) return number;
  if (take("true") || take("True")) return "true";
  if (take("false") || take("False")) return "false";
  return std::nullopt;
}

/// The arguments of a filter; `name=` before one is skipped.
std::vector<std::string> Parser::arguments() {
  std::vector<std::string> result;
  if (!take("(")) return result;
  while (!take(")")) {
    const std::string_view before = rest_;
    if (take_name().empty() || !take("=")) rest_ = before;
    const auto literal = take_literal();
    if (!literal || result.size() == 4) {
      fail("the arguments of a filter must be constants");
      return {};
    }
    result.push_back(*literal);
    take(",");
  }
  return result;
}

std::optional<Expression> Parser::ternary() {
  if (++depth_ > kMaxDepth) return failed("it is nested too deeply");
  auto then = sum();
  if (then && take("if")) {
    const auto when = condition();
    if (!when || !take("else")) return failed("'if' without 'else'");
    const auto otherwise = ternary();
    if (!otherwise) return std::nullopt;
    then = chosen(*when, *then, *otherwise);
  }
  --depth_;
  return then;
}

std::optional<Condition> Parser::condition() {
  Condition result;
  result.inverted = take("not");
  auto value = sum();
  if (!value) return std::nullopt;
  if (value->constant) return failed("a condition must begin with the value");
  result.value = std::move(*value);
  using Comparison = Filter::Comparison;
  constexpr std::array<std::pair<std::string_view, Comparison>, 6> kSigns = {{{"==", Comparison::equal},
                                                                              {"!=", Comparison::not_equal},
                                                                              {"<=", Comparison::less_equal},
                                                                              {">=", Comparison::greater_equal},
                                                                              {"<", Comparison::less},
                                                                              {">", Comparison::greater}}};
  for (const auto& [sign, comparison] : kSigns) {
    if (!take(sign)) continue;
    auto operand = take_literal();
    if (!operand) return failed("a value can be compared with a constant only");
    result.comparison = comparison;
    result.operand = std::move(*operand);
    break;
  }
  return result;
}

std::optional<Expression> Parser::chosen(const Condition& condition, const Expression& then,
                                         const Expression& otherwise) {
  const Expression& value = condition.value;
  for (const Expression* word : {&then, &otherwise}) {
    if (!word->constant && !word->same_value(value)) return failed("a choice between several values is not supported");
  }
  Filter filter;
  filter.kind = Filter::Kind::choose;
  filter.comparison = condition.comparison;
  filter.operand = condition.operand;
  filter.text = then.text;
  filter.keep = !then.constant;
  filter.other = otherwise.text;
  filter.keep_other = !otherwise.constant;
  if (condition.inverted) {
    std::swap(filter.text, filter.other);
    std::swap(filter.keep, filter.keep_other);
  }
  Expression result = value;
  if (!append(result, std::move(filter))) return std::nullopt;
  return result;
}

std::optional<Expression> Parser::sum() {
  auto left = product();
  while (left) {
    const char sign = take("+") ? '+' : take("-") ? '-' : '\0';
    if (sign == '\0') break;
    const auto right = product();
    if (!right) return std::nullopt;
    left = calculate(sign, std::move(*left), *right);
  }
  return left;
}

std::optional<Expression> Parser::product() {
  auto left = filtered();
  while (left) {
    const char sign = take("*") ? '*' : take("/") ? '/' : '\0';
    if (sign == '\0') break;
    const auto right = filtered();
    if (!right) return std::nullopt;
    left = calculate(sign, std::move(*left), *right);
  }
  return left;
}

std::optional<Expression> Parser::calculate(char sign, Expression left, const Expression& right) {
  if (!left.constant && !right.constant) return failed("arithmetic with several values is not supported");
  if (left.constant && sign == '/') return failed("a division by the value is not supported");
  if (left.constant && right.constant) return failed("arithmetic without a value is not supported");
  const std::optional<Decimal> number = Decimal::parse(left.constant ? left.text : right.text);
  if (!number || (sign == '/' && number->is_zero())) return failed("arithmetic with a text is not supported");
  Expression value = left.constant ? right : std::move(left);
  Filter filter;
  filter.number = *number;
  if (left.constant && sign == '-') {  // 100 - value
    Filter negate;
    negate.kind = Filter::Kind::multiply;
    negate.number = *Decimal::parse("-1");
    if (!append(value, std::move(negate))) return std::nullopt;
  } else if (sign == '-') {
    filter.number = -filter.number;
  }
  filter.kind = sign == '*' ? Filter::Kind::multiply : sign == '/' ? Filter::Kind::divide : Filter::Kind::add;
  if (!append(value, std::move(filter))) return std::nullopt;
  return value;
}

std::optional<Expression> Parser::filtered() {
  auto value = primary();
  while (value && take("|")) {
    if (!filter(*value)) return std::nullopt;
  }
  return value;
}

bool Parser::append(Expression& value, Filter filter) {
  if (value.constant || value.filters.size() == kMaxFilters) {
    fail(value.constant ? "a filter of a constant is not supported" : "it has too many steps");
    return false;
  }
  value.filters.push_back(std::move(filter));
  return true;
}

std::size_t places_of(const std::string& text) {
  std::size_t places = 0;
  std::from_chars(text.data(), text.data() + text.size(), places);
  return std::min(places, Decimal::kMaxDigits);
}

bool Parser::filter(Expression& value) {
  const std::string_view name = take_name();
  if (name == "format") return format(value);
  const std::vector<std::string> given = arguments();
  if (!failure_.empty()) return false;
  Filter filter;
  // default() is not needed: a missing value keeps the last one. truncate() is not needed: a long text stays whole.
  if (name == "string" || name == "is_defined" || name == "truncate" || name == "tojson" || name == "float")
    return true;
  if (name == "int") {
    filter.kind = Filter::Kind::truncate;
  } else if (name == "lower" || name == "upper") {
    filter.kind = name == "lower" ? Filter::Kind::lower : Filter::Kind::upper;
  } else if (name == "default" || name == "d") {
    filter.kind = Filter::Kind::fallback;
    if (!given.empty()) filter.text = given.front();
    if (filter.text.empty()) return true;
  } else if (name == "round" && given.size() < 2) {
    filter.kind = Filter::Kind::round;
    if (!given.empty()) filter.places = places_of(given.front());
  } else {
    fail("the filter '" + std::string(name.substr(0, 20)) + "' is not supported");
    return false;
  }
  return append(value, std::move(filter));
}

/// '%0.1f' | format(value_json.x): the text has the number of decimals.
bool Parser::format(Expression& form) {
  if (!form.constant || !take("(")) {
    fail("unsupported argument of format");
    return false;
  }
  auto value = sum();
  if (!value || !take(")")) {
    fail("unsupported argument of format");
    return false;
  }
  std::string_view text = form.text;
  Filter filter;
  bool known = text.starts_with('%');
  if (known && text.ends_with('f')) {
    filter.kind = Filter::Kind::round;
    const std::size_t point = text.find('.');
    known = text.find_first_not_of("0123456789.", 1) == text.size() - 1;
    filter.places = point == std::string_view::npos ? 6 : places_of(std::string(text.substr(point + 1)));
  } else {
    known = known && text == "%d";
    filter.kind = Filter::Kind::truncate;
  }
  if (!known) {
    fail("the format '" + form.text.substr(0, 20) + "' is not supported");
    return false;
  }
  form = std::move(*value);
  return append(form, std::move(filter));
}

std::optional<Expression> Parser::primary() {
  if (auto literal = take_literal()) return constant(std::move(*literal));
  if (!failure_.empty()) return std::nullopt;
  if (take("(")) {
    auto inner = ternary();
    if (inner && !take(")")) return failed("a bracket is not closed");
    return inner;
  }
  return named(take_name());
}

std::optional<Expression> Parser::named(std::string_view name) {
  Expression value;
  if (name == "value" || (!variable_.empty() && name == variable_)) return value;
  if (name == "value_json") {
    value.json = true;
    if (!path(value)) return std::nullopt;
    return value;
  }
  // Some bridges write a bare ON or OFF for a text.
  const bool word = !name.empty() && std::all_of(name.begin(), name.end(), [](char c) { return c >= 'A' && c <= 'Z'; });
  if (word) return constant(std::string(name));
  return failed(name.empty() ? "unsupported expression" : "'" + std::string(name.substr(0, 40)) + "' is not supported");
}

bool Parser::path(Expression& value) {
  while (!rest_.empty() && (rest_.front() == '.' || rest_.front() == '[') && value.path.size() < kMaxDepth) {
    const bool bracket = rest_.front() == '[';
    rest_.remove_prefix(1);
    std::optional<std::string> key;
    if (bracket) {
      key = take_string();
      if (!key) key = take_number();
      if (!take("]")) key.reset();
    } else {
      const std::string_view name = take_name();
      if (name == "get" && take("(")) {
        key = take_string();
        if (!take(")")) key.reset();
      } else if (!name.empty() && !rest_.starts_with('(')) {
        key = std::string(name);
      }
    }
    if (!key) {
      fail("unsupported text after value_json");
      return false;
    }
    value.path.push_back(std::move(*key));
  }
  return true;
}

}  // namespace

Outcome<Expression> parse_expression(std::string_view text, std::string_view variable) {
  Parser parser(text, variable);
  auto expression = parser.whole();
  if (!expression) return parser.failure();
  return std::move(*expression);
}

Outcome<Expression> choose(std::string_view condition, const Expression& then, const Expression& otherwise,
                           std::string_view variable) {
  Parser parser(condition, variable);
  const auto when = parser.whole_condition();
  if (!when) return parser.failure();
  auto expression = parser.chosen(*when, then, otherwise);
  if (!expression) return parser.failure();
  return std::move(*expression);
}

}  // namespace adapters::mqtt::discovery
