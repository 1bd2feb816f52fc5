// SPDX-License-Identifier: Apache-2.0
#pragma once
// The percent-encoding of URLs.
// Spec: RFC 3986 2.1
// Thread: any

#include <optional>
#include <string>
#include <string_view>

namespace proxy::base {

/// The text with each "%41" as its byte, in digits of either case. nullopt if two hex digits do not follow a "%".
std::optional<std::string> percent_decoded(std::string_view text);

}  // namespace proxy::base
