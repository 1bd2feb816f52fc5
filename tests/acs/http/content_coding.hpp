// SPDX-License-Identifier: Apache-2.0
#pragma once
// Content-Encoding for both directions of the test ACS.
// Spec: RFC 9110, section 8.4.1; RFC 1950 (deflate), RFC 1952 (gzip)
// Thread: pure

#include <optional>
#include <string>

namespace tests::acs {

// `coding` is "gzip" or "deflate"; throws std::invalid_argument for any other.
std::string compressed(const std::string& plain, const std::string& coding);
// Nothing if it is not in that coding from its first byte to its last.
std::optional<std::string> decompressed(const std::string& packed, const std::string& coding);

}  // namespace tests::acs
