// SPDX-License-Identifier: Apache-2.0
#pragma once
// The types of transferred files: what a Download does with a file, and where the content of an Upload comes from.
// Spec: TR-069 Amendment 6, A.3.2.8 and Table 31 (Download), A.4.1.5 and Table 46 (Upload)
// Thread: loop

#include "proxy/acs/transfers/transfer_files.hpp"
#include "proxy/daemon/configuration/configuration.hpp"
#include "proxy/plugin/router.hpp"
#include "proxy/state/store.hpp"

#include <boost/asio/io_context.hpp>

#include <functional>
#include <optional>
#include <string>

namespace proxy::daemon {

class TransferFiles final : public acs::TransferFiles {
 public:
  /// What a transferred file is read from and given to.
  struct Components {
    boost::asio::io_context& loop;
    model::Tree& tree;
    const state::Store& store;
    Configuration& configuration;
    plugin::Router& router;
    const gateway::VendorFiles& vendor_files;
  };
  class Dependencies {
   public:
    /// Restarts the gateway as soon as no session is open: firmware_command has installed an image.
    virtual void restart_with_new_firmware() = 0;

   protected:
    ~Dependencies() = default;
  };

  /// Components and dependencies outlive this object.
  TransferFiles(const Components& components, Dependencies& dependencies)
      : components_(components), dependencies_(dependencies) {}

  Refusal refuse_download(const std::string& file_type) const override;
  Refusal refuse_upload(const std::string& file_type) const override;
  void install(const acs::InstallRequest& request, const Done& done) override;
  std::optional<acs::InstallOutcome> after_restart(const acs::InstallRequest& request) const override;
  base::Result<void> produce(const std::string& file_type, const std::filesystem::path& into) const override;

  /// Returns whether firmware_command is running. Then nothing may restart, and `then` is called when the command has
  /// ended, in place of the restart after a success.
  bool postpone(std::function<void()> then);

 private:
  void install_firmware(const acs::InstallRequest& request, const Done& done);
  void firmware_ended(const acs::InstallOutcome& outcome);
  void install_configuration(const acs::InstallRequest& request, const Done& done);
  std::function<std::string()> upload(const std::string& file_type) const;

  Components components_;
  Dependencies& dependencies_;
  bool firmware_runs_ = false;
  Done firmware_done_;
  std::function<void()> after_firmware_;
};

}  // namespace proxy::daemon
