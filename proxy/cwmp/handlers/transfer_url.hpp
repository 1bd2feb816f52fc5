// SPDX-License-Identifier: Apache-2.0
#pragma once
// Which URLs a file may be fetched from or sent to.
// Spec: TR-069 Amendment 6, A.3.2.8 (URL: no userinfo; 9013), RFC 3986
// Thread: pure

#include "proxy/base/error.hpp"

#include <optional>
#include <string_view>

namespace proxy::cwmp {

/// None: it is good. 9013 for a scheme other than http and https, 9003 for what is no URL, or one with userinfo.
std::optional<base::Error> refuse_url(std::string_view url);

}  // namespace proxy::cwmp
