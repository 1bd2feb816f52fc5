// SPDX-License-Identifier: Apache-2.0
#pragma once
// Reads the arguments of each RPC that an ACS may call. Which RPCs there are stands in one table, in the .cpp file.
// Spec: TR-069 Amendment 6, A.3
// Thread: pure

#include "proxy/base/error.hpp"
#include "proxy/cwmp/rpc.hpp"

#include <pugixml.hpp>

#include <optional>
#include <string_view>

namespace proxy::cwmp {

/// The request whose element this is; 9003 if an argument is missing or not of its type; none if this version of CWMP
/// has no such RPC, or we have not.
std::optional<base::Result<Request>> read_request(std::string_view method, const pugi::xml_node& element,
                                                  Version version);

}  // namespace proxy::cwmp
