// SPDX-License-Identifier: Apache-2.0
#pragma once
// The configuration that runs: the main file and what it includes, and the vendor configuration file that an ACS may
// have downloaded. Loaded, reloaded, replaced by a download, shown to who uploads it.
// Spec: TR-069 Amendment 6, A.3.2.8 (Download), Table 25
// Thread: loop. But for create_adapters() nothing that changes it is called while the tree is frozen.

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
  /// `config` is what `file` says; the adapters and the tables outlive it, and may be made after it.
  Configuration(config::Config config, std::filesystem::path file, AdapterSet& adapters, gateway::VendorFiles& shown)
      : running_(std::move(config)),
        file_(std::move(file)),
        adapter_dir_(running_.adapter_dir),
        adapters_(adapters),
        shown_(shown) {}
  Configuration(const Configuration&) = delete;
  Configuration& operator=(const Configuration&) = delete;

  const config::Config& running() const { return running_; }

  /// At the start, once. What is wrong with the downloaded file is logged, and none of it is taken.
  std::vector<AdapterSet::Created> create_adapters(config::Diagnostics& diagnostics);

  /// What has changed as JSON; or what is wrong, and then nothing has changed.
  boost::system::result<boost::json::object, std::string> reload();

  /// Takes a vendor configuration file in place of the one before. A fault that a transfer may have, and then nothing
  /// has changed; all that is wrong with the file is in the log.
  std::optional<base::Error> install(const std::filesystem::path& file, std::string_view url);

  /// The whole configuration, and the downloaded file alone, without secrets.
  std::string text() const;
  std::string downloaded_text() const;

  /// What the main file says of it now; none where it cannot be read.
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
  std::filesystem::path adapter_dir_;  ///< of adapters that start from now on; running() has that of the start
  config::Downloaded downloaded_;
  AdapterSet& adapters_;
  gateway::VendorFiles& shown_;
};

/// FactoryReset, before the configuration is loaded: there is no downloaded file any more.
std::error_code forget_downloaded(const std::filesystem::path& state_dir);

/// What --check-config says of the downloaded file: warnings, as the daemon starts without it.
void check_downloaded(const config::Config& config, const std::filesystem::path& file,
                      config::Diagnostics& diagnostics);

}  // namespace proxy::daemon
