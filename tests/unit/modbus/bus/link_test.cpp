// SPDX-License-Identifier: Apache-2.0
// Shows a device that closes a connection between two requests: the next request opens it again, and is answered.
#include "adapters/modbus/bus/link.hpp"

#include "tests/support/catch.hpp"
#include "tests/unit/modbus/bus/closing_device.hpp"

using namespace adapters::modbus;
using adapters::io::Wake;
using tests::modbus::ClosingDevice;

TEST_CASE("a device that drops idle connections does not flap: a closed connection is opened again without a word") {
  const auto closes = GENERATE(ClosingDevice::Closes::after_an_answer, ClosingDevice::Closes::with_a_request);
  ClosingDevice device(closes);
  BusConfig config;
  config.address.host = "127.0.0.1";
  config.address.port = device.port();
  Wake wake;
  Link link(config, wake);
  REQUIRE_FALSE(link.connect());
  for (int request = 1; request <= 3; ++request) {
    const auto words = link.read(1, Space::holding, 0, 1);
    REQUIRE(words);
    CHECK((*words)[0] == 7);
    if (closes == ClosingDevice::Closes::after_an_answer) device.wait_closed(request);
  }
  CHECK(device.connections() == 3);
  CHECK(link.connected());
}
