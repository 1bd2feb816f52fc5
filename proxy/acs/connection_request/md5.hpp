// SPDX-License-Identifier: Apache-2.0
#pragma once
// MD5, which HTTP digest authentication is built upon; for nothing else.
// Spec: RFC 1321
// Thread: pure

#include <string>
#include <string_view>

namespace proxy::acs {

/// The digest as 32 lower case hex digits.
std::string md5_hex(std::string_view text);

}  // namespace proxy::acs
