// SPDX-License-Identifier: Apache-2.0
#pragma once
// JSON as devices write it, which is not always JSON: a byte order mark in front, a NaN in the place of a number.
// Spec: RFC 8259, 8.1 (a byte order mark may be ignored)
// Thread: pure

#include <boost/json/storage_ptr.hpp>
#include <boost/json/value.hpp>
#include <cstddef>
#include <string_view>

#include "adapters/mapping/values/payload.hpp"

namespace adapters::mapping {

std::string_view without_byte_order_mark(std::string_view text);
/// Without white space and NULs around it, and without a byte order mark.
std::string_view trimmed(std::string_view text);

/// The document. On failure `error` says why, of the text as it is.
boost::json::value parse_json(std::string_view text, Grammar grammar, std::size_t max_depth,
                              boost::json::error_code& error, boost::json::storage_ptr memory = {});

}  // namespace adapters::mapping
