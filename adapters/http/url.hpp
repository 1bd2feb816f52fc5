// SPDX-License-Identifier: Apache-2.0
#pragma once
// URLs as the YAML has them: absolute, or paths below the server's; with a value in them; and as people may see them.
// Thread: pure

#include <optional>
#include <string>
#include <string_view>

#include "adapters/mapping/tables/mapping.hpp"

namespace adapters::http {

/// Why the text is no URL that can be asked; nothing if it is one. relative: it begins with '/'.
std::optional<std::string> mistake_in_url(std::string_view url);
inline bool is_relative(std::string_view url) { return url.starts_with('/'); }

/// Everything but letters, digits, '-', '.', '_' and '~' as %XX.
std::string percent_encoded(std::string_view text);

/// Without what stands behind '?', which may be a key.
std::string label_of(std::string_view url);

mapping::Addressing addressing();

}  // namespace adapters::http
