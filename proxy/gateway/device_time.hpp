// SPDX-License-Identifier: Apache-2.0
#pragma once
// Device.Time.: the clock and the time zone of the system, read-only. There are no NTP servers to set: the system has
// its own NTP client.
// Spec: TR-181 Issue 2 Amendment 17, Device.Time.; IEEE 1003.1, chapter 8 (TZ)
// Thread: loop

#include "proxy/base/clock.hpp"
#include "proxy/gateway/own_parameters.hpp"

#include <string>
#include <string_view>

namespace proxy::gateway {

/// The zone in the notation of IEEE 1003.1, "CET-1CEST,M3.5.0,M10.5.0/3", of the environment variable TZ or, where it
/// is not set, of /etc/localtime.
std::string local_time_zone();
/// The zone in the notation of IEEE 1003.1 from the content of a zone file; empty if the file has none.
std::string zone_of_file(std::string_view content);

class DeviceTime final : private OwnParameters::Dependencies {
 public:
  /// Declares the parameters. The clock outlives this object.
  DeviceTime(model::Tree& tree, state::Store& store, const base::Clock& clock);
  DeviceTime(const DeviceTime&) = delete;
  DeviceTime& operator=(const DeviceTime&) = delete;

 private:
  void read_live() override;

  model::Tree& tree_;
  const base::Clock& clock_;
  OwnParameters parameters_;
  model::ParameterRef status_, local_time_, zone_;
};

}  // namespace proxy::gateway
