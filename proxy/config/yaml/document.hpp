// SPDX-License-Identifier: Apache-2.0
#pragma once
// Reads one YAML file into an array of nodes, and refuses what yaml-cpp lets pass: a second document, a second entry
// of the same key, merge keys, text behind the root, documents that grow beyond all bounds.
// Thread: one at a time

#include "proxy/config/diagnostic.hpp"
#include "proxy/config/yaml/node.hpp"

#include <cstddef>
#include <filesystem>
#include <string>

namespace proxy::config {

class Tags;

inline constexpr std::size_t kMaxFileSize = 4 * 1024 * 1024;
inline constexpr std::size_t kMaxNodes = 200'000;
inline constexpr std::size_t kMaxDepth = 64;

/// What the files of one run may still grow by: aliases are copies, and few bytes can ask for millions of them.
struct Budget {
  std::size_t nodes = kMaxNodes;
};

/// The nodes of the file, node 0 its root: a null one where the file says nothing. No nodes after an error that leaves
/// nothing to look at; after other errors they are there, so that the rest can be checked too. Without `tags` a tag is
/// an error.
Nodes load_document(const std::filesystem::path& path, Tags* tags, Budget& budget, Diagnostics& diagnostics);
/// The same of a text that is there already; `file` is what it is called in messages, and where relative paths in it
/// count from.
Nodes parse_document(const std::string& file, std::string text, Tags* tags, Budget& budget, Diagnostics& diagnostics);

}  // namespace proxy::config
