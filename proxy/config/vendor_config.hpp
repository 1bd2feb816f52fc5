// SPDX-License-Identifier: Apache-2.0
#pragma once
// The vendor configuration file. An ACS downloads one file with more `adapters:`, which is kept next to the main file.
// It uploads the whole configuration as one document without secrets.
// Spec: TR-069 Amendment 6, A.3.2.8 and A.4.1.5 ("3 Vendor Configuration File"); TR-181
//   Device.DeviceInfo.VendorConfigFile.
// Thread: one call at a time (it reads the environment)

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
  std::string name, version, description;  ///< from the file; at most 64, 16 and 256 characters
  std::vector<AdapterSection> adapters;    ///< those that the configuration does not have; none after an error
  std::string text;                        ///< the text to store; empty: nothing to store
  Diagnostics diagnostics;

  bool ok() const { return !diagnostics.failed(); }
};

/// The path of the stored file.
std::filesystem::path downloaded_path(const std::filesystem::path& state_dir);

/// Reads and checks the text together with the configuration, without the adapters' own keys. `present` has all running
/// adapters: a masked secret takes its value from the same key of the same adapter there. An adapter with the same
/// content in the configuration is left out. `main_file` is the file of the configuration; relative paths are relative
/// to the folder of downloaded_path(). `name` is that of the download: the
/// diagnostics call the file by it, and it is the file's name if the text has none.
Downloaded read_downloaded(std::string text, const Config& config, const std::filesystem::path& main_file,
                           std::span<const AdapterSection> present, std::string_view name = {});
/// Reads and checks the stored file; the result is empty if there is none.
Downloaded load_downloaded(const Config& config, const std::filesystem::path& main_file);

/// The whole configuration as one document, with these adapters and all secrets masked. A download of it changes
/// nothing. `downloaded` gives its name and description.
std::string shown_configuration(const Config& config, const Downloaded& downloaded,
                                std::span<const AdapterSection> adapters);
/// The downloaded file as one document, with all secrets masked.
std::string shown_download(const Downloaded& downloaded, std::span<const AdapterSection> adapters);

}  // namespace proxy::config
