// SPDX-License-Identifier: Apache-2.0
// Shows the text of replies for people.
#include "proxy/control/print.hpp"

#include "tests/support/catch.hpp"

#include <boost/json.hpp>

using namespace proxy::control;

TEST_CASE("parameters are path = value", "[print]") {
  CHECK(to_text(boost::json::parse(R"([{"path":"Device.A","value":"1"}])")) == "Device.A = 1\n");
  CHECK(to_text(boost::json::parse(R"({"path":"Device.A","value":"1","type":"int","writable":true})")) ==
        "Device.A = 1  (int, writable)\n");
}

TEST_CASE("lists of objects are tables", "[print]") {
  CHECK(to_text(boost::json::parse(R"([{"name":"zigbee","rows":2},{"name":"m","rows":10}])")) ==
        "name    rows\nzigbee  2\nm       10\n");
  CHECK(to_text(boost::json::parse("[]")) == "none\n");
}

TEST_CASE("objects are key: value, nested ones indented", "[print]") {
  CHECK(to_text(boost::json::parse(R"({"version":"1","acs":{"url":"u","fault":null}})")) ==
        "version: 1\nacs:\n  url: u\n  fault: -\n");
}
