// SPDX-License-Identifier: Apache-2.0
#pragma once
// Modbus servers that are not ours: pymodbus on a loopback port, libmodbus at the other end of a serial line that socat
// makes of two pseudo-terminals.
// Thread: any one thread at a time

#include <optional>
#include <string>

#include "tests/support/process.hpp"
#include "tests/support/temp_dir.hpp"

namespace tests::support {

class ModbusPeer {
 public:
  // units is JSON, as modbus_peer.py says it. rtu_frames: RTU in TCP.
  explicit ModbusPeer(std::string units, bool rtu_frames = false);

  // Why this machine cannot run one, as a text for the report of the tests; empty: it can.
  static std::string missing();

  unsigned short port() const { return port_; }
  // host:port
  std::string address() const { return "127.0.0.1:" + std::to_string(port_); }

  // Ended and begun anew on the same port, with the values of the beginning.
  void kill();
  void start();
  // "1 holding 100 7"
  void set(const std::string& what);
  // The next request that has `part`, such as "unit 1 function 3 address 100 count 2".
  std::string wait_for_request(const std::string& part) { return process_->wait_for_line(part); }

 private:
  const std::string units_;
  const bool rtu_frames_;
  const unsigned short port_;
  std::optional<Process> process_;
};

class ModbusLine {
 public:
  explicit ModbusLine(int baud, int unit);

  // Likewise.
  static std::string missing();

  // Our end: a device that is gone while the line is unplugged.
  std::string device() const { return folder_.path() / "near"; }
  std::string wait_for_request(const std::string& part) { return server_->wait_for_line(part); }

  void unplug();
  void plug();
  // The line without the server at its other end.
  void plug_line();

 private:
  std::string far() const { return folder_.path() / "far"; }

  const TempDir folder_;
  const std::string baud_;
  const std::string unit_;
  std::optional<Process> line_;
  std::optional<Process> server_;
};

}  // namespace tests::support
