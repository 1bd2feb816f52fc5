// SPDX-License-Identifier: Apache-2.0
// Shows how an error reads.
#include "proxy/base/error.hpp"

#include "tests/support/catch.hpp"

#include <stdexcept>

using namespace proxy::base;

TEST_CASE("an error says its code, what it is about and why", "[error]") {
  CHECK(to_string(Error{Fault::invalid_parameter_name, "Device.Bogus", "there is none"}) ==
        "9005 Invalid parameter name: Device.Bogus (there is none)");
  CHECK(to_string(Error{Fault::request_denied, "", ""}) == "9001 Request denied");
}

TEST_CASE("a value that is not there is a defect, and says which", "[error]") {
  const Result<int> result = Error{Fault::internal_error, "", "why"};
  CHECK_THROWS_AS(result.value(), std::logic_error);
}
