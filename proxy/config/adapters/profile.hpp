// SPDX-License-Identifier: Apache-2.0
#pragma once
// Profiles: files with defaults for an adapter's own keys. A section has only the keys that differ.
// Thread: one at a time

#include "proxy/config/config.hpp"
#include "proxy/config/diagnostic.hpp"
#include "proxy/config/yaml/document.hpp"

#include <filesystem>
#include <string>
#include <utility>

namespace proxy::config {

class Profiles {
 public:
  /// `directory` has the files <name>.yaml. Budget and diagnostics outlive this object.
  Profiles(std::filesystem::path directory, Budget& budget, Diagnostics& diagnostics)
      : directory_(std::move(directory)), budget_(budget), diagnostics_(diagnostics) {}

  /// Adds the keys of the profile that the section does not have. Maps are merged key by key; for everything else the
  /// section wins. Nodes from the profile keep their position in the profile and are marked as inherited.
  void merge(const std::string& name, AdapterSection& adapter);

 private:
  Nodes read(const std::string& name, const AdapterSection& adapter);
  void report_missing(const std::string& name, const AdapterSection& adapter);

  std::filesystem::path directory_;
  Budget& budget_;
  Diagnostics& diagnostics_;
};

}  // namespace proxy::config
