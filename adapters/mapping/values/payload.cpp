// SPDX-License-Identifier: Apache-2.0
#include "adapters/mapping/values/payload.hpp"

#include <array>
#include <boost/json/monotonic_resource.hpp>
#include <boost/json/serialize.hpp>
#include <boost/json/value.hpp>
#include <charconv>
#include <cmath>
#include <utility>

#include "adapters/mapping/values/device_json.hpp"

namespace adapters::mapping {
namespace {

namespace json = boost::json;

template <class Number>
std::string number_text(Number number) {
  std::array<char, 32> digits{};
  return {digits.data(), std::to_chars(digits.data(), digits.data() + digits.size(), number).ptr};
}

/// An index as RFC 6901 has it: no sign and no leading zero; "-" is the element after the last, which is never there.
const json::value* element(const json::array& array, const std::string& token) {
  std::size_t index = 0;
  const auto [end, error] = std::from_chars(token.data(), token.data() + token.size(), index);
  if (error != std::errc{} || end != token.data() + token.size()) return nullptr;
  if (token.size() > 1 && token.front() == '0') return nullptr;
  return array.if_contains(index);
}

Scalar scalar_of(const json::value& value) {
  switch (value.kind()) {
    case json::kind::null: return {Scalar::Kind::null, {}};
    case json::kind::bool_: return {Scalar::Kind::boolean, value.get_bool() ? "true" : "false"};
    case json::kind::int64: return {Scalar::Kind::number, number_text(value.get_int64())};
    case json::kind::uint64: return {Scalar::Kind::number, number_text(value.get_uint64())};
    case json::kind::double_:
      // 1e999 is read as infinity, which is no number of any type and no text either.
      if (!std::isfinite(value.get_double())) return {};
      return {Scalar::Kind::number, number_text(value.get_double())};
    case json::kind::string: return {Scalar::Kind::text, std::string(value.get_string())};
    case json::kind::array:
    case json::kind::object: break;
  }
  return {Scalar::Kind::container, {}};
}

/// Null where there is nothing at the pointer.
const json::value* find(const json::value& root, const Pointer& pointer) {
  const json::value* value = &root;
  for (const std::string& token : pointer.tokens()) {
    if (const json::object* object = value->if_object()) {
      value = object->if_contains(token);
    } else if (const json::array* array = value->if_array()) {
      value = element(*array, token);
    } else {
      value = nullptr;
    }
    if (value == nullptr) return nullptr;
  }
  return value;
}

/// What a key finds, if that can be an identity.
std::string identity_in(const json::value& member, const Pointer& key) {
  const json::value* found = find(member, key);
  if (found == nullptr) return {};
  const Scalar scalar = scalar_of(*found);
  const bool names = scalar.kind == Scalar::Kind::text || scalar.kind == Scalar::Kind::number;
  return names ? scalar.text : std::string{};
}

std::string text_of(const json::value& member) {
  if (member.is_structured()) return json::serialize(member);
  return member.is_null() ? "null" : scalar_of(member).text;
}

}  // namespace

Outcome<Pointer> Pointer::parse(std::string_view text) {
  Pointer pointer;
  if (!text.empty() && !text.starts_with('/')) return Failure{"a JSON Pointer begins with '/'"};
  for (std::size_t i = 0; i < text.size(); ++i) {
    if (text[i] == '/') {
      pointer.tokens_.emplace_back();
    } else if (text[i] != '~') {
      pointer.tokens_.back() += text[i];
    } else {
      ++i;
      if (i == text.size() || (text[i] != '0' && text[i] != '1')) return Failure{"'~' is written ~0 and '/' ~1"};
      pointer.tokens_.back() += text[i] == '0' ? '~' : '/';
    }
  }
  return pointer;
}

Pointer Pointer::of(std::vector<std::string> tokens) {
  Pointer pointer;
  pointer.tokens_ = std::move(tokens);
  return pointer;
}

struct Payload::Document {
  json::monotonic_resource memory;
  json::value root;
};

Payload::Payload(std::string_view bytes, PayloadLimits limits) : bytes_(bytes), limits_(limits) {}
Payload::~Payload() = default;

std::string_view Payload::text() const { return trimmed(bytes_); }

Scalar Payload::whole() const {
  if (text() == "null") return {Scalar::Kind::null, {}};
  return {Scalar::Kind::text, std::string(text())};
}

bool Payload::is_json() {
  if (!parsed_) parse();
  parsed_ = true;
  return document_ != nullptr;
}

void Payload::parse() {
  if (too_large()) {
    reason_ = "it is longer than max_payload_bytes";
    return;
  }
  auto document = std::make_unique<Document>();
  json::error_code error;
  document->root = parse_json(bytes_, limits_.grammar, limits_.max_depth, error, &document->memory);
  if (error) {
    reason_ = "it is not JSON: " + error.message();
  } else if (!document->root.is_structured()) {
    reason_ = "it is neither a JSON object nor a JSON array";
  } else {
    document_ = std::move(document);
  }
}

Scalar Payload::at(const Pointer& pointer) {
  if (!is_json()) return {};
  const json::value* value = find(document_->root, pointer);
  return value == nullptr ? Scalar{} : scalar_of(*value);
}

Scalar Payload::document_at(const Pointer& pointer) {
  const json::value* value = is_json() ? find(document_->root, pointer) : nullptr;
  if (value == nullptr) return {};
  if (value->is_structured()) return {Scalar::Kind::container, json::serialize(*value)};
  return scalar_of(*value);
}

std::vector<Scalar> Payload::elements_at(const Pointer& pointer) {
  const json::value* value = is_json() ? find(document_->root, pointer) : nullptr;
  std::vector<Scalar> elements;
  if (value == nullptr || !value->is_array()) return elements;
  for (const json::value& element : value->get_array()) elements.push_back(scalar_of(element));
  return elements;
}

std::optional<Member> Payload::member_at(const Pointer& pointer, const Pointer& key) {
  const json::value* value = is_json() ? find(document_->root, pointer) : nullptr;
  if (value == nullptr || !value->is_object()) return std::nullopt;
  std::string identity = identity_in(*value, key);
  if (identity.empty() || identity.find('/') != std::string::npos) return std::nullopt;
  return Member{std::move(identity), text_of(*value)};
}

Outcome<std::vector<Member>> Payload::members(const Pointer& pointer, const std::optional<Pointer>& key,
                                              std::size_t& unnamed) {
  if (!is_json()) return Failure{reason_};
  const json::value* holder = find(document_->root, pointer);
  if (holder == nullptr || !holder->is_structured()) return Failure{"no object or array at the rows' pointer"};
  std::vector<Member> members;
  const auto add = [&](std::string identity, const json::value& member) {
    if (identity.empty() || identity.find('/') != std::string::npos) {
      ++unnamed;
    } else {
      members.push_back({std::move(identity), text_of(member)});
    }
  };
  if (const json::array* array = holder->if_array()) {
    if (!key) return Failure{"rows from an array need a key"};
    for (const json::value& member : *array) add(identity_in(member, *key), member);
  } else {
    for (const json::key_value_pair& entry : holder->get_object()) {
      add(key ? identity_in(entry.value(), *key) : std::string(entry.key()), entry.value());
    }
  }
  return members;
}

}  // namespace adapters::mapping
