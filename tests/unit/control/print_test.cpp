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

TEST_CASE("a value acts neither on the terminal nor on the lines", "[print]") {
  boost::json::value parameter{{"path", "Device.A"},
                               {"value",
                                "1\nDevice.B = 2\xc2\x9b"
                                "2J\xe2\x80\xae"}};
  CHECK(to_text(parameter) == "Device.A = 1\\x0aDevice.B = 2\\u009b2J\\u202e\n");
  parameter.as_object()["path"] = "Device.[a\x1b[2J].A";
  CHECK(to_text(boost::json::array{parameter}) == "Device.[a\\x1b[2J].A = 1\\x0aDevice.B = 2\\u009b2J\\u202e\n");
  CHECK(to_text(boost::json::parse(R"([{"name":"a\nb"},{"name":"\u0085"}])")) == "name\na\\x0ab\n\\u0085\n");
  CHECK(to_text(boost::json::parse(R"({"garden\r":["line\n\u2066"]})")) == "garden\\x0d:\n  line\\x0a\\u2066\n");
}
