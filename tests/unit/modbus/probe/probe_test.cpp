// SPDX-License-Identifier: Apache-2.0
// Shows that a range is printed as everything it could be, and the program with a real server.
#include "adapters/modbus/probe/probe.hpp"

#include "tests/support/catch.hpp"
#include "tests/support/servers/modbus_peer.hpp"

using namespace adapters::modbus;
using namespace tests::support;
using Catch::Matchers::ContainsSubstring;

TEST_CASE("one register is a number with and without a sign, swapped, bits and text") {
  CHECK(interpretations(Space::holding, 100, Words{0x41AC}) ==
        "holding\n"
        "        hex   uint16   int16   bcd16    BADC: uint, int  bits                 text\n"
        "100     41AC   16812   16812       -   44097  -21439  0100 0001 1010 1100  \"A.\"\n"
        "\n"
        "string ABCD     \"A.\"\n"
        "string BADC     \".A\"\n");
}

TEST_CASE("two and four registers are all widths in all orders") {
  const std::string text = interpretations(Space::input, 7, Words{0x41AC, 0, 0x1234, 0x5678});
  for (const char* part :
       {"7 to 8", "8 to 9", "9 to 10", "7 to 10", "21.5", "305419896", "float64", "bcd32", "12345678"}) {
    CHECK_THAT(text, ContainsSubstring(part));
  }
}

TEST_CASE("bits are bits") { CHECK(interpretations(Space::coil, 3, Words{1, 0}) == "coil\n3       1\n4       0\n"); }

TEST_CASE("the program reads a range, whole or one by one, and says why it cannot") {
  if (!ModbusPeer::missing().empty()) {
    WARN(ModbusPeer::missing());
    return;
  }
  const ModbusPeer peer(R"({"1": {"holding": {"100": [16812, 0], "103": [77]}}})");
  const auto probe = [&](std::vector<std::string> arguments) {
    arguments.insert(arguments.begin(), {MODBUS_PROBE, "tcp://" + peer.address(), "--timeout-ms", "200"});
    return run(std::move(arguments));
  };
  const Finished whole = probe({"--holding", "100", "--count", "2"});
  CHECK(whole.exit_code == 0);
  CHECK_THAT(whole.output, ContainsSubstring("float32") && ContainsSubstring("21.5"));
  const Finished parts = probe({"--holding", "100", "--count", "4"});
  CHECK(parts.exit_code == 0);
  CHECK_THAT(parts.output, ContainsSubstring("21.5") && ContainsSubstring("102: Illegal data address") &&
                               ContainsSubstring("103     004D"));
  const Finished silent = probe({"--unit", "9", "--holding", "100"});
  CHECK(silent.exit_code == 1);
  CHECK(silent.output == "tr069-modbus-probe: no answer\n");
  CHECK(probe({}).exit_code == 2);
  CHECK(probe({"--coil", "1", "--input", "1"}).exit_code == 2);
  CHECK(run({MODBUS_PROBE, "udp://h", "--input", "1"}).exit_code == 2);
}
