// SPDX-License-Identifier: Apache-2.0
// Shows the adapter with a real server of other people over TCP, and over RTU frames in TCP: values in few requests,
// sets by the function asked for, one bad register that costs itself alone, units that are dead, a server that goes.
#include "tests/support/catch.hpp"
#include "tests/support/fake_host.hpp"
#include "tests/support/servers/modbus_peer.hpp"

extern "C" const struct adapter_api adapter_api_v1;

using namespace tests::support;
using Record = FakeHost::Record;

namespace {

/// A section with this bus; @ is the address of the server.
std::string with(const ModbusPeer& peer, std::string text) {
  for (std::size_t at = text.find('@'); at != std::string::npos; at = text.find('@', at)) {
    text.replace(at, 1, peer.address());
  }
  return text;
}

std::vector<std::string> mistakes(const std::string& section) { return mistakes_of(adapter_api_v1, section); }

std::vector<std::string> source_mistakes(const std::string& source, const std::string& more = "") {
  return mistakes(R"({"bus": {"url": "tcp://h"}, "parameters": [{"path": "A", "source": {)" + source + "}" + more +
                  "}]}");
}

using Mistakes = std::vector<std::string>;

/// False, and a word of warning, where the server is not installed.
bool have_peer() {
  if (!ModbusPeer::missing().empty()) WARN(ModbusPeer::missing());
  return ModbusPeer::missing().empty();
}

}  // namespace

TEST_CASE("mistakes of the configuration are reported") {
  CHECK(mistakes(R"({"bus": {"url": "udp://h"}})").size() == 1);
  CHECK(mistakes(R"({"bus": {"url": "tcp://h", "baud": 9600, "rs485": true}})").size() == 2);
  CHECK(mistakes(R"({"bus": {"url": "rtu:/dev/ttyUSB0", "baud": 9601}})").size() == 1);
  CHECK(source_mistakes(R"("unit": 1)") == Mistakes{"expected one of coil, discrete, input and holding"});
  CHECK(source_mistakes(R"("unit": 1, "coil": 1, "input": 1)").size() == 1);
  CHECK(source_mistakes(R"("holding": 1)") == Mistakes{"'unit' is missing: the device on the bus"});
  CHECK(source_mistakes(R"("unit": 248, "holding": 1)").size() == 1);
  CHECK(source_mistakes(R"("unit": 1, "coil": 1, "as": "int16")") ==
        Mistakes{"a coil or discrete input is one bit: expected as: bit"});
  CHECK(source_mistakes(R"("unit": 1, "discrete": 1, "order": "BADC")").size() == 1);
  CHECK(source_mistakes(R"("unit": 1, "input": 1, "as": "bit")").size() == 1);
  CHECK(source_mistakes(R"("unit": 1, "input": 1, "as": "int16", "bit": 3)").size() == 1);
  CHECK(source_mistakes(R"("unit": 1, "input": 1, "as": "string")").size() == 1);
  CHECK(source_mistakes(R"("unit": 1, "input": 1, "length": 3)").size() == 1);
  CHECK(source_mistakes(R"("unit": 1, "input": 1, "as": "string", "length": 3, "order": "CDAB")").size() == 1);
  CHECK(source_mistakes(R"("unit": 1, "input": 65535, "as": "int32")") ==
        Mistakes{"the value ends after address 65535"});
  CHECK(source_mistakes(R"("unit": 1, "input": 1)", R"(, "sink": {})").size() == 1);
  CHECK(source_mistakes(R"("unit": 1, "input": 1)", R"(, "sink": {"holding": 1, "mask_write": "true"})").size() == 1);
  CHECK(mistakes(R"({"bus": {"url": "tcp://h"}, "tables": [{"path": "T.{i}.", "rows": {"units": "1-x"},
    "parameters": [{"path": "A", "source": {"holding": 1}}]}]})") ==
        Mistakes{"expected units from 0 to 247, or 255: \"1,2,3-10\""});
  CHECK(mistakes(R"({"bus": {"url": "tcp://h"}, "tables": [{"path": "T.{i}.", "rows": {"units": "1"},
    "parameters": [{"path": "A", "source": {"unit": 1, "holding": 1}}]}]})")
            .size() >= 1);
  CHECK(mistakes(R"({"bus": {"url": "tcp://h"}, "devices": [{"identity": "a", "capabilities": []}]})")[0] ==
        "'rows' is missing: which devices are meant?");
  CHECK(mistakes(
            R"({"bus": {"url": "tcp://h"}, "devices": [{"rows": {"units": "1"}, "name_pointer": "/n", "capabilities": [
    {"name": "A", "class": "TextSensor", "source": {"holding": 1}}]}]})") ==
        Mistakes{"registers have no JSON: use the key name"});
  CHECK(mistakes(R"({"bus": {"url": "tcp://h"}, "tables": [{"path": "T.{i}.", "rows": {"units": "1"},
    "parameters": [{"path": "A", "value": "x"}]}]})")
            .size() == 1);
  CHECK(mistakes(R"({"bus": {"url": "tcp://h"}, "tables": [{"path": "T.{i}.", "rows": {"units": "1"},
    "availability": {"stale_after_s": 5}, "parameters": [{"path": "A", "source": {"holding": 1}}]}]})") ==
        Mistakes{"its devices are asked, and are online when they answer"});
  CHECK(mistakes(R"({"bus": {"url": "rtu:/dev/ttyUSB0"}, "parameters": [
    {"path": "A", "source": {"unit": 0, "holding": 1}}]})") ==
        Mistakes{"expected a unit from 1 to 247 on a serial line"});
}

TEST_CASE("registers and bits become values, in few requests; sets become writes") {
  if (!have_peer()) return;
  for (const bool rtu_frames : {false, true}) {
    INFO("RTU frames: " << rtu_frames);
    ModbusPeer peer(
        R"({"1": {"holding": {"100": [16812, 0, 215, 65534, 22616, 4660, 3, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0]},
      "input": {"0": [21332, 19766, 13104, 0]}, "coil": {"7": [1, 0]}, "discrete": {"3": [1]}}})",
        rtu_frames);
    FakeHost host(adapter_api_v1,
                  section_of(with(peer, std::string(R"({"bus": {"url": ")") + (rtu_frames ? "rtu+tcp" : "tcp") +
                                            R"(://@"}, "parameters": [
      {"path": "Flow", "type": "decimal", "source": {"unit": 1, "holding": 100, "as": "float32"}, "sink": {}},
      {"path": "Temp", "type": "decimal", "scale": "0.1", "source": {"unit": 1, "holding": 102, "as": "int16"}, "sink": {}},
      {"path": "Exact", "type": "decimal", "scale": "0.1", "source": {"unit": 1, "holding": 102, "as": "int16"},
       "sink": {"confirm": "state", "multiple": "true"}},
      {"path": "Below", "type": "int", "source": {"unit": 1, "holding": 103, "as": "int16"}},
      {"path": "Count", "type": "unsignedInt", "source": {"unit": 1, "holding": 104, "as": "uint32", "order": "CDAB"}},
      {"path": "Mode", "values": {"3": "Eco", "4": "Comfort"}, "source": {"unit": 1, "holding": 106}, "sink": {}},
      {"path": "Alarm", "type": "boolean", "source": {"unit": 1, "holding": 106, "bit": "1"}, "sink": {}},
      {"path": "Masked", "type": "boolean", "source": {"unit": 1, "holding": 106, "bit": "5"},
       "sink": {"mask_write": "true"}},
      {"path": "Model", "source": {"unit": 1, "input": 0, "as": "string", "length": 4}},
      {"path": "Pump", "type": "boolean", "source": {"unit": 1, "coil": 7}, "sink": {}},
      {"path": "Valve", "type": "boolean", "source": {"unit": 1, "coil": 8}, "sink": {"multiple": "true"}},
      {"path": "Door", "type": "boolean", "source": {"unit": 1, "discrete": 3}},
      {"path": "Lower", "type": "int", "source": {"unit": 1, "input": 3}, "sink": {"holding": 110}}]})")));
    REQUIRE(host.create());
    host.start();
    for (const auto& [name, value] : std::map<std::string, std::string>{{"Flow", "21.5"},
                                                                        {"Temp", "21.5"},
                                                                        {"Below", "-2"},
                                                                        {"Count", "305420376"},
                                                                        {"Mode", "Eco"},
                                                                        {"Alarm", "true"},
                                                                        {"Masked", "false"},
                                                                        {"Model", "STM630"},
                                                                        {"Pump", "true"},
                                                                        {"Valve", "false"},
                                                                        {"Door", "true"}}) {
      INFO(name);
      if (name == "Count") continue;
      wait_value(host, name, value);
    }
    wait_value(host, "Count", std::to_string(4660U << 16U | 22616U));
    peer.wait_for_request("function 3 address 100 count 7");

    auto set = [&, token = adapter_token{0}](const char* name, const char* value) mutable {
      host.apply(++token, ADAPTER_MOUNT, name, value);
      return wait_reply(host, token);
    };
    CHECK(set("Flow", "7.25") == ADAPTER_DONE);
    peer.wait_for_request("function 16 address 100 count 2");
    wait_value(host, "Flow", "7.25");  // read again at once
    CHECK(set("Temp", "-4.56") == ADAPTER_DONE);
    peer.wait_for_request("function 6 address 102");
    wait_value(host, "Temp", "-4.6");
    CHECK(set("Exact", "4.56") == ADAPTER_INVALID_VALUE);
    CHECK(set("Exact", "4.5") == ADAPTER_SENT);
    peer.wait_for_request("function 16 address 102 count 1");
    wait_value(host, "Exact", "4.5");
    CHECK(set("Temp", "4000") == ADAPTER_INVALID_VALUE);
    CHECK(set("Masked", "true") == ADAPTER_DONE);
    peer.wait_for_request("function 22 address 106");
    wait_value(host, "Masked", "true");
    CHECK(set("Alarm", "false") == ADAPTER_DONE);
    peer.wait_for_request("function 3 address 106 count 1");
    peer.wait_for_request("function 6 address 106");
    wait_value(host, "Alarm", "false");
    CHECK(host.record().values.at("Masked") == "true");
    CHECK(set("Mode", "Comfort") == ADAPTER_DONE);
    wait_value(host, "Mode", "Comfort");
    CHECK(set("Pump", "false") == ADAPTER_DONE);
    peer.wait_for_request("function 5 address 7");
    wait_value(host, "Pump", "false");
    CHECK(set("Valve", "true") == ADAPTER_DONE);
    peer.wait_for_request("function 15 address 8 count 1");
    wait_value(host, "Valve", "true");
    CHECK(set("Lower", "9") == ADAPTER_DONE);
    peer.wait_for_request("function 6 address 110");
  }
}

TEST_CASE("a bad register costs itself alone, and a set that is refused says so") {
  if (!have_peer()) return;
  const ModbusPeer peer(R"({"1": {"holding": {"0": [10, 11, 12], "5": [15]}}})");
  FakeHost host(adapter_api_v1, section_of(with(peer, R"({"bus": {"url": "tcp://@"}, "parameters": [
    {"path": "A", "source": {"unit": 1, "holding": 0, "interval_s": 1}},
    {"path": "B", "source": {"unit": 1, "holding": 2, "interval_s": 1}},
    {"path": "Bad", "source": {"unit": 1, "holding": 3, "interval_s": 1}, "sink": {}},
    {"path": "C", "source": {"unit": 1, "holding": 5, "interval_s": 1}}]})")));
  REQUIRE(host.create());
  host.start();
  wait_value(host, "A", "10");
  wait_value(host, "B", "12");
  wait_value(host, "C", "15");
  host.wait_until([](const Record& record) { return !record.rejected.empty(); });
  CHECK(host.record().rejected.front() == "unit 1, holding 3: Illegal data address");
  CHECK(host.record().warnings ==
        std::vector<std::string>{"modbus.read.refused unit 1, holding 3: Illegal data address"});
  host.apply(1, ADAPTER_MOUNT, "Bad", "1");
  CHECK(wait_reply(host, 1) == ADAPTER_REFUSED);
  CHECK(host.record().details.at(1) == "Illegal data address");
}

TEST_CASE("units are rows; the dead ones are offline and cost the others nothing but a try now and then") {
  if (!have_peer()) return;
  ModbusPeer peer(R"({"1": {"input": {"0": [230]}}, "3": {"input": {"0": [231]}}})");
  FakeHost host(adapter_api_v1, section_of(with(peer, R"({"bus": {"url": "tcp://@", "response_timeout_ms": 100},
    "tables": [{"path": "Meter.{i}.", "rows": {"units": "1-3"}, "parameters": [
      {"path": "Name", "value": "{name}"},
      {"path": "There", "type": "boolean", "source": {"availability": "true"}},
      {"path": "Volts", "type": "int", "source": {"input": 0, "interval_s": 1}, "sink": {"holding": 9}}]},
      {"path": "Other.{i}.", "rows": {"units": "3"}, "parameters": [
      {"path": "Watts", "type": "int", "source": {"input": 0}}]}]})")));
  REQUIRE(host.create());
  host.start();
  host.known_row("Meter", "unit 8");  // of an earlier configuration
  wait_value(host, "unit 1.Volts", "230");
  wait_value(host, "unit 3.Volts", "231");
  wait_value(host, "unit 3.Watts", "231");
  wait_value(host, "unit 2.There", "false");
  wait_value(host, "unit 1.There", "true");
  CHECK(host.record().values.at("unit 2.Name") == "unit 2");
  CHECK_FALSE(host.record().rows.contains("unit 8"));
  CHECK_FALSE(host.record().values.contains("unit 2.Volts"));
  peer.set("1 input 0 240");
  wait_value(host, "unit 1.Volts", "240");

  host.apply(1, host.record().rows.at("unit 2"), "Volts", "1");
  CHECK(wait_reply(host, 1) == ADAPTER_NOT_SENT);
  host.apply(2, host.record().rows.at("unit 1"), "Volts", "1");
  CHECK(wait_reply(host, 2) == ADAPTER_REFUSED);  // it has no such register
}

TEST_CASE("a server that goes keeps the values and the sets, and one that returns is asked again") {
  if (!have_peer()) return;
  ModbusPeer peer(R"({"1": {"holding": {"0": [1]}}})");
  FakeHost host(adapter_api_v1, section_of(with(peer, R"({"bus": {"url": "tcp://@"}, "tables": [
    {"path": "Meter.{i}.", "rows": {"units": "1"}, "parameters": [
      {"path": "There", "type": "boolean", "source": {"availability": "true"}},
      {"path": "X", "source": {"holding": 0, "interval_s": 1}, "sink": {}}]}]})")));
  REQUIRE(host.create());
  host.start();
  wait_value(host, "unit 1.X", "1");
  const adapter_handle row = host.record().rows.at("unit 1");
  peer.kill();
  wait_value(host, "unit 1.There", "false");
  CHECK(host.record().values.at("unit 1.X") == "1");
  host.apply(1, row, "X", "2");
  CHECK(wait_reply(host, 1) == ADAPTER_NOT_SENT);
  peer.start();
  wait_value(host, "unit 1.There", "true");
  host.apply(2, row, "X", "3");
  CHECK(wait_reply(host, 2) == ADAPTER_DONE);
  wait_value(host, "unit 1.X", "3");
}

TEST_CASE("a bus that is not there: sets are not sent, and an end is at once") {
  FakeHost host(adapter_api_v1, section_of(R"({"bus": {"url": "rtu:/dev/no-such-line"}, "tables": [
    {"path": "Meter.{i}.", "rows": {"units": "1"}, "parameters": [
      {"path": "There", "type": "boolean", "source": {"availability": "true"}},
      {"path": "X", "source": {"holding": 0}, "sink": {}}]}]})"));
  REQUIRE(host.create());
  host.start();
  wait_value(host, "unit 1.There", "false");
  CHECK(host.record().warnings ==
        std::vector<std::string>{
            "modbus.connection.lost rtu:/dev/no-such-line: /dev/no-such-line: No such file or directory"});
  host.apply(1, host.record().rows.at("unit 1"), "X", "2");
  CHECK(wait_reply(host, 1) == ADAPTER_NOT_SENT);
  CHECK(host.record().details.at(1) == "the bus is not connected");
  host.stop();
}
