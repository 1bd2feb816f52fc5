// SPDX-License-Identifier: Apache-2.0
#pragma once
// Device.DeviceInfo.VendorConfigFile.{i}. and VendorLogFile.{i}.: the files that an ACS may upload by the number of
// their row ("3 Vendor Configuration File 1").
// Spec: TR-181 Issue 2 Amendment 17, Device.DeviceInfo.; TR-069 Amendment 6, A.4.1.5
// Thread: loop. Nothing here is called while the tree is frozen.

#include "proxy/base/clock.hpp"
#include "proxy/model/tree.hpp"
#include "proxy/state/store.hpp"

#include <cstdint>
#include <string>

namespace proxy::gateway {

/// A row of VendorConfigFile. Texts that are too long are shortened.
struct VendorConfigFile {
  std::string name = {};         ///< at most 64 characters
  std::string version = {};      ///< at most 16
  base::SystemTime date = {};    ///< of its first use
  std::string description = {};  ///< at most 256
  bool backup = false;           ///< for backup and restoration
  bool operator==(const VendorConfigFile&) const = default;
};

class VendorFiles {
 public:
  static constexpr std::uint32_t kRunning = 1;     ///< the whole running configuration
  static constexpr std::uint32_t kDownloaded = 2;  ///< the file that the ACS has downloaded
  static constexpr std::uint32_t kLog = 1;

  /// Declares both tables and the row of the log, which has at most `log_size` bytes. The store has the aliases of the
  /// rows. Tree and store outlive this object.
  VendorFiles(model::Tree& tree, const state::Store& store, std::size_t log_size);
  VendorFiles(const VendorFiles&) = delete;
  VendorFiles& operator=(const VendorFiles&) = delete;

  void show(std::uint32_t number, const VendorConfigFile& file, model::Origin origin);
  void hide(std::uint32_t number);
  bool shows(std::uint32_t number) const { return config_files_->find(number) != nullptr; }

 private:
  struct Columns {
    model::ColumnIndex name, version, date, description, backup;
  };

  model::Row& add(model::Table& table, std::uint32_t number, model::Origin origin);

  model::Tree& tree_;
  const state::Store& store_;
  model::Table* config_files_;
  Columns columns_{};
};

}  // namespace proxy::gateway
