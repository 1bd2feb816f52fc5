// SPDX-License-Identifier: Apache-2.0
#include "proxy/config/adapters/profile.hpp"

#include "proxy/config/schema/schema.hpp"

#include <algorithm>
#include <string_view>
#include <system_error>
#include <vector>

namespace proxy::config {
namespace {

/// Adds the entries of the profile's map at index `from` that the map at index `map` does not have.
void merge_map(Nodes& section, std::uint32_t map, const Nodes& profile, std::uint32_t from) {
  std::uint32_t last = kNoNode;
  for (auto child = section[map].first_child; child != kNoNode; child = section[child].next) last = child;
  for (auto entry = profile[from].first_child; entry != kNoNode; entry = profile[entry].next) {
    const auto own = find(section, map, profile[entry].key);
    if (own == kNoNode) {
      const auto copied = append(profile, entry, section);
      (last == kNoNode ? section[map].first_child : section[last].next) = copied;
      last = copied;
    } else if (section[own].kind == Node::Kind::map && profile[entry].kind == Node::Kind::map) {
      merge_map(section, own, profile, entry);
    }
  }
}

}  // namespace

void Profiles::merge(const std::string& name, AdapterSection& adapter) {
  const Nodes profile = read(name, adapter);
  if (profile.empty()) return;
  merge_map(adapter.section, 0, profile, 0);
  // The nodes in the order of a section in one file: a reload compares them in this order.
  adapter.section = subtree(adapter.section, 0);
}

/// The nodes of the profile, a map; none if there is nothing to merge.
Nodes Profiles::read(const std::string& name, const AdapterSection& adapter) {
  const auto file = directory_ / (name + ".yaml");
  std::error_code error;
  if (!std::filesystem::exists(file, error)) {
    report_missing(name, adapter);
    return {};
  }
  Nodes nodes = load_document(file, nullptr, budget_, diagnostics_);
  if (nodes.empty() || nodes[0].kind == Node::Kind::null) return {};
  if (nodes[0].kind != Node::Kind::map) {
    diagnostics_.error(position(nodes[0]), {}, "must be a map of the adapter's own keys");
    return {};
  }
  for (auto index = nodes[0].first_child; index != kNoNode; index = nodes[index].next) {
    const std::string& key = nodes[index].key;
    const auto host = adapter_options();
    const bool is_host = std::any_of(host.begin(), host.end(), [&](const Option& option) { return option.key == key; });
    if (is_host || key == "include") {
      diagnostics_.error(key_position(nodes[index]), key,
                         "is not allowed in a profile, which holds only the adapter's own keys");
    }
  }
  for (Node& node : nodes) node.inherited = true;
  return nodes;
}

void Profiles::report_missing(const std::string& name, const AdapterSection& adapter) {
  std::vector<std::string> names;
  std::error_code error;
  for (const auto& entry : std::filesystem::directory_iterator(directory_, error)) {
    if (entry.path().extension() == ".yaml") names.push_back(entry.path().stem().string());
  }
  std::sort(names.begin(), names.end());
  std::string list;
  for (const std::string& known : names) list.append(list.empty() ? "; available: " : ", ").append(known);
  diagnostics_.error(position(adapter.section[find(adapter.section, 0, "profile")]), adapter.path + ".profile",
                     "no profile " + quote(name) + " in profile_dir " + directory_.string() +
                         (names.empty() ? ": the folder has no profiles" : list));
}

}  // namespace proxy::config
