// SPDX-License-Identifier: Apache-2.0
// Shows devices that hang up: after each answer, also where they need some time before they take another client, and
// those that have room for one client and close the rest at once. All their values are read and set, with few
// connections, and an outage is one warning.
#include <algorithm>

#include "tests/support/catch.hpp"
#include "tests/support/fake_host.hpp"
#include "tests/unit/modbus/bus/closing_device.hpp"

extern "C" const struct adapter_api adapter_api_v1;

using namespace tests::support;
using namespace std::chrono_literals;
using tests::modbus::ClosingDevice;
using Closes = ClosingDevice::Closes;

namespace {

/// Three registers that are too far apart for one request.
std::string section_for(const ClosingDevice& device) {
  return R"({"bus": {"url": "tcp://127.0.0.1:)" + std::to_string(device.port()) + R"("}, "tables": [
    {"path": "Meter.{i}.", "rows": {"units": "1"}, "parameters": [
      {"path": "There", "type": "boolean", "source": {"availability": "true"}},
      {"path": "A", "source": {"holding": 0, "interval_s": 3600}},
      {"path": "B", "source": {"holding": 300, "interval_s": 3600}},
      {"path": "C", "source": {"holding": 600, "interval_s": 3600}, "sink": {}}]}]})";
}

void check_values(FakeHost& host) {
  for (const char* name : {"unit 1.A", "unit 1.B", "unit 1.C"}) wait_value(host, name, "7");
  wait_value(host, "unit 1.There", "true");
  host.apply(1, host.record().rows.at("unit 1"), "C", "9");
  CHECK(wait_reply(host, 1) == ADAPTER_DONE);
  wait_value(host, "unit 1.C", "9");
}

}  // namespace

TEST_CASE("a device that closes after each answer is read past its first request and set, without a storm") {
  const auto busy = GENERATE(0ms, 300ms);
  const auto closes = GENERATE(Closes::after_an_answer, Closes::with_a_request);
  CAPTURE(busy.count());
  ClosingDevice device(closes, busy);
  FakeHost host(adapter_api_v1, section_of(section_for(device)));
  REQUIRE(host.create());
  host.start();
  check_values(host);
  host.stop();
  CHECK(device.connections() <= device.answers() + 1);
  CHECK(host.record().warnings.empty());
}

TEST_CASE("a device that has another client and closes the rest at once is tried now and then, with one warning") {
  ClosingDevice device(Closes::all_others);
  FakeHost host(adapter_api_v1, section_of(section_for(device)));
  REQUIRE(host.create());
  host.start();
  wait_value(host, "unit 1.There", "false");
  device.wait_closed(3);
  CHECK(device.connections() == 3);  // the next follows after four seconds
  device.release();
  check_values(host);
  CHECK(device.connections() <= 5);
  const auto warnings = host.record().warnings;
  CHECK(std::ranges::count_if(warnings,
                              [](const std::string& line) { return line.starts_with("modbus.connection.lost"); }) == 1);
}
