// SPDX-License-Identifier: Apache-2.0
// Shows the text of an error.
#include "proxy/base/error.hpp"

#include "tests/support/catch.hpp"

#include <stdexcept>

using namespace proxy::base;

TEST_CASE("an error has its code, its path and its reason", "[error]") {
  CHECK(to_string(Error{Fault::invalid_parameter_name, "Device.Bogus", "there is none"}) ==
        "9005 Invalid parameter name: Device.Bogus (there is none)");
  CHECK(to_string(Error{Fault::request_denied, "", ""}) == "9001 Request denied");
}

TEST_CASE("value() of an error throws with the error", "[error]") {
  const Result<int> result = Error{Fault::internal_error, "", "why"};
  CHECK_THROWS_AS(result.value(), std::logic_error);
}
