// SPDX-License-Identifier: Apache-2.0
#pragma once
// A configuration document as a flat array, with tags and aliases resolved. Every node has its position. An adapter
// receives its section in this form.
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
  bool quoted = false;      ///< the scalar was in quotes or a block: it is always text
  bool secret = false;      ///< from !env, !secret or !file, or of a secret key: never show it
  bool unresolved = false;  ///< its tag could not be resolved, which is reported already: do not check it
  bool inherited = false;   ///< from a profile: not part of the section as written
  bool masked = false;      ///< stands for the present value (vendor_config.hpp); unresolved until it is found
  std::string key;          ///< of an entry of a map; empty in a list and for the root
  std::string scalar;       ///< of a scalar; empty otherwise
  std::shared_ptr<const std::string> tag;   ///< "!env \"NAME\"", the origin of the scalar; null without a tag
  std::shared_ptr<const std::string> file;  ///< shared by all nodes of a file; never null in a loaded document
  std::uint32_t line = 1, column = 1;       ///< of the value, from 1, columns in bytes; of an alias, where it is used
  std::uint32_t key_line = 1, key_column = 1;  ///< of the key; the value's own in a list
  std::uint32_t first_child = kNoNode;         ///< index into the array
  std::uint32_t next = kNoNode;                ///< the next entry of the same list or map
};

using Nodes = std::vector<Node>;

/// The entry with that key in the map at index `map`; kNoNode if there is no such entry or `map` is not a map.
std::uint32_t find(const Nodes& nodes, std::uint32_t map, std::string_view key);

/// Appends the node at `index` of `from`, with all nodes below it, to another array. Returns its index there.
std::uint32_t append(const Nodes& from, std::uint32_t index, Nodes& to);

/// The node `root` and all below it as an array of their own; node 0 is `root`, without key. Order and positions stay.
Nodes subtree(const Nodes& nodes, std::uint32_t root);

/// Removes the entry at index `child` from the list or map at index `parent`. The node stays in the array, unused.
void unlink(Nodes& nodes, std::uint32_t parent, std::uint32_t child);

/// Whether two arrays from subtree() have the same content, wherever their positions are. This decides whether a reload
/// replaces an adapter.
bool same_content(const Nodes& left, const Nodes& right);

}  // namespace proxy::config
