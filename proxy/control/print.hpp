// SPDX-License-Identifier: Apache-2.0
#pragma once
// Turns a reply into lines for people. Who wants to parse them asks for --json.
// Thread: pure

#include <boost/json/value.hpp>

#include <string>

namespace proxy::control {

/// Objects as "key: value" lines, nested ones indented; parameters as "path = value"; other lists as tables.
std::string to_text(const boost::json::value& value);

}  // namespace proxy::control
