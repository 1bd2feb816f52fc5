// SPDX-License-Identifier: Apache-2.0
#include "proxy/gateway/text.hpp"

namespace proxy::gateway {
namespace {

std::string_view without(std::string_view white, std::string_view text) {
  const std::size_t begin = text.find_first_not_of(white);
  if (begin == std::string_view::npos) return {};
  return text.substr(begin, text.find_last_not_of(white) + 1 - begin);
}

}  // namespace

bool all_of_list(std::string_view list, const std::function<bool(std::string_view)>& good, std::string_view white) {
  if (without(white, list).empty()) return true;
  while (true) {
    const std::size_t comma = list.find(',');
    if (!good(without(white, list.substr(0, comma)))) return false;
    if (comma == std::string_view::npos) return true;
    list.remove_prefix(comma + 1);
  }
}

}  // namespace proxy::gateway
