// SPDX-License-Identifier: Apache-2.0
#include "proxy/base/secrets/replace_user.hpp"

namespace proxy::base {

std::string replace_user(std::string_view text, std::string_view by, std::string_view ends) {
  constexpr std::string_view kScheme = "://";
  std::string replaced;
  for (std::size_t at = text.find(kScheme); at != std::string_view::npos; at = text.find(kScheme)) {
    replaced += text.substr(0, at + kScheme.size());
    text.remove_prefix(at + kScheme.size());
    const std::string_view authority = text.substr(0, text.find_first_of(ends));
    if (const std::size_t end = authority.rfind('@'); end != std::string_view::npos) {
      replaced += by;
      text.remove_prefix(end + 1);
    }
  }
  return replaced.append(text);
}

}  // namespace proxy::base
