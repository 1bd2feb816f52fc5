// SPDX-License-Identifier: Apache-2.0
#pragma once
// What is done with the files that are transferred: the boundary between the transfers, which move them, and the
// daemon, which knows what each type of file is for. Spec: TR-069 Amendment 6, A.3.2.8 (Download), A.4.1.5 (Upload),
// A.3.3.2 (which faults a transfer may end with) Thread: loop

#include "proxy/base/error.hpp"

#include <filesystem>
#include <functional>
#include <optional>
#include <string>

namespace proxy::acs {

struct InstallRequest {
  std::string file_type;         ///< "3 Vendor Configuration File"
  std::string target_file_name;  ///< as the ACS gave it: never a path to be trusted
  std::filesystem::path file;    ///< may be renamed away; what is left of it is removed after `done`
  std::string command_key;
  std::string url;
};

/// How a transfer ended. 9003, 9004 and 9013 are no faults of a transfer: they are told as 9010.
struct InstallOutcome {
  std::optional<base::Fault> fault = {};  ///< none: it is applied
  std::string text = {};                  ///< for people, of a fault; at most 256 characters are told
};

/// Carried out by the daemon.
struct TransferFiles {
  /// Is a Download of this type taken at all? none: yes; 9003 for an unknown type, 9001 for one not configured.
  std::function<std::optional<base::Error>(const std::string& file_type)> refuse_download;
  /// The file is whole, closed and on the flash. Called once for each transfer; `done` once, on the loop, perhaps later
  /// (firmware, adapters), perhaps at once. A cancelled or stopped transfer may drop `done`.
  std::function<void(InstallRequest, std::function<void(InstallOutcome)> done)> install;
  /// May be empty. The process ended after install() was called and before `done`: what came of it? None: that can be
  /// told from the file. If that is gone, it was installed; if it is still there, it is to be installed now.
  std::function<std::optional<InstallOutcome>(const InstallRequest&)> after_restart = {};
  /// As refuse_download, for an Upload.
  std::function<std::optional<base::Error>(const std::string& file_type)> refuse_upload;
  /// Writes what is to be uploaded into this file.
  std::function<base::Result<void>(const std::string& file_type, const std::filesystem::path& into)> produce;
};

}  // namespace proxy::acs
