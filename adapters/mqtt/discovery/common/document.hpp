// SPDX-License-Identifier: Apache-2.0
#pragma once
// Parses the JSON documents of descriptions within bounds, and reads their members as texts.
// Spec: RFC 8259
// Thread: pure

#include <boost/json/object.hpp>
#include <boost/json/value.hpp>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "adapters/mapping/values/decimal.hpp"
#include "adapters/mapping/values/payload.hpp"

namespace adapters::mqtt::discovery {

/// Any JSON value; nothing, with the reason in `why`, if the text is not usable.
std::optional<boost::json::value> parse_document(std::string_view text, const mapping::PayloadLimits& limits,
                                                 std::string& why);
/// A JSON object; nothing, with the reason in `why`, if the text is not one.
std::optional<boost::json::object> parse_object(std::string_view text, const mapping::PayloadLimits& limits,
                                                std::string& why);

/// A text, a number or a boolean as text; "" for anything else and for a missing member.
std::string text_at(const boost::json::object& object, std::string_view key);
std::string text_at(const boost::json::object& object, std::string_view key, std::string_view otherwise);
std::string text_of(const boost::json::value& value);
std::optional<mapping::Decimal> number_at(const boost::json::object& object, std::string_view key);
/// Null without such an object.
const boost::json::object* object_at(const boost::json::object& object, std::string_view key);
/// The texts of a list; a single text is a list of one.
std::vector<std::string> texts_at(const boost::json::object& object, std::string_view key);
bool is_true_at(const boost::json::object& object, std::string_view key);

}  // namespace adapters::mqtt::discovery
