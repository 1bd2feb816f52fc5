// SPDX-License-Identifier: Apache-2.0
#include "proxy/plugin/abi/board/column.hpp"

#include "proxy/model/path.hpp"
#include "proxy/model/value.hpp"

#include <cstring>
#include <optional>
#include <span>

namespace proxy::plugin {
namespace {

constexpr std::size_t kMaxText = 256;
constexpr std::size_t kMaxDefault = 64 * 1024;
constexpr std::size_t kMaxWords = 1000;

/// The text as canonical text of the type; empty for a null pointer, none if it does not fit.
std::optional<std::string> value_of(const char* text, model::Type type, std::size_t most) {
  if (text == nullptr) return std::string{};
  const std::size_t length = strnlen(text, most + 1);
  if (length > most) return std::nullopt;
  return model::canonical(type, {text, length});
}

bool read_words(const adapter_column& from, model::Constraints& to, std::size_t& bytes) {
  if (from.word_count > kMaxWords || (from.words == nullptr && from.word_count != 0)) return false;
  for (const char* word : std::span(from.words, from.word_count)) {
    if (word == nullptr || strnlen(word, kMaxText + 1) > kMaxText) return false;
    to.words.push_back(model::legal_text(word));
    bytes += to.words.back().size();
  }
  return true;
}

}  // namespace

ReadColumn read_column(const adapter_column* column) {
  const auto unfit = [](const char* problem) { return ReadColumn{nullptr, problem, 0}; };
  if (column == nullptr || column->name == nullptr) return unfit("declare(): the name is missing");
  const std::size_t length = strnlen(column->name, model::kMaxPathLength + 1);
  const std::string_view name(column->name, length);
  if (!model::is_relative_path(name)) return unfit("declare(): illegal name");
  if (column->type > ADAPTER_HEX_BINARY) return unfit("declare(): unknown type");
  if (column->notify > ADAPTER_NOTIFY_ACTIVE) return unfit("declare(): unknown notification");

  auto read = std::make_unique<Column>();
  model::Parameter& parameter = read->parameter;
  parameter.name = name;
  parameter.type = static_cast<model::Type>(column->type);
  read->stored = (column->flags & ADAPTER_STORED) != 0;
  parameter.writable = read->stored || (column->flags & ADAPTER_WRITABLE) != 0;
  parameter.live = !read->stored && (column->flags & ADAPTER_LIVE) != 0;
  parameter.hidden = (column->flags & ADAPTER_HIDDEN) != 0;
  parameter.notification = static_cast<model::Notification>(column->notify);
  parameter.constraints.max_length = column->max_length;
  read->confirm_timeout = std::chrono::milliseconds(column->confirm_timeout_ms);

  const auto initial = value_of(column->default_value, parameter.type, kMaxDefault);
  if (!initial) return unfit("declare(): the default does not fit the type");
  parameter.default_value = *initial;
  const bool has_bounds = column->minimum != nullptr || column->maximum != nullptr;
  if (has_bounds && !model::is_numeric(parameter.type)) return unfit("declare(): bounds, and the type is not a number");
  const auto minimum = value_of(column->minimum, model::Type::decimal, kMaxText);
  const auto maximum = value_of(column->maximum, model::Type::decimal, kMaxText);
  if (!minimum || !maximum) return unfit("declare(): a bound is not a number");
  parameter.constraints.minimum = *minimum;
  parameter.constraints.maximum = *maximum;
  std::size_t bytes = length + initial->size();
  if (!read_words(*column, parameter.constraints, bytes))
    return unfit("declare(): more than 1000 words, a word that is missing or longer than 256 bytes");
  return {std::move(read), nullptr, bytes};
}

}  // namespace proxy::plugin
