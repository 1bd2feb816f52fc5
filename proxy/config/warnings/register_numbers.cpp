// SPDX-License-Identifier: Apache-2.0
#include "proxy/config/warnings/register_numbers.hpp"

#include "proxy/config/text.hpp"
#include "proxy/config/yaml/scalars.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <string_view>

namespace proxy::config {
namespace {

struct Kind {
  std::string_view key;
  std::int64_t first;  ///< the register number of the address 0
};

constexpr std::array<Kind, 3> kKinds{{{"discrete", 10001}, {"input", 30001}, {"holding", 40001}}};
constexpr std::int64_t kMostNumbers = 9999;

bool is_sunspec(const AdapterSection& adapter) {
  bool found = false;
  for_each_scalar(adapter.section, 0, adapter.path, [&](const Node& node, const std::string&) {
    found = found || (node.key == "no_value" && node.scalar == "sunspec");
  });
  return found;
}

void check(const Node& node, const std::string& path, const Kind& kind, bool sunspec, Diagnostics& diagnostics) {
  const auto number = parse_integer(node.scalar);
  if (!number || *number < kind.first || *number >= kind.first + kMostNumbers) return;
  const bool holding = kind.key == "holding";
  if (holding && sunspec) return;
  diagnostics.warning(
      position(node), path,
      fmt::format(
          "{} is a register number as manuals write it, and addresses are counted from 0; did you mean {}?{}", *number,
          *number - kind.first,
          holding ? " If it is an address of SunSpec, write no_value: sunspec at a source of the section" : ""));
}

}  // namespace

void check_register_numbers(const AdapterSection& adapter, Diagnostics& diagnostics) {
  const bool sunspec = is_sunspec(adapter);
  for_each_scalar(adapter.section, 0, adapter.path, [&](const Node& node, const std::string& path) {
    const auto kind = std::ranges::find(kKinds, std::string_view(node.key), &Kind::key);
    if (kind != kKinds.end()) check(node, path, *kind, sunspec, diagnostics);
  });
}

}  // namespace proxy::config
