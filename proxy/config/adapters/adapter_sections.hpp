// SPDX-License-Identifier: Apache-2.0
#pragma once
// The entries of `adapters`, from whichever file they come: read, and compared with one another.
// Thread: one at a time

#include "proxy/config/adapters/profile.hpp"
#include "proxy/config/config.hpp"
#include "proxy/config/diagnostic.hpp"
#include "proxy/config/schema/section.hpp"
#include "proxy/config/yaml/document.hpp"
#include "proxy/config/yaml/tags.hpp"

#include <filesystem>
#include <vector>

namespace proxy::config {

/// Appends the entries of the document's `adapters`, with what their profiles say.
void read_adapters(const Nodes& nodes, Profiles& profiles, Diagnostics& diagnostics,
                   std::vector<AdapterSection>& adapters);

/// Appends those of the files that the document's `include` names, a pattern relative to `directory`.
void read_included(const Section& root, const std::filesystem::path& directory, Tags& tags, Budget& budget,
                   Profiles& profiles, Diagnostics& diagnostics, std::vector<AdapterSection>& adapters);

/// No two may have one name, nor mounts of which one holds the other; told at the later one.
void check_clashes(const std::vector<AdapterSection>& adapters, Diagnostics& diagnostics);

}  // namespace proxy::config
