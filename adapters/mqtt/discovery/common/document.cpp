// SPDX-License-Identifier: Apache-2.0
#include "adapters/mqtt/discovery/common/document.hpp"

#include <array>
#include <boost/json/value.hpp>
#include <charconv>
#include <cmath>
#include <utility>

#include "adapters/mapping/values/device_json.hpp"

namespace adapters::mqtt::discovery {
namespace {

namespace json = boost::json;

constexpr std::size_t kMaxTexts = 1024;

template <class Number>
std::string number_text(Number number) {
  std::array<char, 32> digits{};
  return {digits.data(), std::to_chars(digits.data(), digits.data() + digits.size(), number).ptr};
}

}  // namespace

std::optional<json::value> parse_document(std::string_view text, const mapping::PayloadLimits& limits,
                                          std::string& why) {
  if (text.size() > limits.max_bytes) {
    why = "the message is longer than max_payload_bytes";
    return std::nullopt;
  }
  json::error_code error;
  json::value document = mapping::parse_json(text, limits.grammar, limits.max_depth, error);
  if (error) {
    why = "not JSON: " + error.message();
    return std::nullopt;
  }
  return document;
}

std::optional<json::object> parse_object(std::string_view text, const mapping::PayloadLimits& limits,
                                         std::string& why) {
  std::optional<json::value> document = parse_document(text, limits, why);
  if (!document) return std::nullopt;
  if (!document->is_object()) {
    why = "not a JSON object";
    return std::nullopt;
  }
  return std::move(document->get_object());
}

std::string text_of(const json::value& value) {
  switch (value.kind()) {
    case json::kind::bool_: return value.get_bool() ? "true" : "false";
    case json::kind::int64: return number_text(value.get_int64());
    case json::kind::uint64: return number_text(value.get_uint64());
    case json::kind::double_:
      return std::isfinite(value.get_double()) ? number_text(value.get_double()) : std::string();
    case json::kind::string: return std::string(value.get_string());
    case json::kind::null:
    case json::kind::array:
    case json::kind::object: break;
  }
  return {};
}

std::string text_at(const json::object& object, std::string_view key) {
  const json::value* value = object.if_contains(key);
  return value == nullptr ? std::string() : text_of(*value);
}

std::string text_at(const json::object& object, std::string_view key, std::string_view otherwise) {
  const json::value* value = object.if_contains(key);
  return value == nullptr || value->is_null() || value->is_structured() ? std::string(otherwise) : text_of(*value);
}

std::optional<mapping::Decimal> number_at(const json::object& object, std::string_view key) {
  return mapping::Decimal::parse(text_at(object, key));
}

const json::object* object_at(const json::object& object, std::string_view key) {
  const json::value* value = object.if_contains(key);
  return value == nullptr ? nullptr : value->if_object();
}

std::vector<std::string> texts_at(const json::object& object, std::string_view key) {
  std::vector<std::string> texts;
  const json::value* value = object.if_contains(key);
  if (value == nullptr) return texts;
  if (const json::array* array = value->if_array()) {
    for (const json::value& member : *array) {
      if (texts.size() == kMaxTexts) break;
      std::string text = text_of(member);
      if (!text.empty()) texts.push_back(std::move(text));
    }
  } else if (std::string text = text_of(*value); !text.empty()) {
    texts.push_back(std::move(text));
  }
  return texts;
}

bool is_true_at(const json::object& object, std::string_view key) {
  const json::value* value = object.if_contains(key);
  return value != nullptr && value->is_bool() && value->get_bool();
}

}  // namespace adapters::mqtt::discovery
