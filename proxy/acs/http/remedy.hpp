// SPDX-License-Identifier: Apache-2.0
#pragma once
// What to do about an ACS that cannot be reached or that refuses the login: the key of the configuration to look at.
// Thread: pure

#include "proxy/config/config.hpp"

#include <curl/curl.h>

#include <string>
#include <string_view>

namespace proxy::acs {

/// About a failure of libcurl with this text, which has the reason of the TLS library; "" if no key mends it.
std::string remedy_of(CURLcode code, std::string_view text, const config::Acs& settings);

/// About a connection that ends after the TLS handshake and before any answer. With TLS 1.3 an ACS that requires a
/// certificate may refuse so: its alert comes after the handshake (RFC 8446, 4.4.2), and is lost when it closes the
/// connection while the request is being sent. "" with a client certificate.
std::string remedy_of_early_end(const config::Acs& settings);

/// About the HTTP status 401.
std::string remedy_of_refused_login(const config::Acs& settings);

}  // namespace proxy::acs
