// SPDX-License-Identifier: Apache-2.0
#pragma once
// Device.Time.: the clock and the time zone of the system. The system has its own NTP client: the zone and the NTP
// servers can be set where a command passes them on to the system, and are read-only otherwise.
// Spec: TR-181 Issue 2 Amendment 17, Device.Time.; IEEE 1003.1, chapter 8 (TZ)
// Thread: loop

#include "proxy/base/clock.hpp"
#include "proxy/gateway/own_parameters.hpp"

#include <array>
#include <functional>
#include <string>
#include <string_view>
#include <vector>

namespace proxy::gateway {

/// The zone in the notation of IEEE 1003.1, "CET-1CEST,M3.5.0,M10.5.0/3", of the environment variable TZ or, where it
/// is not set, of /etc/localtime.
std::string local_time_zone();
/// The zone in the notation of IEEE 1003.1 from the content of a zone file; empty if the file has none.
std::string zone_of_file(std::string_view content);

class DeviceTime final : private OwnParameters::Dependencies {
 public:
  class Dependencies {
   public:
    /// Whether there is a command that sets the time zone and the NTP servers of the system.
    virtual bool has_time_command() const = 0;
    /// Runs it with "LocalTimeZone=CET-1", "NTPServer1=pool.ntp.org" to "NTPServer5=": a value is empty where none is
    /// set. Calls `done` once, with what is wrong, or with an empty text.
    virtual void run_time_command(std::vector<std::string> settings, std::function<void(std::string)> done) = 0;

   protected:
    ~Dependencies() = default;
  };

  /// Declares the parameters. The clock and the dependencies outlive this object; the constructor asks for
  /// has_time_command().
  DeviceTime(model::Tree& tree, state::Store& store, const base::Clock& clock, Dependencies& dependencies);
  DeviceTime(const DeviceTime&) = delete;
  DeviceTime& operator=(const DeviceTime&) = delete;

  /// Passes on what was set before this start.
  void start();

 private:
  void declare_settings();
  void read_live() override;
  std::string refusal(const model::Assignment& assignment) const override;
  void carry_out(const std::function<void(std::string)>& done) override;
  model::Refuser refuser() const override { return model::Refuser::command; }

  model::Tree& tree_;
  const base::Clock& clock_;
  Dependencies& dependencies_;
  OwnParameters parameters_;
  model::ParameterRef status_, local_time_, zone_;
  std::array<model::ParameterRef, 5> servers_;
  bool has_failed_ = false;  ///< the command
};

}  // namespace proxy::gateway
