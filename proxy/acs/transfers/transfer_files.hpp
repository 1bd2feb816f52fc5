// SPDX-License-Identifier: Apache-2.0
#pragma once
// The boundary between Transfers, which moves files, and the daemon, which knows the purpose of each file type.
// Spec: TR-069 Amendment 6, A.3.2.8 (Download), A.4.1.5 (Upload), A.3.3.2 (the faults that a transfer may end with)
// Thread: loop

#include "proxy/base/error.hpp"

#include <filesystem>
#include <functional>
#include <optional>
#include <string>

namespace proxy::acs {

struct InstallRequest {
  std::string file_type;         ///< "3 Vendor Configuration File"
  std::string target_file_name;  ///< as the ACS gave it: never a path to be trusted
  std::filesystem::path file;    ///< may be renamed away; if it is still there, it is removed after `done`
  std::string command_key;
  std::string url;
};

/// How a transfer ended. A.3.3.2 does not allow 9003, 9004 and 9013 here: they are reported as 9010.
struct InstallOutcome {
  std::optional<base::Fault> fault = {};  ///< none: the file is applied
  std::string text = {};                  ///< describes the fault; at most 256 characters are reported
};

/// The daemon implements it.
class TransferFiles {
 public:
  using Refusal = std::optional<base::Error>;  ///< none: accepted
  using Done = std::function<void(InstallOutcome)>;

  /// Whether a Download of this file type is refused: with 9003 if the type is unknown, with 9001 if the configuration
  /// does not allow it.
  virtual Refusal refuse_download(const std::string& file_type) const = 0;
  /// Whether an Upload of this file type is refused, with the same faults.
  virtual Refusal refuse_upload(const std::string& file_type) const = 0;
  /// Installs a file, which is complete, closed and synced to flash. Called once for each transfer. `done` is called
  /// once on the loop, now or later (firmware, adapters); a cancelled or stopped transfer may drop it.
  virtual void install(const InstallRequest& request, const Done& done) = 0;
  /// The process ended between install() and `done`: the outcome of that install. None, as by default: the file
  /// decides. If it is gone, it was installed; if it is still there, it is installed now.
  virtual std::optional<InstallOutcome> after_restart(const InstallRequest& request) const;
  /// Writes the content for an Upload into this file.
  virtual base::Result<void> produce(const std::string& file_type, const std::filesystem::path& into) const = 0;

 protected:
  ~TransferFiles() = default;
};

}  // namespace proxy::acs
