// SPDX-License-Identifier: Apache-2.0
#pragma once
// The JSON documents in which devices describe themselves, read within bounds, and their members as texts.
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

/// Whatever it is, or nothing and the reason in `why`.
std::optional<boost::json::value> parse_document(std::string_view text, const mapping::PayloadLimits& limits,
                                                 std::string& why);
/// The object, or nothing and the reason in `why`.
std::optional<boost::json::object> parse_object(std::string_view text, const mapping::PayloadLimits& limits,
                                                std::string& why);

/// A text, a number or a boolean as text; "" for anything else and where nothing is.
std::string text_at(const boost::json::object& object, std::string_view key);
std::string text_at(const boost::json::object& object, std::string_view key, std::string_view otherwise);
std::string text_of(const boost::json::value& value);
std::optional<mapping::Decimal> number_at(const boost::json::object& object, std::string_view key);
/// Null where there is none.
const boost::json::object* object_at(const boost::json::object& object, std::string_view key);
/// The texts of a list; a text alone is a list of one.
std::vector<std::string> texts_at(const boost::json::object& object, std::string_view key);
bool is_true_at(const boost::json::object& object, std::string_view key);

}  // namespace adapters::mqtt::discovery
