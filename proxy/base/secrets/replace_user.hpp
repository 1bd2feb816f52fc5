// SPDX-License-Identifier: Apache-2.0
#pragma once
// Takes user name and password out of URLs.
// Spec: RFC 3986, section 3.2.1
// Thread: pure

#include <string>
#include <string_view>

namespace proxy::base {

/// In each URL of the text `by` stands for "user:password@". `ends` are the characters that end user and host: without
/// blanks and quotes for what is one URL and no text, of which a wrong one may have a password with them.
std::string replace_user(std::string_view text, std::string_view by, std::string_view ends = "/?# \t\r\n\"'");

/// `ends` of what is one URL.
inline constexpr std::string_view kUrlEnds = "/?#";

}  // namespace proxy::base
