// SPDX-License-Identifier: Apache-2.0
#include "tests/support/servers/modbus_peer.hpp"

#include <unistd.h>

#include <utility>

namespace tests::support {

// ---- pymodbus -------------------------------------------------------------------------------------------------------

std::string ModbusPeer::missing() {
  static const bool there = ::access("/usr/bin/python3", X_OK) == 0 &&
                            run({"/usr/bin/python3", "-c", "import pymodbus.server"}).exit_code == 0;
  return there ? "" : "python3-pymodbus is not installed: nothing is shown of Modbus over TCP";
}

ModbusPeer::ModbusPeer(std::string units, bool rtu_frames)
    : units_(std::move(units)), rtu_frames_(rtu_frames), port_(free_port()) {
  start();
}

void ModbusPeer::start() {
  process_.emplace(std::vector<std::string>{"/usr/bin/python3", MODBUS_PEER, std::to_string(port_),
                                            rtu_frames_ ? "rtu" : "tcp", units_});
  process_->wait_for_line("listening", std::chrono::seconds{30});
}

void ModbusPeer::kill() { process_->kill(); }

void ModbusPeer::set(const std::string& what) {
  process_->write_line("set " + what);
  process_->wait_for_line("set");
}

// ---- libmodbus at a serial line -------------------------------------------------------------------------------------

std::string ModbusLine::missing() {
  return ::access("/usr/bin/socat", X_OK) == 0 ? "" : "socat is not installed: nothing is shown of serial lines";
}

ModbusLine::ModbusLine(int baud, int unit) : baud_(std::to_string(baud)), unit_(std::to_string(unit)) { plug(); }

void ModbusLine::plug() {
  plug_line();
  server_.emplace(std::vector<std::string>{MODBUS_LINE_PEER, far(), baud_, unit_});
  server_->wait_for_line("listening");
}

void ModbusLine::plug_line() {
  line_.emplace(std::vector<std::string>{"/usr/bin/socat", "-d", "-d", "pty,raw,echo=0,link=" + far(),
                                         "pty,raw,echo=0,link=" + device()});
  line_->wait_for_line("starting data transfer loop");
}

void ModbusLine::unplug() {
  server_->kill();
  line_->terminate();
}

}  // namespace tests::support
