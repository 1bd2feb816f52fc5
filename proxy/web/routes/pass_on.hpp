// SPDX-License-Identifier: Apache-2.0
#pragma once
// Passes the daemon's reply on to the browser as it comes: a tree of any size takes the memory of a block.
// Thread: loop

#include "proxy/web/http/message.hpp"
#include "proxy/web/link/daemon.hpp"

#include <memory>
#include <string>
#include <string_view>

namespace proxy::web {

/// Asks the daemon and answers with the result: 200; a refusal: 404 if it says that there is no such parameter, 403 if
/// it denies the request, otherwise 400; no daemon: 503.
void pass_on(Daemon& daemon, const control::Request& request, std::shared_ptr<Reply> reply);

/// The response for one whole line of the daemon.
Response to_response(std::string_view line);

}  // namespace proxy::web
