// SPDX-License-Identifier: Apache-2.0
#pragma once
// Device.RootDataModelVersion and Device.DeviceInfo.: the identity of this endpoint.
// Spec: TR-181 Issue 2 Amendment 17, Device.DeviceInfo.
// Thread: loop

#include "proxy/base/clock.hpp"
#include "proxy/config/config.hpp"
#include "proxy/gateway/own_parameters.hpp"

#include <string>
#include <string_view>
#include <utility>

namespace proxy::gateway {

class DeviceInfo final : private OwnParameters::Dependencies {
 public:
  /// Declares the parameters. `own_version` is the SoftwareVersion if the configuration has none. UpTime is that of the
  /// machine. The clock outlives it.
  DeviceInfo(model::Tree& tree, state::Store& store, const config::Device& device, std::string_view own_version,
             const base::Clock& clock);
  DeviceInfo(const DeviceInfo&) = delete;
  DeviceInfo& operator=(const DeviceInfo&) = delete;

  /// Uses the ProvisioningCode from DHCP until the ACS sets another one.
  void set_discovered_provisioning_code(std::string code, model::Origin origin) {
    parameters_.set_discovered(provisioning_code_, std::move(code), origin);
  }

  /// Shows the version of the running firmware; empty: our own version. The next start of the endpoint reports it.
  void set_software_version(std::string_view version);
  /// The device has restarted, and the machine has not: UpTime counts from here.
  void restarted();

 private:
  void read_live() override;

  model::Tree& tree_;
  OwnParameters parameters_;
  model::ParameterRef software_version_, provisioning_code_, uptime_;
  const std::string own_version_;
  const base::Clock& clock_;
  base::SteadyTime up_since_;
};

}  // namespace proxy::gateway
