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
