// SPDX-License-Identifier: Apache-2.0
#pragma once
// The URLs of the YAML: absolute, or paths below the server's; with a value in them; and as they are logged.
// Thread: pure

#include <optional>
#include <string>
#include <string_view>

#include "adapters/mapping/tables/mapping.hpp"

namespace adapters::http {

/// Why the text is not a usable URL; nothing if it is. A relative URL begins with '/'.
std::optional<std::string> mistake_in_url(std::string_view url);
inline bool is_relative(std::string_view url) { return url.starts_with('/'); }

/// The text with every byte as %XX, except letters, digits, '-', '.', '_' and '~'.
std::string percent_encoded(std::string_view text);

/// The URL for logs: without the part after '?', which may have a key.
std::string label_of(std::string_view url);

mapping::Addressing addressing();

}  // namespace adapters::http
