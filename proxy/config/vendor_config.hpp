// SPDX-License-Identifier: Apache-2.0
#pragma once
// The vendor configuration file: what an ACS downloads, one file with more `adapters:` that is kept beside the main
// one, and what it uploads, the whole configuration as one document without its secrets.
// Spec: TR-069 Amendment 6, A.3.2.8 and A.4.1.5 ("3 Vendor Configuration File"); TR-181
// Device.DeviceInfo.VendorConfigFile. Thread: one call at a time (it reads the environment)

#include "proxy/config/config.hpp"
#include "proxy/config/diagnostic.hpp"

#include <cstddef>
#include <filesystem>
#include <span>
#include <string>
#include <string_view>
#include <vector>

namespace proxy::config {

inline constexpr std::size_t kMaxDownloadSize = 1024 * 1024;

struct Downloaded {
  std::string name, version, description;  ///< as the file says; at most 64, 16 and 256 characters
  std::vector<AdapterSection> adapters;  ///< besides those of the configuration; none of them where something is wrong
  std::string text;                      ///< what is to be kept of it; empty: nothing
  Diagnostics diagnostics;

  bool ok() const { return !diagnostics.failed(); }
};

/// Where it is kept.
std::filesystem::path downloaded_path(const std::filesystem::path& state_dir);

/// What the text says, checked together with the configuration: everything but the adapters' own keys. `present` is
/// what runs, all of it: a masked secret takes the value that the same key of the same adapter has there. An adapter
/// that the configuration has itself, in the same words, is left out. `main_file` is where the configuration is from;
/// relative paths count from the directory of downloaded_path(). `name` is for a file that does not say its own.
Downloaded read_downloaded(std::string text, const Config& config, const std::filesystem::path& main_file,
                           std::span<const AdapterSection> present, std::string_view name = {});
/// The same of the file as it was kept; nothing at all if there is none.
Downloaded load_downloaded(const Config& config, const std::filesystem::path& main_file);

/// One document with all sections, those of these adapters among them, every secret masked. Read as a download, it
/// changes nothing. Some of them are from `downloaded`, which gives its name.
std::string shown_configuration(const Config& config, const Downloaded& downloaded,
                                std::span<const AdapterSection> adapters);
/// The same of the downloaded file alone.
std::string shown_download(const Downloaded& downloaded, std::span<const AdapterSection> adapters);

}  // namespace proxy::config
