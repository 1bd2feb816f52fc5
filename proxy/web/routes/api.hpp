// SPDX-License-Identifier: Apache-2.0
#pragma once
// The commands of the daemon that a page may give: which path is which command, and how its arguments are written.
// Thread: pure

#include "proxy/control/protocol.hpp"
#include "proxy/web/http/message.hpp"

#include <optional>
#include <variant>

namespace proxy::web {

/// The command of a GET below /api/; a response if an argument is missing; none if the path is no command.
std::optional<std::variant<control::Request, Response>> read_command(const Request& request);

/// The `set` of a POST with the JSON {"path": ..., "value": ...}: a text, a number or true and false.
std::variant<control::Request, Response> set_command(const Request& request);

/// The password in the JSON {"password": ...}; none if it is not that.
std::optional<std::string> password_of(const Request& request);

}  // namespace proxy::web
