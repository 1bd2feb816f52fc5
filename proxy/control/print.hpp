// SPDX-License-Identifier: Apache-2.0
#pragma once
// Prints a reply as text for people. Programs use --json.
// Thread: pure

#include <boost/json/array.hpp>
#include <boost/json/object.hpp>
#include <boost/json/value.hpp>

#include <string>

namespace proxy::control {

/// Objects as "key: value" lines, nested ones indented; parameters as "path = value"; other lists as tables.
std::string to_text(const boost::json::value& value);

/// Whether the reply says that the parameter can be set.
bool is_writable(const boost::json::object& parameter);

/// " = value  (type, writable, active)" of a parameter, as far as it has them.
std::string value_text(const boost::json::object& parameter);

/// The reply to `status`: its sentence, and then the rest.
std::string status_text(const boost::json::object& status);

/// The reply to `devices`: a table of the devices, and then what is found and not shown, with the reason.
std::string devices_text(const boost::json::array& devices, bool verbose);

/// The document of the reply to `data-model`: as it is, or on a terminal with what acts on it made visible.
std::string document_text(const boost::json::object& reply, bool on_terminal);

/// The reply to `log`: the levels, and then the recent lines.
std::string log_text(const boost::json::object& log);
/// An event of `log follow`.
std::string log_line(const boost::json::object& line);

}  // namespace proxy::control
