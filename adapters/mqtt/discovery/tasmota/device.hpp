// SPDX-License-Identifier: Apache-2.0
#pragma once
// The two announcements of a Tasmota device, in the standard shape.
// Thread: pure

#include <boost/json/object.hpp>
#include <string>
#include <vector>

#include "adapters/mapping/devices/device.hpp"

namespace adapters::mqtt::discovery {

/// The full topic of a device for each of the three prefixes, with a / at the end.
struct TasmotaTopics {
  std::string command;
  std::string status;
  std::string telemetry;
  bool result_by_name = false;  ///< SetOption4: answers come under the command's name, and not as RESULT

  std::string result(const std::string& command_name) const {
    return status + (result_by_name ? command_name : "RESULT");
  }
};

/// Empty topics if those of the announcement are unusable.
TasmotaTopics tasmota_topics(const boost::json::object& config);

/// Adds relays, lights and shutters.
void add_tasmota_controls(const boost::json::object& config, const TasmotaTopics& topics,
                          mapping::DeviceDescription& device);
/// Adds the values in `sn`: numbers at any depth, and switches.
void add_tasmota_sensors(const boost::json::object& sensors, const boost::json::object& config,
                         const TasmotaTopics& topics, mapping::DeviceDescription& device);

}  // namespace adapters::mqtt::discovery
