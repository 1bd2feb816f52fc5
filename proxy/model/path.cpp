// SPDX-License-Identifier: Apache-2.0
#include "proxy/model/path.hpp"

#include "proxy/model/value.hpp"

#include <algorithm>
#include <charconv>

namespace proxy::model {
namespace {

constexpr std::string_view kOwnPrefix = "cpe-";

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

std::optional<InstanceIdentifier> leading_instance(std::string_view text) {
  // No alias holds a bracket, but it may hold dots.
  const auto end = text.starts_with('[') ? text.find("].") : text.find('.');
  if (end == std::string_view::npos) return std::nullopt;
  if (text.starts_with('[')) {
    const auto alias = text.substr(1, end - 1);
    if (!alias_problem(alias).empty()) return std::nullopt;
    return InstanceIdentifier{.alias = alias, .length = end + 2};
  }
  const auto segment = text.substr(0, end);
  if (segment == "*") return InstanceIdentifier{.is_wildcard = true, .length = end + 1};
  const auto number = instance_number(segment);
  if (!number) return std::nullopt;
  return InstanceIdentifier{.number = *number, .length = end + 1};
}

std::string_view alias_problem(std::string_view alias) {
  // What is no ASCII may be a letter of any script.
  const auto begins_well = [](char c) { return (is_letter(c) && c != '_') || static_cast<unsigned char>(c) >= 0x80; };
  const auto is_forbidden = [](char c) { return c == '[' || c == ']' || static_cast<unsigned char>(c) < 0x20; };
  if (alias.empty() || !begins_well(alias.front())) return "an alias begins with a letter";
  if (std::any_of(alias.begin(), alias.end(), is_forbidden)) return "an alias has no brackets or control characters";
  return characters(alias) > kMaxAliasLength ? "an alias has at most 64 characters" : "";
}

std::string own_alias(std::uint32_t number) { return std::string(kOwnPrefix) + std::to_string(number); }

std::optional<std::uint32_t> number_of_own_alias(std::string_view alias) {
  return alias.starts_with(kOwnPrefix) ? instance_number(alias.substr(kOwnPrefix.size())) : std::nullopt;
}

}  // namespace proxy::model
