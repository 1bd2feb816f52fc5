// SPDX-License-Identifier: Apache-2.0
#pragma once
// A configuration document as a flat array, tags and aliases resolved, every node with its position. It is the form in
// which an adapter receives its section.
// Thread: any

#include <cstdint>
#include <memory>
#include <string>
#include <string_view>
#include <vector>

namespace proxy::config {

inline constexpr std::uint32_t kNoNode = UINT32_MAX;

struct Node {
  enum class Kind : std::uint8_t { null, scalar, list, map };

  Kind kind = Kind::null;
  bool quoted = false;      ///< the scalar stood in quotes or as a block: it is text, whatever it looks like
  bool secret = false;      ///< it came from !env, !secret or !file, or its key is a secret's: never quote it
  bool unresolved = false;  ///< its tag could not be resolved, which is reported already: not to be checked further
  bool inherited = false;   ///< it came from a profile: not part of the section as it was written
  bool masked = false;      ///< stands for the present value (vendor_config.hpp); unresolved until that is found
  std::string key;          ///< of an entry of a map; empty in a list and for the root
  std::string scalar;       ///< of a scalar; empty otherwise
  std::shared_ptr<const std::string> tag;   ///< "!env \"NAME\"", where the scalar came from; null without a tag
  std::shared_ptr<const std::string> file;  ///< shared by all nodes of a file; never null in a loaded document
  std::uint32_t line = 1, column = 1;       ///< of the value, from 1, columns in bytes; of an alias, where it is used
  std::uint32_t key_line = 1, key_column = 1;  ///< of the key; the value's own in a list
  std::uint32_t first_child = kNoNode;         ///< index into the array
  std::uint32_t next = kNoNode;                ///< the next entry of the same list or map
};

using Nodes = std::vector<Node>;

/// The entry of that key in the map at index `map`; kNoNode where there is none or `map` is no map.
std::uint32_t find(const Nodes& nodes, std::uint32_t map, std::string_view key);

/// Appends the node at `index` of `from`, with all below it, to another array. The answer is its index there.
std::uint32_t append(const Nodes& from, std::uint32_t index, Nodes& to);

/// The subtree below `root` as an array of its own, in which it is node 0 without key. Order and positions are kept.
Nodes subtree(const Nodes& nodes, std::uint32_t root);

/// Takes the entry at index `child` out of the list or map at index `parent`; the array keeps its node, unused.
void unlink(Nodes& nodes, std::uint32_t parent, std::uint32_t child);

/// Whether two arrays made by subtree() say the same, wherever they stand: what decides if a reload replaces an
/// adapter.
bool same_content(const Nodes& left, const Nodes& right);

}  // namespace proxy::config
