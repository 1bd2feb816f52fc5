// SPDX-License-Identifier: Apache-2.0
#include "proxy/daemon/configuration/configuration.hpp"

#include "proxy/base/log.hpp"
#include "proxy/config/loader.hpp"
#include "proxy/config/text.hpp"
#include "proxy/daemon/core_dumps.hpp"
#include "proxy/daemon/durable_file.hpp"

#include <sys/stat.h>
#include <boost/json.hpp>

#include <algorithm>
#include <string_view>
#include <utility>

namespace proxy::daemon {
namespace {

namespace log = base::log;
using Severity = config::Diagnostic::Severity;

/// Whether the parameters of Device.Time. that time_command makes writable stay as they are.
bool has_same_time_parameters(const config::Config& running, const config::Config& loaded) {
  return running.time_command.empty() == loaded.time_command.empty();
}

/// The changed sections that need a restart of the daemon.
std::vector<std::string> needs_restart(const config::Config& running, const config::Config& loaded) {
  std::vector<std::string> sections;
  if (running.device != loaded.device) sections.emplace_back("device");
  if (running.acs != loaded.acs) sections.emplace_back("acs");
  if (running.connection_request != loaded.connection_request) sections.emplace_back("connection_request");
  if (running.state_dir != loaded.state_dir) sections.emplace_back("state_dir");
  if (running.control_socket != loaded.control_socket) sections.emplace_back("control_socket");
  if (running.control_group != loaded.control_group) sections.emplace_back("control_group");
  if (running.monitor.socket != loaded.monitor.socket || running.monitor.group != loaded.monitor.group)
    sections.emplace_back("monitor");
  if (running.adapter_dir != loaded.adapter_dir) sections.emplace_back("adapter_dir");
  if (!has_same_time_parameters(running, loaded)) sections.emplace_back("time_command");
  return sections;
}

/// Logs each error and warning.
void log_all(const config::Diagnostics& diagnostics) {
  for (const config::Diagnostic& entry : diagnostics.entries()) {
    if (entry.severity == Severity::error) {
      log::error("daemon.configuration.error", "{}", to_string(entry));
    } else {
      log::warning("daemon.configuration.warning", "{}", to_string(entry));
    }
  }
}

/// The first error, with the file's name in place of its path: short enough for a FaultString.
std::string first_mistake(const config::Diagnostics& diagnostics) {
  for (config::Diagnostic entry : diagnostics.entries()) {
    if (entry.severity != Severity::error) continue;
    entry.at.file = std::filesystem::path(entry.at.file).filename().string();
    return to_string(entry);
  }
  return {};
}

base::SystemTime written(const std::filesystem::path& file) {
  struct stat status {};
  return ::stat(file.c_str(), &status) == 0 ? std::chrono::system_clock::from_time_t(status.st_mtime)
                                            : base::SystemTime{};
}

/// The last part of the URL's path.
std::string_view file_name(std::string_view url) {
  url = url.substr(0, url.find_first_of("?#"));
  return url.substr(url.rfind('/') + 1);
}

}  // namespace

std::vector<AdapterSet::Created> Configuration::create_adapters(config::Diagnostics& diagnostics) {
  auto created = adapters_.create(adapter_dir_, running_.adapters, diagnostics);
  if (diagnostics.failed()) return created;
  downloaded_ = config::load_downloaded(running_, file_);
  std::ranges::move(create_downloaded(downloaded_), std::back_inserter(created));
  show(model::Origin::start);
  return created;
}

/// A downloaded file that is no longer valid, for instance because the main file has changed, is ignored as a whole.
std::vector<AdapterSet::Created> Configuration::create_downloaded(config::Downloaded& downloaded) {
  auto created = adapters_.create(adapter_dir_, adapters_.changed(downloaded.adapters), downloaded.diagnostics);
  if (downloaded.ok()) return created;
  log::error("daemon.vendor_config.ignored", "the downloaded configuration file has errors; it is not used");
  log_all(downloaded.diagnostics);
  downloaded = {};
  return {};
}

boost::system::result<boost::json::object, std::string> Configuration::reload() {
  config::LoadResult loaded = config::load(file_);
  if (!loaded.ok()) return loaded.diagnostics.text();
  // An unchanged adapter is not created again: it already has its sockets and files.
  auto created =
      adapters_.create(loaded.config.adapter_dir, adapters_.changed(loaded.config.adapters), loaded.diagnostics);
  if (loaded.diagnostics.failed()) return loaded.diagnostics.text();
  const std::vector<std::string> after_restart = needs_restart(running_, loaded.config);
  take(std::move(loaded.config));
  downloaded_ = config::load_downloaded(running_, file_);
  std::ranges::move(create_downloaded(downloaded_), std::back_inserter(created));
  const AdapterSet::Changes changes = replace(std::move(created));
  for (const std::string& section : after_restart)
    log::warning("daemon.reload.restart_needed", "a change of {} takes effect only after a restart", section);
  log::info("daemon.reload.done", "the configuration is reloaded: {} adapters added, {} replaced, {} removed",
            changes.added.size(), changes.replaced.size(), changes.removed.size());
  return boost::json::object{{"added", boost::json::value_from(changes.added)},
                             {"replaced", boost::json::value_from(changes.replaced)},
                             {"removed", boost::json::value_from(changes.removed)},
                             {"after_restart", boost::json::value_from(after_restart)}};
}

/// Uses the sections that can change while the daemon runs.
void Configuration::take(config::Config loaded) {
  log::configure(loaded.log);
  running_.log = std::move(loaded.log);
  running_.monitor.allow_set = loaded.monitor.allow_set;
  running_.reboot_command = std::move(loaded.reboot_command);
  running_.reboot_timeout = loaded.reboot_timeout;
  running_.firmware_command = std::move(loaded.firmware_command);
  running_.firmware_timeout = loaded.firmware_timeout;
  if (has_same_time_parameters(running_, loaded)) running_.time_command = std::move(loaded.time_command);
  running_.core_dumps = loaded.core_dumps;
  allow_core_dumps(running_.core_dumps);
  running_.vendor_config = std::move(loaded.vendor_config);
  running_.adapters = std::move(loaded.adapters);
  running_.document = std::move(loaded.document);
  running_.profile_dir = std::move(loaded.profile_dir);
  adapter_dir_ = std::move(loaded.adapter_dir);
}

std::optional<base::Error> Configuration::install(const std::filesystem::path& file, std::string_view url) {
  auto [text, unreadable] = config::read_file(file, config::kMaxDownloadSize);
  if (!unreadable.empty()) return base::Error{base::Fault::file_corrupted, {}, std::move(unreadable)};
  config::Downloaded downloaded =
      config::read_downloaded(std::move(text), running_, file_, adapters_.running(), file_name(url));
  auto created = adapters_.create(adapter_dir_, adapters_.changed(downloaded.adapters), downloaded.diagnostics);
  if (!downloaded.ok()) {
    log::error("daemon.vendor_config.rejected", "the downloaded configuration file has errors; it changes nothing");
    log_all(downloaded.diagnostics);
    return base::Error{base::Fault::file_corrupted, {}, first_mistake(downloaded.diagnostics)};
  }
  log_all(downloaded.diagnostics);
  if (downloaded.text != downloaded_.text) {
    const auto path = config::downloaded_path(running_.state_dir);
    const auto error = downloaded.text.empty() ? remove_file(path) : replace_file(path, downloaded.text);
    if (error) {
      return base::Error{base::Fault::file_transfer_failure, {}, "the file cannot be stored: " + error.message()};
    }
  }
  downloaded_ = std::move(downloaded);
  const AdapterSet::Changes changes = replace(std::move(created));
  log::info("daemon.vendor_config.installed",
            "the downloaded configuration file is in use: {} adapters added, {} replaced, {} removed",
            changes.added.size(), changes.replaced.size(), changes.removed.size());
  return std::nullopt;
}

AdapterSet::Changes Configuration::replace(std::vector<AdapterSet::Created> created) {
  auto changes = adapters_.replace(all_adapters(), std::move(created));
  show(model::Origin::local);
  return changes;
}

void Configuration::show(model::Origin origin) {
  shown_.show(gateway::VendorFiles::kRunning,
              {.name = "running-configuration.yaml",
               .date = written(file_),
               .description = "The whole configuration, with the downloaded file; secrets are masked.",
               .backup = true},
              origin);
  if (downloaded_.text.empty()) return shown_.hide(gateway::VendorFiles::kDownloaded);
  const auto path = config::downloaded_path(running_.state_dir);
  shown_.show(gateway::VendorFiles::kDownloaded,
              {.name = downloaded_.name.empty() ? path.filename().string() : downloaded_.name,
               .version = downloaded_.version,
               .date = written(path),
               .description = downloaded_.description},
              origin);
}

std::vector<config::AdapterSection> Configuration::all_adapters() const {
  std::vector<config::AdapterSection> all = running_.adapters;
  all.insert(all.end(), downloaded_.adapters.begin(), downloaded_.adapters.end());
  return all;
}

/// The running ones of these sections, in which the secrets are marked.
std::vector<config::AdapterSection> Configuration::marked(std::span<const config::AdapterSection> sections) const {
  std::vector<config::AdapterSection> found;
  for (const config::AdapterSection& section : sections) {
    for (const config::AdapterSection& running : adapters_.running()) {
      if (running.name == section.name) found.push_back(running);
    }
  }
  return found;
}

std::string Configuration::text() const {
  return config::shown_configuration(running_, downloaded_, marked(all_adapters()));
}

std::string Configuration::downloaded_text() const {
  return config::shown_download(downloaded_, marked(downloaded_.adapters));
}

std::optional<std::string> Configuration::software_version() const {
  config::LoadResult loaded = config::load(file_);
  if (!loaded.ok()) return std::nullopt;
  return std::move(loaded.config.device.software_version);
}

std::error_code forget_downloaded(const std::filesystem::path& state_dir) {
  return remove_file(config::downloaded_path(state_dir));
}

void check_downloaded(const config::Config& config, const std::filesystem::path& file,
                      config::Diagnostics& diagnostics) {
  config::Downloaded downloaded = config::load_downloaded(config, file);
  check_adapters(config, downloaded.adapters, downloaded.diagnostics);
  for (const config::Diagnostic& entry : downloaded.diagnostics.entries()) {
    diagnostics.warning(entry.at, entry.path,
                        entry.message + (entry.severity == Severity::error ? "; the downloaded file is not used" : ""));
  }
}

}  // namespace proxy::daemon
