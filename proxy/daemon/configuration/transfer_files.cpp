// SPDX-License-Identifier: Apache-2.0
#include "proxy/daemon/configuration/transfer_files.hpp"

#include "proxy/base/log.hpp"
#include "proxy/daemon/durable_file.hpp"
#include "proxy/daemon/run_command.hpp"

#include <fmt/format.h>

#include <utility>

namespace proxy::daemon {
namespace {

using acs::InstallOutcome;
using acs::InstallRequest;
using base::Error;
using base::Fault;

constexpr std::string_view kFirmware = "1 Firmware Upgrade Image";
constexpr std::string_view kConfiguration = "3 Vendor Configuration File";
constexpr std::string_view kDownloads =
    "1 Firmware Upgrade Image, 3 Vendor Configuration File, or of the adapters' own";
constexpr std::string_view kUploads =
    "1 Vendor Configuration File, 2 Vendor Log File, 3 Vendor Configuration File <i>, 4 Vendor Log File <i>";
constexpr const char* kSoftwareVersion = "Device.DeviceInfo.SoftwareVersion";

/// Exit statuses of firmware_command with a fault of their own.
constexpr int kCorrupted = 18;
constexpr int kNotAuthentic = 19;

InstallOutcome outcome_of(std::optional<Error> error) {
  if (!error) return {};
  return {error->fault, std::move(error->detail)};
}

InstallOutcome outcome_of(const CommandEnd& end) {
  if (end.problem.empty()) return {};
  const Fault fault = end.exit_code == kCorrupted      ? Fault::file_corrupted
                      : end.exit_code == kNotAuthentic ? Fault::file_authentication_failure
                                                       : Fault::file_transfer_failure;
  return {fault, "firmware_command: " + end.problem};
}

Error not_taken(const std::string& file_type, std::string_view known) {
  return {Fault::invalid_arguments, {}, fmt::format("the file type \"{}\" is not one of {}", file_type, known)};
}

}  // namespace

// ---- Download -------------------------------------------------------------------------------------------------------

TransferFiles::Refusal TransferFiles::refuse_download(const std::string& file_type) const {
  if (file_type == kConfiguration || components_.router.takes_file(file_type)) return std::nullopt;
  if (file_type != kFirmware) return not_taken(file_type, kDownloads);
  if (!components_.configuration.running().firmware_command.empty()) return std::nullopt;
  return Error{Fault::request_denied, {}, "firmware_command is not configured"};
}

void TransferFiles::install(const InstallRequest& request, const Done& done) {
  if (request.file_type == kFirmware) return install_firmware(request, done);
  if (request.file_type == kConfiguration) return install_configuration(request, done);
  components_.router.put_file(request.file_type, request.file,
                              [done](std::optional<Error> error) { done(outcome_of(std::move(error))); });
}

void TransferFiles::install_firmware(const InstallRequest& request, const Done& done) {
  firmware_done_ = done;
  if (firmware_runs_) return;  // the endpoint has restarted meanwhile
  const config::Config& config = components_.configuration.running();
  if (config.firmware_command.empty()) {
    return std::exchange(firmware_done_, nullptr)({Fault::request_denied, "firmware_command is no longer configured"});
  }
  std::vector<std::string> command = config.firmware_command;
  command.push_back(request.file.string());
  base::log::info("daemon.firmware.started", "firmware_command starts with the image {}", request.file.string());
  firmware_runs_ = true;
  run_command(components_.loop, std::move(command), config.firmware_timeout,
              [this](const CommandEnd& end) { firmware_ended(outcome_of(end)); });
}

/// done() stores the report before the gateway restarts, so that the Inform with 1 BOOT has it.
void TransferFiles::firmware_ended(const InstallOutcome& outcome) {
  firmware_runs_ = false;
  const auto done = std::exchange(firmware_done_, nullptr);
  const auto postponed = std::exchange(after_firmware_, nullptr);
  if (outcome.fault) base::log::error("daemon.firmware.failed", "{}", outcome.text);
  done(outcome);
  if (postponed) return postponed();  // a reboot or a factory reset, which includes the restart
  if (!outcome.fault) dependencies_.restart_with_new_firmware();
}

bool TransferFiles::postpone(std::function<void()> then) {
  if (firmware_runs_) after_firmware_ = std::move(then);
  return firmware_runs_;
}

void TransferFiles::install_configuration(const InstallRequest& request, const Done& done) {
  components_.tree.when_thawed(
      [this, request, done] { done(outcome_of(components_.configuration.install(request.file, request.url))); });
}

/// The command does not get an image a second time: if it restarts the gateway itself, that would never end. The
/// version shows whether the image was installed. Other files are simply installed again.
std::optional<InstallOutcome> TransferFiles::after_restart(const InstallRequest& request) const {
  if (request.file_type != kFirmware || firmware_runs_) return std::nullopt;
  const auto version = components_.tree.find(kSoftwareVersion);
  const auto before = components_.store.facts.acknowledged_value(kSoftwareVersion);
  if (version && before && components_.tree.value(*version) != *before) return InstallOutcome{};
  return InstallOutcome{Fault::file_transfer_failure,
                        "the gateway restarted during firmware_command, and the software version has not changed"};
}

// ---- Upload ---------------------------------------------------------------------------------------------------------

TransferFiles::Refusal TransferFiles::refuse_upload(const std::string& file_type) const {
  if (upload(file_type)) return std::nullopt;
  return not_taken(file_type, kUploads);
}

/// The function that returns the content of this type of file; empty for an unknown type.
std::function<std::string()> TransferFiles::upload(const std::string& file_type) const {
  using gateway::VendorFiles;
  const Configuration& configuration = components_.configuration;
  const auto numbered = [&](std::string_view type, std::uint32_t number) {
    return file_type == fmt::format("{} {}", type, number);
  };
  if (file_type == "1 Vendor Configuration File" || numbered(kConfiguration, VendorFiles::kRunning)) {
    return [&configuration] { return configuration.text(); };
  }
  if (numbered(kConfiguration, VendorFiles::kDownloaded) && components_.vendor_files.shows(VendorFiles::kDownloaded)) {
    return [&configuration] { return configuration.downloaded_text(); };
  }
  if (file_type == "2 Vendor Log File" || numbered("4 Vendor Log File", VendorFiles::kLog)) return &base::log::recent;
  return nullptr;
}

base::Result<void> TransferFiles::produce(const std::string& file_type, const std::filesystem::path& into) const {
  const auto content = upload(file_type);
  if (!content) return not_taken(file_type, kUploads);
  if (const auto error = replace_file(into, content())) {
    return Error{Fault::upload_failure, {}, "the file cannot be written: " + error.message()};
  }
  return {};
}

}  // namespace proxy::daemon
