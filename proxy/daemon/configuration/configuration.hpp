// SPDX-License-Identifier: Apache-2.0
#pragma once
// The running configuration: the main file with its included files, and the vendor configuration file that an ACS has
// downloaded. Reload, download and upload.
// Spec: TR-069 Amendment 6, A.3.2.8 (Download), Table 25
// Thread: loop. Except for create_adapters(), no function that changes it is called while the tree is frozen.

#include "proxy/base/error.hpp"
#include "proxy/config/config.hpp"
#include "proxy/config/diagnostic.hpp"
#include "proxy/config/vendor_config.hpp"
#include "proxy/daemon/configuration/adapter_set.hpp"
#include "proxy/gateway/device_info/vendor_files.hpp"

#include <boost/json/object.hpp>
#include <boost/system/result.hpp>

#include <filesystem>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <system_error>
#include <vector>

namespace proxy::daemon {

class Configuration {
 public:
  /// `config` is the content of `file`. The adapters and the tables outlive this object and may be constructed after
  /// it.
  Configuration(config::Config config, std::filesystem::path file, AdapterSet& adapters, gateway::VendorFiles& shown)
      : running_(std::move(config)),
        file_(std::move(file)),
        adapter_dir_(running_.adapter_dir),
        adapters_(adapters),
        shown_(shown) {}
  Configuration(const Configuration&) = delete;
  Configuration& operator=(const Configuration&) = delete;

  const config::Config& running() const { return running_; }
  const std::filesystem::path& file() const { return file_; }

  /// Called once, at the start. Logs errors of the downloaded file and then ignores it.
  std::vector<AdapterSet::Created> create_adapters(config::Diagnostics& diagnostics);

  /// Returns the changes as JSON; or the errors, and then nothing has changed.
  boost::system::result<boost::json::object, std::string> reload();

  /// Replaces the downloaded vendor configuration file. Returns a fault for the transfer if the file has errors, which
  /// are all logged; then nothing has changed.
  std::optional<base::Error> install(const std::filesystem::path& file, std::string_view url);

  /// The whole configuration, and only the downloaded file, both without secrets.
  std::string text() const;
  std::string downloaded_text() const;

  /// The software version in the present main file; none if the file cannot be read.
  std::optional<std::string> software_version() const;

 private:
  std::vector<AdapterSet::Created> create_downloaded(config::Downloaded& downloaded);
  AdapterSet::Changes replace(std::vector<AdapterSet::Created> created);
  std::vector<config::AdapterSection> all_adapters() const;
  std::vector<config::AdapterSection> marked(std::span<const config::AdapterSection> sections) const;
  void take(config::Config loaded);
  void show(model::Origin origin);

  config::Config running_;
  const std::filesystem::path file_;
  std::filesystem::path adapter_dir_;  ///< for adapters that start from now on; running() has the one of the start
  config::Downloaded downloaded_;
  AdapterSet& adapters_;
  gateway::VendorFiles& shown_;
};

/// Removes the downloaded file: part of a FactoryReset, before the configuration is loaded.
std::error_code forget_downloaded(const std::filesystem::path& state_dir);

/// Checks the downloaded file for --check-config. Its errors become warnings, because the daemon starts without it.
void check_downloaded(const config::Config& config, const std::filesystem::path& file,
                      config::Diagnostics& diagnostics);

}  // namespace proxy::daemon
