// SPDX-License-Identifier: Apache-2.0
#pragma once
// The section `bus`: the address and the settings of the bus.
// Spec: MODBUS over Serial Line 1.02, 2.5 (RTU: silences, parity); MODBUS Messaging on TCP/IP 1.0b
// Thread: pure

#include <chrono>
#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

#include "adapters/mapping/values/outcome.hpp"
#include "adapters/modbus/polling/schedule.hpp"
#include "adapters/sdk/config.hpp"

namespace adapters::modbus {

/// The address of the bus.
struct BusAddress {
  enum class Wire { tcp, rtu, rtu_over_tcp } wire = Wire::tcp;
  std::string host;  ///< without brackets
  std::uint16_t port = 0;
  std::string device;  ///< for rtu: "/dev/ttyUSB0"

  /// "tcp://host[:port]", "rtu+tcp://host[:port]", "rtu:/dev/ttyUSB0"; an IPv6 address is in brackets.
  static mapping::Outcome<BusAddress> parse(std::string_view url);
};

struct BusConfig {
  std::string url;
  BusAddress address;
  int baud = 9600;
  char parity = 'E';  ///< 'N', 'E', 'O'
  int data_bits = 8;
  int stop_bits = 1;
  bool rs485 = false;
  std::chrono::milliseconds response_timeout{1000};
  std::chrono::milliseconds connect_timeout{5000};
  std::chrono::milliseconds delay{0};
  PlanLimits limits;
  Schedule::Rules rules;
};

/// Reads the section; reports mistakes at their nodes.
BusConfig read_bus(const sdk::ConfigNode& section);
/// True for a speed that libmodbus can set.
bool is_baud(int64_t baud);
/// The silence that RTU requires between two requests: 3.5 characters, rounded up to milliseconds.
std::chrono::milliseconds silence_of(int baud);

/// "1,2,3-10": each unit once, in order. Fails for another text, and for units outside 0 to 247 and 255.
mapping::Outcome<std::vector<int>> parse_units(std::string_view text);

}  // namespace adapters::modbus
