// SPDX-License-Identifier: Apache-2.0
// Shows what may stand as the address of a bus and as its units, and what may not.
#include "adapters/modbus/bus/bus_config.hpp"

#include "tests/support/catch.hpp"

using namespace adapters::modbus;
using Wire = BusAddress::Wire;

TEST_CASE("addresses of buses") {
  struct Case {
    const char* url;
    Wire wire;
    const char* host;
    int port;
    const char* device;
  };
  for (const Case& one : {Case{"tcp://meter.lan", Wire::tcp, "meter.lan", 502, ""},
                          Case{"tcp://192.168.1.9:1502", Wire::tcp, "192.168.1.9", 1502, ""},
                          Case{"tcp://[::1]", Wire::tcp, "::1", 502, ""},
                          Case{"tcp://[fe80::1%eth0]:502", Wire::tcp, "fe80::1%eth0", 502, ""},
                          Case{"rtu+tcp://gateway:4001", Wire::rtu_over_tcp, "gateway", 4001, ""},
                          Case{"rtu:/dev/ttyUSB0", Wire::rtu, "", 0, "/dev/ttyUSB0"}}) {
    INFO(one.url);
    const auto address = BusAddress::parse(one.url);
    REQUIRE(address);
    CHECK((address->wire == one.wire && address->host == one.host && address->port == one.port &&
           address->device == one.device));
  }
  for (const char* url : {"", "tcp:", "tcp://", "tcp://:502", "tcp://h:0", "tcp://h:65536", "tcp://h:", "tcp://h:5x",
                          "tcp://::1:502", "tcp://[::1", "tcp://[::1]502", "tcp://h/path", "tcp://u@h", "tcp://h h",
                          "rtu:", "rtu:ttyUSB0", "http://h", "udp://h"}) {
    INFO(url);
    CHECK_FALSE(BusAddress::parse(url));
  }
}

TEST_CASE("units are single ones and ranges, each once") {
  const auto units = [](const char* text) {
    const auto parsed = parse_units(text);
    return parsed ? *parsed : std::vector<int>{-1};
  };
  CHECK(units("1") == std::vector<int>{1});
  CHECK(units("1,2,4-6") == std::vector<int>{1, 2, 4, 5, 6});
  CHECK(units(" 5 , 1-2, 2 ") == std::vector<int>{1, 2, 5});
  CHECK(units("0,247,255") == std::vector<int>{0, 247, 255});
  CHECK(units("7-7") == std::vector<int>{7});
  CHECK(units("0-247").size() == 248);
  for (const char* text : {"", ",", "1,", "a", "-1", "1-", "3-2", "248", "256", "240-255", "1;2", "1 2", "1.5"}) {
    INFO(text);
    CHECK(units(text) == std::vector<int>{-1});
  }
}

TEST_CASE("the silence between two requests of a line") {
  CHECK(silence_of(9600) == std::chrono::milliseconds(5));
  CHECK(silence_of(115200) == std::chrono::milliseconds(1));
  CHECK(silence_of(300) == std::chrono::milliseconds(131));
  CHECK(is_baud(19200));
  CHECK_FALSE(is_baud(19201));
}
