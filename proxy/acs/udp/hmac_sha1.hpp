// SPDX-License-Identifier: Apache-2.0
#pragma once
// HMAC-SHA1, with which STUN messages, UDP connection requests and lightweight notifications are signed; for nothing
// else. Like MD5 it is our own: the library that libcurl is built with differs from gateway to gateway.
// Spec: RFC 2104, RFC 3174
// Thread: pure

#include <string>
#include <string_view>

namespace proxy::acs {

/// The 20 bytes of the signature.
std::string hmac_sha1(std::string_view key, std::string_view text);
/// "3545F7B5...": two upper case digits for each byte.
std::string upper_hex(std::string_view bytes);

}  // namespace proxy::acs
