// SPDX-License-Identifier: Apache-2.0
#include "adapters/mapping/configuration/admission.hpp"

#include <algorithm>

namespace adapters::mapping {
namespace {

constexpr std::int64_t kDefaultDevices = 200;

std::vector<std::string> read_globs(const sdk::ConfigNode& list) {
  std::vector<std::string> globs;
  for (const sdk::ConfigNode node : list.children()) {
    if (node.scalar().empty()) node.report("an identity or a name is expected here, in which * and ? stand for others");
    globs.push_back(node.text());
  }
  return globs;
}

bool matches_any(const std::vector<std::string>& globs, std::string_view identity, std::string_view name) {
  return std::any_of(globs.begin(), globs.end(),
                     [&](const std::string& glob) { return matches_glob(glob, identity) || matches_glob(glob, name); });
}

}  // namespace

// Of all '*' only the last one is ever tried again: what those before it have matched stays right.
bool matches_glob(std::string_view glob, std::string_view text) {
  std::size_t at = 0;
  std::size_t in_text = 0;
  std::size_t star = std::string_view::npos;
  std::size_t resume = 0;
  while (in_text < text.size()) {
    if (at < glob.size() && glob[at] == '*') {
      star = at++;
      resume = in_text;
    } else if (at < glob.size() && (glob[at] == '?' || glob[at] == text[in_text])) {
      ++at;
      ++in_text;
    } else if (star != std::string_view::npos) {
      at = star + 1;
      in_text = ++resume;
    } else {
      return false;
    }
  }
  return glob.find_first_not_of('*', at) == std::string_view::npos;
}

Admission::Admission(const sdk::ConfigNode& section)
    : deny_(read_globs(section.find("deny"))), auto_add_(section.find("auto_add").boolean(true)) {
  if (const sdk::ConfigNode allow = section.find("allow")) allow_ = read_globs(allow);
  const std::int64_t most = section.find("max_devices").integer(kDefaultDevices);
  max_devices_ = static_cast<std::size_t>(std::clamp<std::int64_t>(most, 1, 10000));
  // A glob that matches everything names no device.
  if (!auto_add_) {
    std::erase_if(allow_, [](const std::string& glob) { return glob.find_first_not_of('*') == std::string::npos; });
  }
}

std::string Admission::why_not(std::string_view identity, std::string_view name) const {
  if (matches_any(deny_, identity, name)) return "'deny' has it";
  if (matches_any(allow_, identity, name)) return {};
  return auto_add_ ? "'allow' does not have it" : "waits for being allowed";
}

}  // namespace adapters::mapping
