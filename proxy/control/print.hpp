// SPDX-License-Identifier: Apache-2.0
#pragma once
// Prints a reply as text for people. Programs use --json.
// Thread: pure

#include <boost/json/value.hpp>

#include <string>

namespace proxy::control {

/// Objects as "key: value" lines, nested ones indented; parameters as "path = value"; other lists as tables.
std::string to_text(const boost::json::value& value);

}  // namespace proxy::control
