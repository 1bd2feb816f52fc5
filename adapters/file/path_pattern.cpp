// SPDX-License-Identifier: Apache-2.0
#include "adapters/file/path_pattern.hpp"

#include <dirent.h>
#include <unistd.h>

#include <algorithm>
#include <memory>
#include <string_view>
#include <utility>

namespace adapters::file {
namespace {

using mapping::Failure;
using mapping::Outcome;
using mapping::Pattern;

constexpr std::size_t kMaxEntries = 4096;  // of one folder, and of all together

std::vector<std::string> levels_of(std::string_view path) {
  std::vector<std::string> levels;
  while (!path.empty()) {
    path.remove_prefix(1);  // the slash
    const std::size_t end = std::min(path.find('/'), path.size());
    levels.emplace_back(path.substr(0, end));
    path.remove_prefix(end);
  }
  return levels;
}

std::vector<std::string> entries_of(const std::string& folder) {
  std::vector<std::string> names;
  const std::unique_ptr<DIR, int (*)(DIR*)> directory(::opendir(folder.empty() ? "/" : folder.c_str()), &::closedir);
  if (!directory) return names;
  for (const dirent* entry = ::readdir(directory.get()); entry != nullptr && names.size() < kMaxEntries;
       entry = ::readdir(directory.get())) {
    if (entry->d_name[0] != '.') names.emplace_back(entry->d_name);
  }
  std::sort(names.begin(), names.end());
  return names;
}

/// Appends one level, which may be a capture, to each of the paths.
std::vector<FoundFile> descend(const std::vector<FoundFile>& above, const std::string& level) {
  std::vector<FoundFile> below;
  for (const FoundFile& one : above) {
    if (!level.starts_with('{')) {
      below.push_back({one.captures, one.path + '/' + level});
      continue;
    }
    for (const std::string& name : entries_of(one.path)) {
      if (below.size() == kMaxEntries) return below;
      FoundFile found{one.captures, one.path + '/' + name};
      found.captures.push_back({level.substr(1, level.size() - 2), name});
      below.push_back(std::move(found));
    }
  }
  return below;
}

Outcome<Pattern> read_path(const sdk::ConfigNode& node, mapping::Place) {
  const std::string path = node.find("file").text();
  if (!path.starts_with('/')) return Failure{"expected an absolute path"};
  for (const std::string& level : levels_of(path)) {
    if (level.empty() || level == "." || level == "..")
      return Failure{"the path must not have an empty level, '.' or '..'"};
  }
  return Pattern::parse_path(path);
}

}  // namespace

mapping::Addressing addressing() {
  mapping::Addressing addressing;
  addressing.key = "file";
  addressing.read = &read_path;
  addressing.confirm = "response";
  return addressing;
}

std::vector<FoundFile> find_files(const Pattern& pattern) {
  std::vector<FoundFile> found{{}};
  for (const std::string& level : levels_of(pattern.text())) found = descend(found, level);
  std::erase_if(found, [](const FoundFile& file) { return ::access(file.path.c_str(), F_OK) != 0; });
  return found;
}

}  // namespace adapters::file
