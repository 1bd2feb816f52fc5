// SPDX-License-Identifier: Apache-2.0
// Shows a serial line with libmodbus' own server at its other end: values, sets, a unit that is not there, and a line
// that is unplugged and plugged in again, with and without a unit that answers.
#include <algorithm>

#include "tests/support/catch.hpp"
#include "tests/support/fake_host.hpp"
#include "tests/support/servers/modbus_peer.hpp"

extern "C" const struct adapter_api adapter_api_v1;

using namespace tests::support;

TEST_CASE("a serial line is read and written, unplugged and plugged in") {
  if (!ModbusLine::missing().empty()) {
    WARN(ModbusLine::missing());
    return;
  }
  ModbusLine line(19200, 5);
  // Its server waits half a second for the answer of unit 6, and takes what it hears meanwhile for that.
  FakeHost host(adapter_api_v1, section_of(R"({"bus": {"url": "rtu:)" + line.device() +
                                           R"(", "baud": 19200, "response_timeout_ms": 700}, "tables": [
    {"path": "Meter.{i}.", "rows": {"units": "5-6"}, "parameters": [
      {"path": "There", "type": "boolean", "source": {"availability": "true"}},
      {"path": "A", "type": "int", "source": {"holding": 7, "interval_s": 1}, "sink": {}},
      {"path": "B", "type": "int", "source": {"input": 150, "interval_s": 1}},
      {"path": "C", "type": "boolean", "source": {"coil": 3, "interval_s": 1}, "sink": {}}]}]})"));
  REQUIRE(host.create());
  host.start();
  wait_value(host, "unit 5.A", "7");
  wait_value(host, "unit 5.B", "150");
  wait_value(host, "unit 5.C", "false");
  wait_value(host, "unit 6.There", "false");

  const adapter_handle row = host.record().rows.at("unit 5");
  host.apply(1, row, "A", "70");
  line.wait_for_request("unit 5 function 6 address 7");
  wait_value(host, "unit 5.A", "70");
  host.apply(2, row, "C", "true");
  line.wait_for_request("unit 5 function 5 address 3");
  wait_value(host, "unit 5.C", "true");

  line.unplug();
  wait_value(host, "unit 5.There", "false");
  CHECK(host.record().values.at("unit 5.A") == "70");
  line.plug();
  wait_value(host, "unit 5.There", "true");
  wait_value(host, "unit 5.A", "7");  // the server has begun anew
}

TEST_CASE("a serial line that is open again has answered only once a unit has") {
  if (!ModbusLine::missing().empty()) {
    WARN(ModbusLine::missing());
    return;
  }
  ModbusLine line(19200, 5);
  FakeHost host(adapter_api_v1, section_of(R"({"bus": {"url": "rtu:)" + line.device() +
                                           R"(", "baud": 19200, "response_timeout_ms": 300}, "tables": [
    {"path": "Meter.{i}.", "rows": {"units": "5-6"}, "parameters": [
      {"path": "There", "type": "boolean", "source": {"availability": "true"}},
      {"path": "A", "type": "int", "source": {"holding": 7, "interval_s": 1}}]}]})"));
  REQUIRE(host.create());
  host.start();
  wait_value(host, "unit 5.A", "7");
  line.unplug();
  wait_value(host, "unit 5.There", "false");

  const auto count = [](const FakeHost::Record& record, const char* id) {
    return std::ranges::count_if(record.lines, [id](const std::string& text) { return text.starts_with(id); });
  };
  const auto unanswered = count(host.record(), "modbus.read.unanswered");
  line.plug_line();
  // By the second one the bus has dealt with the first.
  const auto record =
      host.wait_until([&](const auto& now) { return count(now, "modbus.read.unanswered") >= unanswered + 2; });
  CHECK(count(record, "modbus.connection.lost") >= 1);
  CHECK(count(record, "modbus.connection.made") == 0);
  line.unplug();
  line.plug();
  wait_value(host, "unit 5.There", "true");
  CHECK(count(host.record(), "modbus.connection.made") == 1);
  const auto warnings = host.record().warnings;
  CHECK(std::ranges::count_if(
            warnings, [](const std::string& warning) { return warning.starts_with("modbus.connection.lost"); }) == 1);
}
