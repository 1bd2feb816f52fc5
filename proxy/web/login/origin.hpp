// SPDX-License-Identifier: Apache-2.0
#pragma once
// Under which names a browser may speak to this server, and from which pages it may change something.
// Spec: RFC 6454 (origin), RFC 9110 7.2 (Host)
// Thread: pure

#include "proxy/web/settings/settings.hpp"

#include <string>
#include <string_view>

namespace proxy::web {

/// The host of "Gateway.lan:7580" or "[::1]:7580" in lower case, without port, brackets and final dot; empty if the
/// text is neither.
std::string host_of(std::string_view authority);

/// A page of another site cannot reach a server on loopback by a name of its own that resolves to 127.0.0.1 (DNS
/// rebinding): there only localhost, loopback addresses and `allowed_hosts` are accepted. Elsewhere, where a login is
/// needed, any name, or those of `allowed_hosts` if there are any.
bool is_allowed_host(const std::string& host, const Settings& settings);

/// Whether a page of `origin` ("https://gateway:7580") is of the server at that scheme and authority.
bool is_same_origin(std::string_view origin, std::string_view scheme, std::string_view authority);

}  // namespace proxy::web
