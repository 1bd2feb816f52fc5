// SPDX-License-Identifier: Apache-2.0
#include "adapters/mqtt/discovery/templates/text_reader.hpp"

#include <algorithm>
#include <utility>

#include "adapters/mapping/values/decimal.hpp"

namespace adapters::mqtt::discovery {
namespace {

using mapping::Scalar;

constexpr std::string_view kSpace = " \t\r\n";

bool is_digit(char c) { return c >= '0' && c <= '9'; }
bool is_name(char c) { return is_digit(c) || (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || c == '_'; }

}  // namespace

std::string_view trimmed(std::string_view text) {
  const std::size_t first = text.find_first_not_of(kSpace);
  if (first == std::string_view::npos) return {};
  return text.substr(first, text.find_last_not_of(kSpace) - first + 1);
}

void TextReader::skip_space() { rest_.remove_prefix(std::min(rest_.find_first_not_of(kSpace), rest_.size())); }

bool TextReader::at_end() {
  skip_space();
  return rest_.empty();
}

bool TextReader::take(std::string_view word) {
  skip_space();
  if (!rest_.starts_with(word)) return false;
  if (is_name(word.back()) && rest_.size() > word.size() && is_name(rest_[word.size()])) return false;
  rest_.remove_prefix(word.size());
  return true;
}

std::string_view TextReader::take_name() {
  skip_space();
  const auto end = std::find_if_not(rest_.begin(), rest_.end(), is_name);
  const std::string_view name = rest_.substr(0, static_cast<std::size_t>(end - rest_.begin()));
  rest_.remove_prefix(name.size());
  return name;
}

std::optional<std::string> TextReader::take_string() {
  skip_space();
  if (rest_.empty() || (rest_.front() != '"' && rest_.front() != '\'')) return std::nullopt;
  const std::size_t end = rest_.find(rest_.front(), 1);
  if (end == std::string_view::npos) return std::nullopt;
  std::string text(rest_.substr(1, end - 1));
  if (text.find('\\') != std::string::npos) return std::nullopt;
  rest_.remove_prefix(end + 1);
  return text;
}

std::optional<std::string> TextReader::take_number() {
  skip_space();
  std::size_t length = !rest_.empty() && rest_.front() == '-' ? 1 : 0;
  while (length < rest_.size() && (is_digit(rest_[length]) || rest_[length] == '.')) ++length;
  const std::string_view text = rest_.substr(0, length);
  if (text.empty() || !mapping::Decimal::parse(text)) return std::nullopt;
  rest_.remove_prefix(length);
  return std::string(text);
}

std::optional<Node> TextReader::take_literal() {
  if (auto text = take_string()) return constant_of(Scalar::Kind::text, std::move(*text));
  if (auto number = take_number()) return constant_of(Scalar::Kind::number, std::move(*number));
  if (take("true") || take("True")) return constant_of(Scalar::Kind::boolean, "true");
  if (take("false") || take("False")) return constant_of(Scalar::Kind::boolean, "false");
  if (take("none") || take("None")) return constant_of(Scalar::Kind::null);
  return std::nullopt;
}

}  // namespace adapters::mqtt::discovery
