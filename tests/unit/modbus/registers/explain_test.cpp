// SPDX-License-Identifier: Apache-2.0
// Shows what is said of registers: which parameters and capabilities they would set, and what to ask instead.
#include "adapters/modbus/registers/explain.hpp"

#include "adapters/modbus/registers/source.hpp"
#include "tests/support/catch.hpp"
#include "tests/unit/sdk/config_text.hpp"

using namespace adapters;
using Lines = std::vector<std::string>;

namespace {

constexpr const char* kCellar = R"({"mount": "Device.X.", "bus": {"url": "tcp://h"},
  "parameters": [{"path": "Flow", "type": "decimal", "scale": 0.1, "source": {"unit": 20, "input": 2, "as": "int16"}},
                 {"path": "Serial", "type": "unsignedLong", "source": {"unit": 20, "input": 3, "as": "uint32"}}],
  "tables": [{"path": "Meter.{i}.", "rows": {"units": "1,2"}, "parameters": [
    {"path": "Volts", "type": "decimal", "round": 1, "source": {"input": 0, "as": "float32"}}]}],
  "devices": [{"rows": {"units": "5"}, "capabilities": [
    {"name": "Mode", "class": "EnumSensor", "values": {"0": "Off", "1": "Eco"}, "source": {"holding": 8}},
    {"name": "Boost", "class": "BinarySensor", "source": {"holding": 8, "bit": 0}}]}]})";

Lines explained(std::string_view address, std::string_view payload) {
  test::ConfigText config(kCellar);
  const mapping::Mapping mapping(config.root(), modbus::addressing());
  const modbus::Layout layout(modbus::read_bus(config.root()), mapping);
  CHECK(config.errors() == Lines{});
  Lines lines;
  const auto add = [](void* to, const char* line) { static_cast<Lines*>(to)->emplace_back(line); };
  modbus::explain(layout, mapping, address, payload, sdk::Say(add, &lines));
  return lines;
}

}  // namespace

TEST_CASE("words are read as each value that begins among them") {
  CHECK(explained("unit 20 input 2", "0xFFD6 1, 0x2") == Lines{"unit 20/input 2 int16 ABCD: -42", "Flow = -4.2",
                                                               "unit 20/input 3 uint32 ABCD: 65538", "Serial = 65538"});
  CHECK(explained("unit 2/input 0", "0x4366 0x199A") ==
        Lines{"unit 2/input 0 float32 ABCD: 230.1",
              "Meter.{i}., the row of unit 2, there once it has answered:", "  Volts = 230.1"});
  CHECK(explained("unit 5 holding 8", "2") ==
        Lines{"unit 5/holding 8 uint16 ABCD: 2", "the device unit 5, there once it has answered:",
              "  Mode (EnumSensor): left as it is: '2' is not among the values", "unit 5/holding 8 bit 0: 0",
              "the device unit 5, there once it has answered:", "  Boost (BinarySensor) = false"});
}

TEST_CASE("a register that SunSpec leaves out keeps the last value") {
  const auto explained_as = [](const std::string& as, std::string_view words) {
    test::ConfigText config(R"({"mount": "Device.X.", "bus": {"url": "tcp://h"},
      "parameters": [{"path": "V", "type": "decimal", "no_value": [-5],
      "source": {"unit": 1, "holding": 0, "as": ")" +
                            as + R"(", "no_value": "sunspec"}}]})");
    const mapping::Mapping mapping(config.root(), modbus::addressing());
    const modbus::Layout layout(modbus::read_bus(config.root()), mapping);
    if (!config.errors().empty()) return config.errors().front();
    std::string last;
    const auto keep = [](void* to, const char* line) { *static_cast<std::string*>(to) = line; };
    modbus::explain(layout, mapping, "unit 1 holding 0", words, sdk::Say(keep, &last));
    return last;
  };
  const std::string none = "' says that there is no value";
  CHECK(explained_as("int16", "0x8000").ends_with("'-32768" + none));
  CHECK(explained_as("uint16", "0xFFFF").ends_with("'65535" + none));
  CHECK(explained_as("int32", "0x8000 0").ends_with("'-2147483648" + none));
  CHECK(explained_as("uint32", "0xFFFF 0xFFFF").ends_with("'4294967295" + none));
  CHECK(explained_as("int64", "0x8000 0 0 0").ends_with("'-9223372036854775808" + none));
  CHECK(explained_as("uint64", "0xFFFF 0xFFFF 0xFFFF 0xFFFF").ends_with("'18446744073709551615" + none));
  CHECK(explained_as("int16", "0xFFFB").ends_with("'-5" + none));
  CHECK(explained_as("int16", "0xFFFF") == "V = -1");
  CHECK(explained_as("uint16", "0x8000") == "V = 32768");
  CHECK(explained_as("float32", "0x7FC0 0").find("V =") == std::string::npos);
  CHECK(explained_as("bcd16", "1").find("SunSpec has no such type") != std::string::npos);
}

TEST_CASE("what cannot be read says why") {
  CHECK(explained("unit 20 input 3", "1") ==
        Lines{"unit 20/input 3 uint32 ABCD: 2 registers belong to it, of which 1 is given"});
  CHECK(explained("unit 20 input 1", "1").front() == "nothing here is about unit 20 input 1; the nearest that is:");
  CHECK(explained("unit 20 input 1", "1")[1].starts_with("  unit 20/input "));
  for (const char* address :
       {"", "boiler/state", "unit 20", "unit x input 1", "unit 1 register 1", "unit 1 input 65536"}) {
    INFO(address);
    CHECK(explained(address, "1") == Lines{std::string("nothing here is about ") + address +
                                           "; expected the first register, such as: unit 20 holding 8"});
  }
  for (const char* words : {"", "one", "65536", "0x", "1 -1"}) {
    INFO(words);
    CHECK(explained("unit 20 input 2", words) ==
          Lines{"expected the registers from this one on, one number each, such as: 214 0x4366"});
  }
}
