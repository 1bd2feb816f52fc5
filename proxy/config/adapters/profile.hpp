// SPDX-License-Identifier: Apache-2.0
#pragma once
// Profiles: files that hold defaults for an adapter's own keys, so that a section need say only what differs.
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
  /// `directory` is where <name>.yaml is looked for; the budget and the diagnostics outlive the object.
  Profiles(std::filesystem::path directory, Budget& budget, Diagnostics& diagnostics)
      : directory_(std::move(directory)), budget_(budget), diagnostics_(diagnostics) {}

  /// Gives the section, which has the key `profile`, what the profile of that name says and it does not say itself:
  /// maps are merged key by key, anything else that stands in the section wins. What comes from the profile keeps its
  /// position there, and is marked as inherited.
  void merge(const std::string& name, AdapterSection& adapter);

 private:
  Nodes read(const std::string& name, const AdapterSection& adapter);
  void report_missing(const std::string& name, const AdapterSection& adapter);

  std::filesystem::path directory_;
  Budget& budget_;
  Diagnostics& diagnostics_;
};

}  // namespace proxy::config
