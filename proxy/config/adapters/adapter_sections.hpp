// SPDX-License-Identifier: Apache-2.0
#pragma once
// Reads the entries of `adapters` from all files, and finds conflicts between them.
// Thread: one at a time

#include "proxy/config/adapters/profile.hpp"
#include "proxy/config/config.hpp"
#include "proxy/config/diagnostic.hpp"
#include "proxy/config/schema/section.hpp"
#include "proxy/config/yaml/document.hpp"
#include "proxy/config/yaml/tags.hpp"

#include <cstddef>
#include <filesystem>
#include <string_view>
#include <vector>

namespace proxy::config {

/// Whether the key of an adapter's section, at any depth, names a file that the adapter opens.
bool is_certificate_key(std::string_view key);

/// Appends the entries of the document's `adapters`, with the defaults of their profiles. A file that a key of
/// is_certificate_key() names has an absolute path then.
void read_adapters(const Nodes& nodes, Profiles& profiles, Diagnostics& diagnostics,
                   std::vector<AdapterSection>& adapters);

/// Appends the entries of the included files. `include` is a pattern relative to `directory`.
void read_included(const Section& root, const std::filesystem::path& directory, Tags& tags, Budget& budget,
                   Profiles& profiles, Diagnostics& diagnostics, std::vector<AdapterSection>& adapters);

/// Of all files together: each adapter may have threads and connections of its own.
inline constexpr std::size_t kMaxAdapters = 100;

/// Reports two adapters with the same name, mounts inside each other, and one adapter too many, at the later adapter.
void check_clashes(const std::vector<AdapterSection>& adapters, Diagnostics& diagnostics);

}  // namespace proxy::config
