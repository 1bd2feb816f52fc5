// SPDX-License-Identifier: Apache-2.0
#pragma once
// SHA-1, for signatures that a specification computes with it and for UUIDs of version 5, and used for nothing else.
// Implemented here because the TLS library of libcurl differs from gateway to gateway.
// Spec: RFC 3174; RFC 4122, section 4.3 (UUIDs from names)
// Thread: pure

#include <string>
#include <string_view>

namespace proxy::base {

/// The 20 bytes of the digest.
std::string sha1(std::string_view text);

/// The UUID of version 5 of a name in a name space: "74738ff5-5367-5958-9aee-98fffdcd1876". `name_space` has 16 bytes.
std::string uuid_of(std::string_view name_space, std::string_view name);

}  // namespace proxy::base
