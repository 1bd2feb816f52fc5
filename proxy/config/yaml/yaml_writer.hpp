// SPDX-License-Identifier: Apache-2.0
#pragma once
// Writes nodes as YAML text that reads back as the same nodes.
// Thread: pure

#include "proxy/config/yaml/node.hpp"

#include <string>
#include <string_view>

namespace proxy::config {

/// Whether the text needs no quotes in YAML: true for numbers and most words.
bool is_plain(std::string_view text);

/// The text in double quotes, escaped.
std::string double_quoted(std::string_view text);

/// How a secret scalar is written.
enum class Secrets {
  masked,   ///< !masked "" in its place
  written,  ///< its tag as written, or the text itself
};

/// Appends the entries of the map at index `map`, indented by `indent` spaces. Nodes from a profile are left out,
/// because the profile adds them again.
void write_entries(const Nodes& nodes, std::uint32_t map, Secrets secrets, std::size_t indent, std::string& out);

/// Appends the map at node 0 as one entry of a list.
void write_list_entry(const Nodes& nodes, Secrets secrets, std::size_t indent, std::string& out);

}  // namespace proxy::config
