// SPDX-License-Identifier: Apache-2.0
#include "proxy/config/adapters/adapter_sections.hpp"

#include "proxy/config/rules.hpp"
#include "proxy/config/schema/schema.hpp"

#include <fmt/format.h>
#include <glob.h>

#include <algorithm>
#include <map>
#include <string_view>
#include <utility>

namespace proxy::config {
namespace {

constexpr std::size_t kMaxIncludedFiles = 256;

/// Names and paths appear in messages and in the tree, so they must not be secrets.
bool read_open(const Section& section, std::string_view key, std::string& to, Rule rule) {
  const auto* node = section.scalar(key);
  if (node == nullptr || !node->secret) return section.read(key, to, rule);
  section.error(key, "must be plain text here: !env, !file and !secret are for secret values");
  return false;
}

std::string where(const AdapterSection& adapter) {
  return fmt::format("adapter {} at {}:{}:{}", quote(adapter.name), adapter.file, adapter.line, adapter.column);
}

/// Reports at a key of an adapter's section.
void clash(const AdapterSection& adapter, std::string_view key, std::string message, Diagnostics& diagnostics) {
  const auto index = find(adapter.section, 0, key);
  diagnostics.error(position(adapter.section[index]), fmt::format("{}.{}", adapter.path, key), std::move(message));
}

void check_names(const std::vector<AdapterSection>& adapters, Diagnostics& diagnostics) {
  std::map<std::string_view, const AdapterSection*> names;
  for (const auto& adapter : adapters) {
    if (adapter.name.empty()) continue;
    const auto [first, added] = names.try_emplace(adapter.name, &adapter);
    if (!added) clash(adapter, "name", "is already the name of " + where(*first->second), diagnostics);
  }
}

/// The mounts are sorted. A mount comes directly after the mount that contains it, or after others inside of that one.
/// So it is enough to compare with the last mount that is not inside another.
void check_mounts(const std::vector<AdapterSection>& adapters, Diagnostics& diagnostics) {
  std::vector<const AdapterSection*> sorted;
  for (const auto& adapter : adapters) {
    if (!adapter.mount.empty()) sorted.push_back(&adapter);
  }
  std::stable_sort(sorted.begin(), sorted.end(),
                   [](const auto* left, const auto* right) { return left->mount < right->mount; });
  const AdapterSection* outer = nullptr;
  for (const auto* adapter : sorted) {
    if (outer == nullptr || !adapter->mount.starts_with(outer->mount)) {
      outer = adapter;
    } else {
      const bool same = adapter->mount == outer->mount;
      clash(*adapter, "mount",
            same ? fmt::format("{} is already the mount of {}", quote(adapter->mount), where(*outer))
                 : fmt::format("{} is inside of {}, the mount of {}", quote(adapter->mount), quote(outer->mount),
                               where(*outer)),
            diagnostics);
    }
  }
}

/// The files that match the pattern, sorted. The pattern is relative to `directory`.
std::vector<std::string> matching_files(const std::filesystem::path& directory, const std::string& pattern) {
  std::string absolute;
  if (!pattern.starts_with('/')) {
    for (const char letter : (directory / "").string()) {
      if (std::string_view("*?[]\\").find(letter) != std::string_view::npos) absolute.push_back('\\');
      absolute.push_back(letter);
    }
  }
  absolute += pattern;
  glob_t found{};
  std::vector<std::string> files;
  if (::glob(absolute.c_str(), 0, nullptr, &found) == 0) {
    for (std::size_t index = 0; index < found.gl_pathc; ++index) files.emplace_back(found.gl_pathv[index]);
  }
  ::globfree(&found);
  return files;
}

/// A relative path is relative to the folder of the file that contains it, perhaps an included one or a profile. The
/// adapter gets it as an absolute one.
void resolve_files(AdapterSection& adapter) {
  for (Node& node : adapter.section) {
    if (node.kind != Node::Kind::scalar || node.scalar.empty() || node.unresolved || !is_certificate_key(node.key))
      continue;
    const std::filesystem::path folder = std::filesystem::path(*node.file).parent_path();
    node.scalar = std::filesystem::absolute(folder / node.scalar).lexically_normal().string();
  }
}

}  // namespace

bool is_certificate_key(std::string_view key) {
  return key == "ca_file" || key == "client_cert_file" || key == "client_key_file";
}

void read_adapters(const Nodes& nodes, Profiles& profiles, Diagnostics& diagnostics,
                   std::vector<AdapterSection>& adapters) {
  const auto list = find(nodes, 0, "adapters");
  if (list == kNoNode || nodes[list].kind != Node::Kind::list) return;
  std::size_t number = 0;
  for (auto index = nodes[list].first_child; index != kNoNode; index = nodes[index].next, ++number) {
    if (nodes[index].kind != Node::Kind::map) continue;
    if (adapters.size() > kMaxAdapters) return;  // check_clashes() reports the first one too many
    AdapterSection adapter;
    adapter.path = fmt::format("adapters[{}]", number);
    const Section section(nodes, index, adapter.path, diagnostics);
    read_open(section, "name", adapter.name, check_name);
    read_open(section, "plugin", adapter.plugin, check_name);
    read_open(section, "mount", adapter.mount, check_mount);
    std::string profile;
    const bool has_profile = read_open(section, "profile", profile, check_name);
    const bool shows_devices = section.has("profile") || section.has("devices");  // devices need no mount
    if (!shows_devices && !section.has("mount")) section.error("mount", "is required");
    adapter.section = subtree(nodes, index);
    adapter.file = *nodes[index].file;
    adapter.line = nodes[index].line;
    adapter.column = nodes[index].column;
    if (has_profile) profiles.merge(profile, adapter);
    resolve_files(adapter);
    adapters.push_back(std::move(adapter));
  }
}

void read_included(const Section& root, const std::filesystem::path& directory, Tags& tags, Budget& budget,
                   Profiles& profiles, Diagnostics& diagnostics, std::vector<AdapterSection>& adapters) {
  std::string pattern;
  if (!read_open(root, "include", pattern, text_rule<0, 1024>) || pattern.empty()) return;
  const auto files = matching_files(directory, pattern);
  if (files.empty() && pattern.find_first_of("*?[") == std::string::npos) {
    return root.error("include", quote(pattern) + ": no such file");
  }
  if (files.size() > kMaxIncludedFiles) {
    return root.error("include", fmt::format("matches {} files: the limit is {}", files.size(), kMaxIncludedFiles));
  }
  const auto all = daemon_options();
  const auto adapters_row =
      std::find_if(all.begin(), all.end(), [](const Option& option) { return option.key == "adapters"; });
  for (const auto& file : files) {
    const auto nodes = load_document(file, &tags, budget, diagnostics);
    if (nodes.empty() || nodes[0].kind == Node::Kind::null) continue;
    validate(nodes, 0, {adapters_row, 1}, diagnostics);
    read_adapters(nodes, profiles, diagnostics, adapters);
  }
}

void check_clashes(const std::vector<AdapterSection>& adapters, Diagnostics& diagnostics) {
  if (adapters.size() > kMaxAdapters) {
    const AdapterSection& first = adapters[kMaxAdapters];
    diagnostics.error({first.file, first.line, first.column}, first.path,
                      fmt::format("is one adapter too many: at most {} are possible", kMaxAdapters));
  }
  check_names(adapters, diagnostics);
  check_mounts(adapters, diagnostics);
}

}  // namespace proxy::config
