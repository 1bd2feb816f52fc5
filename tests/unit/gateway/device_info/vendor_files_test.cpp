// SPDX-License-Identifier: Apache-2.0
// Shows the tables of files that an ACS may upload.
#include "proxy/gateway/device_info/vendor_files.hpp"

#include "tests/support/catch.hpp"
#include "tests/unit/gateway/fixture.hpp"

using namespace tests::gateway;
using gateway::VendorFiles;

TEST_CASE("configuration files come and go by their number") {
  Home home;
  model::Tree tree;
  VendorFiles files(tree, home.store, 65536);
  model::ChangeTracker tracker(tree, [] {});
  const base::SystemTime date{std::chrono::seconds{1'800'000'000}};
  CHECK(value(tree, "Device.DeviceInfo.VendorConfigFileNumberOfEntries") == "0");
  files.show(VendorFiles::kRunning, {.name = "running", .date = date, .description = "All", .backup = true},
             model::Origin::start);
  CHECK(value(tree, "Device.DeviceInfo.VendorConfigFileNumberOfEntries") == "1");
  CHECK(value(tree, "Device.DeviceInfo.VendorConfigFile.1.Name") == "running");
  CHECK(value(tree, "Device.DeviceInfo.VendorConfigFile.1.Version").empty());
  CHECK(value(tree, "Device.DeviceInfo.VendorConfigFile.1.Date") == "2027-01-15T08:00:00Z");
  CHECK(value(tree, "Device.DeviceInfo.VendorConfigFile.1.Description") == "All");
  CHECK(value(tree, "Device.DeviceInfo.VendorConfigFile.1.UseForBackupRestore") == "true");
  CHECK_FALSE(files.shows(VendorFiles::kDownloaded));

  const std::string long_text(300, 'x');
  files.show(VendorFiles::kDownloaded,
             {.name = long_text, .version = long_text, .date = date, .description = long_text}, model::Origin::local);
  CHECK(files.shows(VendorFiles::kDownloaded));
  CHECK(value(tree, "Device.DeviceInfo.VendorConfigFile.2.Name") == long_text.substr(0, 64));
  CHECK(value(tree, "Device.DeviceInfo.VendorConfigFile.2.Version") == long_text.substr(0, 16));
  CHECK(value(tree, "Device.DeviceInfo.VendorConfigFile.2.Description") == long_text.substr(0, 256));
  CHECK(value(tree, "Device.DeviceInfo.VendorConfigFile.2.UseForBackupRestore") == "false");
  files.show(VendorFiles::kDownloaded, {.name = "short", .date = date}, model::Origin::local);
  CHECK(value(tree, "Device.DeviceInfo.VendorConfigFile.2.Name") == "short");
  files.hide(VendorFiles::kDownloaded);
  files.hide(VendorFiles::kDownloaded);
  CHECK_FALSE(files.shows(VendorFiles::kDownloaded));
  CHECK(value(tree, "Device.DeviceInfo.VendorConfigFileNumberOfEntries") == "1");
  // The name that an ACS gave the row comes back with it.
  home.store.set_values.put("Device.DeviceInfo.VendorConfigFile.2.Alias", "mine", "", false);
  files.show(VendorFiles::kDownloaded, {.name = "short", .date = date}, model::Origin::local);
  CHECK(value(tree, "Device.DeviceInfo.VendorConfigFile.[mine].Name") == "short");
  CHECK(value(tree, "Device.DeviceInfo.VendorConfigFile.1.Alias") == "cpe-1");
}

TEST_CASE("there is one log file, in memory") {
  model::Tree tree;
  const Home home;
  const VendorFiles files(tree, home.store, 65536);
  CHECK(value(tree, "Device.DeviceInfo.VendorLogFileNumberOfEntries") == "1");
  CHECK(value(tree, "Device.DeviceInfo.VendorLogFile.1.Name") == "tr069-proxyd");
  CHECK(value(tree, "Device.DeviceInfo.VendorLogFile.1.MaximumSize") == "65536");
  CHECK(value(tree, "Device.DeviceInfo.VendorLogFile.1.Persistent") == "false");
}

TEST_CASE("the log file has an alias, which an ACS may set and which survives a restart") {
  Home home;
  {
    model::Tree tree;
    const VendorFiles files(tree, home.store, 65536);
    CHECK(value(tree, "Device.DeviceInfo.VendorLogFile.1.Alias") == "cpe-1");
    CHECK(info(tree, "Device.DeviceInfo.VendorLogFile.1.Alias").writable);
    CHECK(set(tree, home.store, {{"Device.DeviceInfo.VendorLogFile.1.Alias", "daemon"}}).empty());
    CHECK(value(tree, "Device.DeviceInfo.VendorLogFile.[daemon].Name") == "tr069-proxyd");
  }
  model::Tree tree;
  const VendorFiles files(tree, home.store, 65536);
  CHECK(value(tree, "Device.DeviceInfo.VendorLogFile.[daemon].Persistent") == "false");
}
