// SPDX-License-Identifier: Apache-2.0
#pragma once
// Nodes as YAML text again, which reads back as the same nodes.
// Thread: pure

#include "proxy/config/yaml/node.hpp"

#include <string>
#include <string_view>

namespace proxy::config {

/// Whether YAML reads the text, without quotes, as this very text: true of numbers and most words.
bool is_plain(std::string_view text);

/// In double quotes, with all escaped that needs it.
std::string double_quoted(std::string_view text);

/// What becomes of a scalar that is secret.
enum class Secrets {
  masked,   ///< !masked "" in its place
  written,  ///< its tag, as it was written, or the text itself
};

/// Appends the entries of the map at index `map`, each on lines of its own, indented by `indent` spaces. What came from
/// a profile is left out: it comes from there again.
void write_entries(const Nodes& nodes, std::uint32_t map, Secrets secrets, std::size_t indent, std::string& out);

/// Appends the map at node 0 as one entry of a list.
void write_list_entry(const Nodes& nodes, Secrets secrets, std::size_t indent, std::string& out);

}  // namespace proxy::config
