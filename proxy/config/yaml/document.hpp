// SPDX-License-Identifier: Apache-2.0
#pragma once
// Reads one YAML file into an array of nodes. Rejects what yaml-cpp accepts: a second document, duplicate keys, merge
// keys, text after the root, documents without limits.
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

/// The number of nodes that the files of one run may still add. Aliases are copies: a few bytes can request millions.
struct Budget {
  std::size_t nodes = kMaxNodes;
};

/// The nodes of the file; node 0 is its root, a null node for an empty file. Returns no nodes after an error that ends
/// parsing; after other errors it returns the nodes, so that the rest can be checked too. Without `tags` a tag is an
/// error.
Nodes load_document(const std::filesystem::path& path, Tags* tags, Budget& budget, Diagnostics& diagnostics);
/// Reads a text as load_document() reads a file. `file` is its name in messages, and the base of relative paths in
/// it.
Nodes parse_document(const std::string& file, std::string text, Tags* tags, Budget& budget, Diagnostics& diagnostics);

}  // namespace proxy::config
