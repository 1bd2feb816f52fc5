// SPDX-License-Identifier: Apache-2.0
#include "proxy/model/path.hpp"

#include <algorithm>
#include <charconv>

namespace proxy::model {
namespace {

bool is_letter(char c) { return (c >= 'A' && c <= 'Z') || (c >= 'a' && c <= 'z') || c == '_'; }
bool is_name_character(char c) { return is_letter(c) || (c >= '0' && c <= '9') || c == '-'; }

}  // namespace

bool is_name(std::string_view name) {
  return !name.empty() && is_letter(name.front()) && std::all_of(name.begin(), name.end(), is_name_character);
}

bool is_relative_path(std::string_view path) {
  if (path.size() > kMaxPathLength) return false;
  while (true) {
    const auto dot = path.find('.');
    if (!is_name(path.substr(0, dot))) return false;
    if (dot == std::string_view::npos) return true;
    path.remove_prefix(dot + 1);
  }
}

std::optional<std::uint32_t> instance_number(std::string_view segment) {
  if (segment.empty() || segment.front() < '1' || segment.front() > '9') return std::nullopt;
  std::uint32_t number = 0;
  const auto [end, error] = std::from_chars(segment.data(), segment.data() + segment.size(), number);
  if (error != std::errc{} || end != segment.data() + segment.size()) return std::nullopt;
  return number;
}

}  // namespace proxy::model
