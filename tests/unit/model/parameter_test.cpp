// SPDX-License-Identifier: Apache-2.0
// Shows which fault a set earns, and that one check comes before another as documented.
#include "proxy/model/parameter.hpp"

#include "tests/support/catch.hpp"

using namespace proxy::model;
using proxy::base::Fault;

namespace {

Fault fault_of(const Parameter& parameter, std::string_view text) {
  const auto result = check_set(parameter, "Device.P", text);
  REQUIRE(result.has_error());
  CHECK(result.error().path == "Device.P");
  return result.error().fault;
}

}  // namespace

TEST_CASE("a set is canonical afterwards", "[parameter]") {
  CHECK(*check_set({.name = "P", .type = Type::boolean, .writable = true}, "Device.P", "1") == "true");
}

TEST_CASE("read-only comes before type, type before value", "[parameter]") {
  Parameter parameter{.name = "P", .type = Type::int_, .constraints = {.minimum = "1", .maximum = "10"}};
  CHECK(fault_of(parameter, "x") == Fault::non_writable_parameter);
  parameter.writable = true;
  CHECK(fault_of(parameter, "x") == Fault::invalid_parameter_type);
  CHECK(fault_of(parameter, "0") == Fault::invalid_parameter_value);
  CHECK(fault_of(parameter, "11") == Fault::invalid_parameter_value);
  CHECK(check_set(parameter, "Device.P", "10"));
}

TEST_CASE("lengths count characters, not bytes", "[parameter]") {
  const Parameter parameter{.name = "P", .writable = true, .constraints = {.max_length = 3}};
  CHECK(check_set(parameter, "Device.P", "\xC3\xA4\xC3\xA4\xC3\xA4"));
  CHECK(fault_of(parameter, "\xC3\xA4\xC3\xA4\xC3\xA4z") == Fault::invalid_parameter_value);
}

TEST_CASE("an enumeration takes its words alone", "[parameter]") {
  const Parameter parameter{.name = "P", .writable = true, .constraints = {.words = {"Heating", "Off"}}};
  CHECK(check_set(parameter, "Device.P", "Off"));
  CHECK(fault_of(parameter, "off") == Fault::invalid_parameter_value);
}

TEST_CASE("the text of a fault says what is allowed", "[parameter]") {
  const auto detail = [](const Parameter& parameter, std::string_view text) {
    const auto result = check_set(parameter, "Device.P", text);
    REQUIRE(result.has_error());
    return result.error().detail;
  };
  const Parameter bounded{
      .name = "P", .type = Type::unsigned_int, .writable = true, .constraints = {.minimum = "1", .maximum = "65535"}};
  CHECK(detail(bounded, "0") == "the value is too low: 1 to 65535 is allowed");
  CHECK(detail(bounded, "70000") == "the value is too high: 1 to 65535 is allowed");
  CHECK(detail(bounded, "5 min") == "the value \"5 min\" is not of type unsignedInt: 1 to 65535");
  CHECK(detail({.name = "P", .type = Type::int_, .writable = true, .constraints = {.minimum = "-1"}}, "-2") ==
        "the value is too low: at least -1 is allowed");
  CHECK(detail({.name = "P", .type = Type::decimal, .writable = true, .constraints = {.maximum = "30.5"}}, "31") ==
        "the value is too high: at most 30.5 is allowed");
  CHECK(detail({.name = "P", .type = Type::unsigned_int, .writable = true}, "4294967296") ==
        "the value \"4294967296\" is not of type unsignedInt: 0 to 4294967295");
  CHECK(detail({.name = "P", .type = Type::boolean, .writable = true}, "on") ==
        "the value \"on\" is not of type boolean: true, false, 1 or 0");
  CHECK(detail({.name = "P", .type = Type::date_time, .writable = true}, "tomorrow") ==
        "the value \"tomorrow\" is not of type dateTime: such as 2026-11-22T10:15:30Z");
  CHECK(detail({.name = "P", .writable = true, .constraints = {.max_length = 3}}, "four") ==
        "the value has 4 characters: at most 3 are allowed");
  CHECK(detail({.name = "P", .writable = true, .constraints = {.words = {"Heating", "Off"}}}, "off") ==
        "the value is not one of Heating, Off");
  CHECK(detail({.name = "P", .why_read_only = "the device has its own clock"}, "x") == "the device has its own clock");
}

TEST_CASE("the text of a fault holds no secret, no illegal character and no long value", "[parameter]") {
  const auto secret =
      check_set({.name = "P", .type = Type::unsigned_int, .writable = true, .hidden = true}, "Device.P", "PIN1234");
  CHECK(secret.error().detail == "the value is not of type unsignedInt: 0 to 4294967295");
  const auto illegal =
      check_set({.name = "P", .type = Type::boolean, .writable = true}, "Device.P", "\x01" + std::string(500, 'x'));
  CHECK(illegal.error().detail ==
        "the value \"\xEF\xBF\xBD" + std::string(31, 'x') + "\" is not of type boolean: true, false, 1 or 0");
}

TEST_CASE("of many words a fault names the first ones and the nearest", "[parameter]") {
  Parameter parameter{.name = "P", .writable = true};
  for (int i = 0; i < 40; ++i) parameter.constraints.words.push_back("Program" + std::to_string(i));
  parameter.constraints.words.emplace_back("Vacation");
  const auto text = check_set(parameter, "Device.P", "vacaton").error().detail;
  CHECK(text.starts_with("the value is not one of Program0, Program1, "));
  CHECK(text.ends_with(", ...; the nearest is Vacation"));
  CHECK(text.size() < 220);
  CHECK(check_set(parameter, "Device.P", "something else").error().detail.ends_with(", ..."));
}
