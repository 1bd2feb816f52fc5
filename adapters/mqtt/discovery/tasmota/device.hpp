// SPDX-License-Identifier: Apache-2.0
#pragma once
// What a Tasmota's two announcements are in the standard shape.
// Thread: pure

#include <boost/json/object.hpp>
#include <string>
#include <vector>

#include "adapters/mapping/devices/device.hpp"

namespace adapters::mqtt::discovery {

/// Where one Tasmota speaks and listens, each with a / at its end: its full topic for each of the three prefixes.
struct TasmotaTopics {
  std::string command;
  std::string status;
  std::string telemetry;
  bool result_by_name = false;  ///< SetOption4: answers come under the command's name, and not as RESULT

  std::string result(const std::string& command_name) const {
    return status + (result_by_name ? command_name : "RESULT");
  }
};

/// Empty topics where the announcement does not say them in a way that can be subscribed to.
TasmotaTopics tasmota_topics(const boost::json::object& config);

/// Relays, lights and shutters.
void add_tasmota_controls(const boost::json::object& config, const TasmotaTopics& topics,
                          mapping::DeviceDescription& device);
/// What is in sn: numbers, whatever they are nested in, and switches.
void add_tasmota_sensors(const boost::json::object& sensors, const boost::json::object& config,
                         const TasmotaTopics& topics, mapping::DeviceDescription& device);

}  // namespace adapters::mqtt::discovery
