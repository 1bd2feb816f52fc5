// SPDX-License-Identifier: Apache-2.0
#pragma once
// HMAC-SHA1, the signature of STUN messages, UDP connection requests and lightweight notifications, and used for
// nothing else.
// Spec: RFC 2104
// Thread: pure

#include <string>
#include <string_view>

namespace proxy::acs {

/// The 20 bytes of the signature.
std::string hmac_sha1(std::string_view key, std::string_view text);
/// "3545F7B5...": two upper case digits for each byte.
std::string upper_hex(std::string_view bytes);

}  // namespace proxy::acs
