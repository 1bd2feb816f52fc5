// SPDX-License-Identifier: Apache-2.0
#pragma once
// Removes what looks like a secret from texts that leave the machine. The daemon masks the secrets that it knows;
// this is the second fence, for those in URLs, in parameters of devices and in sections of other adapters.
// Thread: pure

#include <boost/json/value.hpp>

#include <string>
#include <string_view>

namespace proxy::control {

/// Replaces by "***": user and password of a URL, the query of a URL, the credentials behind Bearer, Basic and Digest,
/// and the value behind a word such as `password`, with `:` or `=` between.
std::string without_secrets(std::string_view text);

/// The same for each text of a reply; also the value of a parameter whose name is that of a secret.
void mask_secrets(boost::json::value& reply);

}  // namespace proxy::control
